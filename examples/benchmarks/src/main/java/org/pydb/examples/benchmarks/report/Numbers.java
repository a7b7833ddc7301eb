package org.pydb.examples.benchmarks.report;

import java.util.Locale;

/** Numbers for people: three digits that matter. */
public final class Numbers {

  private Numbers() {}

  /** A number of anything. */
  public static String format(double value) {
    double size = Math.abs(value);
    String pattern = size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, pattern, value);
  }

  /** A number of anything, or a dash for NaN: there is none. */
  public static String orDash(double value) {
    return Double.isNaN(value) ? "–" : format(value);
  }

  /** How many times as large: {@code 2.41×}. */
  public static String ratio(double value) {
    return format(value) + "×";
  }

  /** Bytes as megabytes. */
  public static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f", bytes / 1e6);
  }
}
