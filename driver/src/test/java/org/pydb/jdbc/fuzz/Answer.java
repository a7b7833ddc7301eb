package org.pydb.jdbc.fuzz;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a database gives for a statement: rows, whose values are written in one way whatever the
 * database, or an error. Immutable.
 *
 * @param state the SQLSTATE of the error; null if there is none
 */
record Answer(List<List<String>> rows, @Nullable String state, String message) {
  static final int ROWS_MAX = 1500;
  private static final double TOLERANCE = 1e-8;
  private static final String NULL = "NULL";

  /** More rows than are compared. */
  static final Answer TOO_LONG = new Answer(List.of(), "too long", "too many rows");

  static Answer failed(@Nullable String state, @Nullable String message) {
    return new Answer(List.of(), state == null ? "?????" : state, String.valueOf(message));
  }

  boolean isError() {
    return state != null;
  }

  boolean isTooLong() {
    return "too long".equals(state) || "57014".equals(state);
  }

  /** Whether the error is of a class, such as {@code 22}. */
  boolean isOf(String stateClass) {
    return state != null && state.startsWith(stateClass);
  }

  /** A value in the way in which values are compared. */
  static String value(Kind kind, @Nullable String text) {
    if (text == null) {
      return NULL;
    }
    return switch (kind) {
      case NUM -> number(text);
      case BOOL ->
          String.valueOf(text.equals("1") || text.toLowerCase(Locale.ROOT).startsWith("t"));
      case CHAR -> "'" + text.stripTrailing() + "'";
      case TEXT -> "'" + text + "'";
      case TS, TIME -> text.matches(".*\\.\\d+") ? text.replaceAll("\\.?0+$", "") : text;
      default -> text;
    };
  }

  private static String number(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** Whether it has the same rows as another one. */
  boolean hasRowsOf(Answer other, Query query, boolean isExact) {
    if (rows.size() != other.rows.size()) {
      return false;
    }
    List<Kind> kinds = query.kinds();
    List<List<String>> left = rows;
    List<List<String>> right = other.rows;
    if (!query.isOrdered()) {
      Comparator<List<String>> order = order(kinds, isExact);
      left = new ArrayList<>(left);
      right = new ArrayList<>(right);
      left.sort(order);
      right.sort(order);
    }
    for (int i = 0; i < left.size(); i++) {
      for (int k = 0; k < kinds.size(); k++) {
        if (!isAlike(kinds.get(k), left.get(i).get(k), right.get(i).get(k), isExact)) {
          return false;
        }
      }
    }
    return true;
  }

  /** First by what is compared exactly, so that rounding changes the order of few rows. */
  private static Comparator<List<String>> order(List<Kind> kinds, boolean isExact) {
    return (a, b) -> {
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < kinds.size(); k++) {
          boolean isNear = isNear(kinds.get(k), isExact);
          int order =
              isNear == (pass == 0)
                  ? 0
                  : isNear
                      ? Double.compare(nearNumber(a.get(k)), nearNumber(b.get(k)))
                      : a.get(k).compareTo(b.get(k));
          if (order == 0 && isNear && pass == 1) {
            order = Boolean.compare(a.get(k).equals(NULL), b.get(k).equals(NULL));
          }
          if (order != 0) {
            return order;
          }
        }
      }
      return 0;
    };
  }

  private static boolean isNear(Kind kind, boolean isExact) {
    return kind.isFloat() || (kind == Kind.NUM && !isExact);
  }

  private static double nearNumber(String text) {
    // NULL beyond all numbers, also beyond NaN, which Double.compare puts last.
    return text.equals(NULL) ? Double.NEGATIVE_INFINITY : Double.parseDouble(text) + 0.0;
  }

  private static boolean isAlike(Kind kind, String a, String b, boolean isExact) {
    if (a.equals(b)) {
      return true;
    }
    if (!isNear(kind, isExact) || a.equals(NULL) || b.equals(NULL)) {
      return false;
    }
    double left = Double.parseDouble(a);
    double right = Double.parseDouble(b);
    double tolerance = kind == Kind.REAL ? 1e-5 : TOLERANCE;
    return left == right
        || (Double.isNaN(left) && Double.isNaN(right))
        || Math.abs(left - right)
            <= tolerance * Math.max(1, Math.max(Math.abs(left), Math.abs(right)));
  }

  /** The error without what differs from one query to another. */
  String kind() {
    return isError()
        ? state
            + ": "
            + message
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^ERROR: ", "")
                .replaceAll("\"[^\"]*\"|'[^']*'|\\(SQLSTATE.*\\)", "_")
                .replaceAll("-?\\b\\d[\\d.]*\\b|\\b(a|t|c|w)\\d+(\\.\\w+)?", "#")
        : "rows";
  }

  @Override
  public String toString() {
    if (isError()) {
      return state + ": " + message;
    }
    StringBuilder text = new StringBuilder(rows.size() + " rows");
    rows.stream().limit(12).forEach(row -> text.append("\n    ").append(row));
    return text.toString();
  }
}
