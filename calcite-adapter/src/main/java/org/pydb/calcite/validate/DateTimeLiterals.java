package org.pydb.calcite.validate;

import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.text.AsciiBuilder;
import org.pydb.calcite.exec.text.DateText;
import org.pydb.calcite.exec.text.TimeText;
import org.pydb.calcite.exec.text.TimestampText;
import org.pydb.engine.schema.ColumnType;

/** {@code timestamp '2020-1-5 10:00'} and its kin, which Calcite reads in one form only. */
final class DateTimeLiterals {
  private static final Pattern CALCITE_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern CALCITE_TIME = Pattern.compile("\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?");
  private static final Pattern CALCITE_TIMESTAMP =
      Pattern.compile(CALCITE_DATE.pattern() + " " + CALCITE_TIME.pattern());

  private DateTimeLiterals() {}

  /**
   * The literal as Calcite reads it.
   *
   * @throws PlacedError 22007 or 22008 if it means nothing
   */
  static SqlLiteral normalized(SqlLiteral literal) {
    if (!(literal instanceof SqlUnknownLiteral unknown)) {
      return literal;
    }
    String text = String.valueOf(unknown.getValue());
    try {
      String written = written(unknown.tag, text);
      return written.equals(text)
          ? literal
          : SqlLiteral.createUnknown(unknown.tag, written, literal.getParserPosition());
    } catch (SqlError e) {
      throw new PlacedError(literal, e.state(), String.valueOf(e.getMessage()));
    }
  }

  private static String written(String type, String text) {
    AsciiBuilder out = new AsciiBuilder();
    switch (type) {
      case "DATE" -> {
        if (CALCITE_DATE.matcher(text).matches()) {
          return text;
        }
        DateText.print(DateText.parse(text), out);
      }
      case "TIME" -> {
        if (CALCITE_TIME.matcher(text).matches()) {
          return withAllDigits(text);
        }
        TimeText.print(TimeText.parse(text), out);
      }
      case "TIMESTAMP" -> {
        if (CALCITE_TIMESTAMP.matcher(text).matches()) {
          return withAllDigits(text);
        }
        TimestampText.print(TimestampText.parse(text), out);
      }
      default -> {
        return text;
      }
    }
    return type.equals("DATE") ? out.toString() : withAllDigits(out.toString());
  }

  /** The text with six digits of a second's fraction: its type has as many as are written. */
  private static String withAllDigits(String text) {
    int point = text.indexOf('.');
    String whole = point < 0 ? text + "." : text;
    int missing = ColumnType.FRACTION_DIGITS_MAX - (whole.length() - whole.indexOf('.') - 1);
    return whole + "0".repeat(missing);
  }
}
