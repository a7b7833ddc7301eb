package org.pydb.calcite.error;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that someone probably meant: the one that the fewest slips lead to. */
public final class NearestName {

  private NearestName() {}

  /**
   * The candidate nearest to {@code name}, or null if none is near. Letter case does not count as a
   * slip; of equally near ones the first in alphabetical order is taken.
   */
  public static @Nullable String of(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int distanceMax = Math.max(1, wanted.length() / 3);
    String nearest = null;
    for (String candidate : candidates) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT), distanceMax);
      if (distance < distanceMax
          || (distance == distanceMax && (nearest == null || candidate.compareTo(nearest) < 0))) {
        nearest = candidate;
        distanceMax = distance;
      }
    }
    return nearest;
  }

  /**
   * How many letters must be put in, left out, changed or swapped with their neighbour; anything
   * above {@code most} is only known to be above it.
   */
  private static int distance(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return most + 1;
    }
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : cell(rows, a, b, i, j);
      }
    }
    return rows[a.length()][b.length()];
  }

  private static int cell(int[][] rows, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(rows[i - 1][j - 1] + change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }
}
