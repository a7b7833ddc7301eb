package org.pydb.calcite.random;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a query gave.
 *
 * @param rows its rows, each as text
 * @param error the SQLSTATE and message of its error; null if there was none
 */
record Answer(List<String> rows, @Nullable String error) {
  static final String NULL = "NULL";

  /** Stands in no value. */
  private static final String SEPARATOR = " | ";

  /** Longer answers are not compared. */
  static final int ROWS_MAX = 20_000;

  /** How two answers stand to each other. */
  enum Likeness {
    SAME,
    /** One side or both failed for a value; which rows are computed first is nobody's promise. */
    FAILED,
    /** One side says that it does not have what was asked for. */
    REFUSED,
    /** Both sides fail in a way in which no query of ours should. */
    BROKEN,
    DIFFERENT
  }

  Answer {
    rows = List.copyOf(rows);
  }

  /** An answer with more rows than are compared. */
  static Answer tooLong() {
    return failed("57014", "more rows than are compared");
  }

  static Answer failed(String state, String message) {
    return new Answer(List.of(), state + ": " + message);
  }

  /** That so many rows were changed. */
  static Answer count(long rows) {
    return new Answer(List.of(rows + " changed"), null);
  }

  /** A row of these values. */
  static String row(List<String> values) {
    return String.join(SEPARATOR, values);
  }

  /** The values of a row. */
  static List<String> values(String row) {
    return List.of(row.split(Pattern.quote(SEPARATOR)));
  }

  /** A value as text: numerics without the zeros at their ends, which groups do not tell apart. */
  static String value(Kind kind, @Nullable String text) {
    if (text == null) {
      return NULL;
    }
    return switch (kind) {
      case DEC -> number(text);
      case BOOL -> text.startsWith("t") ? "true" : "false";
      case TEXT -> "'" + text + "'";
      default -> text;
    };
  }

  private static String number(String text) {
    BigDecimal number = new BigDecimal(text);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** Compares with another answer to the same query. */
  Likeness like(Answer other, boolean isOrdered) {
    if (isRefusal() || other.isRefusal()) {
      return Likeness.REFUSED;
    }
    if (isFailure() || other.isFailure()) {
      return Likeness.FAILED;
    }
    if (isBroken() && other.isBroken()) {
      return Likeness.BROKEN;
    }
    if (isBroken() || other.isBroken()) {
      return Likeness.DIFFERENT;
    }
    boolean isSame =
        isOrdered
            ? rows.equals(other.rows)
            : rows.stream().sorted().toList().equals(other.rows.stream().sorted().toList());
    return isSame ? Likeness.SAME : Likeness.DIFFERENT;
  }

  /**
   * Whether it says that something is not supported, or that Calcite's operators, which do not
   * spill, want more memory.
   */
  boolean isRefusal() {
    return error != null && (error.startsWith("0A") || error.startsWith("53200: Bridge"));
  }

  /** Whether it is an error that no query of ours should give. */
  boolean isBroken() {
    return error != null && !isRefusal() && !isFailure();
  }

  /** The first line of the error, without the names and numbers that differ from query to query. */
  String kind() {
    return Objects.requireNonNull(error)
        .lines()
        .findFirst()
        .orElseThrow()
        .replaceAll("\"[^\"]*\"|'[^']*'|[0-9]+$|\\b[a-z]_[0-9]+(\\.[a-z0-9]+)?", "");
  }

  /** Whether it is an error that a value has caused, or the answer was too long to wait for. */
  boolean isFailure() {
    return error != null && (error.startsWith("22") || error.startsWith("57014"));
  }

  @Override
  public String toString() {
    return error != null
        ? error
        : rows.size()
            + " rows"
            + rows.stream().map(row -> "\n  " + row).collect(Collectors.joining());
  }
}
