package org.pydb.calcite.exec.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;

/**
 * Which keys a scan of a tree visits: values for its leading columns, and bounds for the column
 * after those. Immutable; shared by executions.
 *
 * <p>The values are expressions over the row of an outer plan, or over nothing; each travels as its
 * key column does. A value beyond the range of an integer column is not an error: it bounds what it
 * can, and equals nothing. NULL equals nothing and bounds nothing, so a scan with a NULL is empty.
 *
 * @param prefix what the leading columns equal, in the order of the key; null stands for IS NULL
 * @param lower bound of the next column, or null; rows with NULL there are not visited if there is
 *     any bound
 * @param lowerInclusive whether the bound itself is visited
 * @param upper bound of the next column, or null
 * @param upperInclusive whether the bound itself is visited
 */
public record KeyBounds(
    List<@Nullable Expression> prefix,
    @Nullable Expression lower,
    boolean lowerInclusive,
    @Nullable Expression upper,
    boolean upperInclusive) {

  /** All keys. */
  public static final KeyBounds ALL = new KeyBounds(List.of(), null, false, null, false);

  /** Takes a copy of the prefix. */
  public KeyBounds {
    prefix = new ArrayList<>(prefix); // List.copyOf refuses the nulls.
  }

  /** Keys whose leading columns equal these values; null stands for IS NULL. */
  public static KeyBounds equal(List<@Nullable Expression> prefix) {
    return new KeyBounds(prefix, null, false, null, false);
  }

  /** Whether every key is visited. */
  public boolean isAll() {
    return prefix.isEmpty() && lower == null && upper == null;
  }

  /** The bounds of several parts as plans show them, in parentheses. */
  static String describe(List<KeyBounds> parts, List<String> columnNames) {
    String first = parts.get(0).describe(columnNames);
    return parts.size() == 1
        ? " (" + first + ")"
        : " (" + first + " and " + (parts.size() - 1) + " more)";
  }

  /** The bounds as plans show them, such as {@code a = 1 and b > ?0}. */
  public String describe(List<String> columnNames) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < prefix.size(); i++) {
      Expression value = prefix.get(i);
      terms.add(columnNames.get(i) + (value == null ? " is null" : " = " + value));
    }
    String next = prefix.size() < columnNames.size() ? columnNames.get(prefix.size()) : "";
    if (lower != null) {
      terms.add(next + (lowerInclusive ? " >= " : " > ") + lower);
    }
    if (upper != null) {
      terms.add(next + (upperInclusive ? " <= " : " < ") + upper);
    }
    return String.join(" and ", terms);
  }
}
