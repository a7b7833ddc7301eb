package org.pydb.calcite.parser;

import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.text.AsciiBuilder;
import org.pydb.calcite.exec.text.IntervalFields;
import org.pydb.calcite.exec.text.IntervalText;
import org.pydb.calcite.exec.value.DateTimeField;
import org.pydb.calcite.function.IntervalOperators;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.OpaqueTypeSpec;

/**
 * {@code interval '1 day'}, and {@code interval '1' day}: a text that is cast to an interval.
 * Stateless.
 */
public final class IntervalLiteral {
  private IntervalLiteral() {}

  /** The interval that a text means, or its opposite if a minus stands before it. */
  public static SqlNode of(int sign, String text, SqlParserPos position) {
    SqlNode cast =
        SqlStdOperatorTable.CAST.createCall(
            position, SqlLiteral.createCharString(text, position), type(position));
    return sign < 0 ? SqlStdOperatorTable.UNARY_MINUS.createCall(position, cast) : cast;
  }

  /** The same of an interval whose fields stand behind the text: it is read and cut by them. */
  public static SqlNode of(
      int sign, String text, SqlIntervalQualifier units, SqlParserPos position) {
    TimeUnitRange range = units.timeUnitRange;
    return switch (range) {
      case YEAR,
          MONTH,
          DAY,
          HOUR,
          MINUTE,
          SECOND,
          YEAR_TO_MONTH,
          DAY_TO_HOUR,
          DAY_TO_MINUTE,
          DAY_TO_SECOND,
          HOUR_TO_MINUTE,
          HOUR_TO_SECOND,
          MINUTE_TO_SECOND ->
          of(sign, cut(text, units, position), position);
      default -> standard(sign, text, units, position);
    };
  }

  private static String cut(String text, SqlIntervalQualifier units, SqlParserPos position) {
    TimeUnitRange range = units.timeUnitRange;
    boolean areOfMinute = range == TimeUnitRange.MINUTE_TO_SECOND;
    IntervalFields fields =
        new IntervalFields(DateTimeField.valueOf(last(units)), areOfMinute, digits(units));
    try {
      AsciiBuilder out = new AsciiBuilder();
      IntervalText.print(IntervalText.parse(text, fields), out);
      return out.toString();
    } catch (SqlError e) {
      throw new PlacedError(position, e.state(), String.valueOf(e.getMessage()));
    }
  }

  /** The name of the last field. */
  private static String last(SqlIntervalQualifier units) {
    TimeUnitRange range = units.timeUnitRange;
    return (range.endUnit == null ? range.startUnit : range.endUnit).name();
  }

  /** How many digits seconds have. */
  private static int digits(SqlIntervalQualifier units) {
    int digits =
        units.timeUnitRange == TimeUnitRange.SECOND
            ? units.getStartPrecisionPreservingDefault()
            : units.getFractionalSecondPrecisionPreservingDefault();
    return digits < 0 ? IntervalFields.DIGITS_MAX : Math.min(digits, IntervalFields.DIGITS_MAX);
  }

  /**
   * What a cast to an interval of some fields stands for: a text that is written out is read by
   * them, another value is cut.
   *
   * @return null if it is no such cast
   */
  public static @Nullable SqlNode cast(SqlCall call) {
    boolean isCut =
        call.getKind() == SqlKind.CAST
            && call.operandCount() == 2
            && call.operand(1) instanceof SqlDataTypeSpec type
            && type.getTypeNameSpec() instanceof OpaqueTypeSpec spec
            && spec.fields() != null;
    if (!isCut) {
      return null;
    }
    SqlParserPos position = call.getParserPosition();
    SqlDataTypeSpec type = call.operand(1);
    SqlIntervalQualifier fields =
        Objects.requireNonNull(((OpaqueTypeSpec) type.getTypeNameSpec()).fields());
    if (call.operand(0) instanceof SqlCharStringLiteral text) {
      return of(1, text.getValueAs(NlsString.class).getValue(), fields, position);
    }
    SqlNode whole = SqlStdOperatorTable.CAST.createCall(position, call.operand(0), type(position));
    String last = last(fields);
    if (!last.equals("SECOND")) {
      return IntervalOperators.TRUNCATE.createCall(
          position, SqlLiteral.createCharString(last.toLowerCase(Locale.ROOT), position), whole);
    }
    return digits(fields) == IntervalFields.DIGITS_MAX
        ? whole
        : IntervalOperators.ROUND.createCall(
            position,
            whole,
            SqlLiteral.createExactNumeric(Integer.toString(digits(fields)), position));
  }

  private static SqlDataTypeSpec type(SqlParserPos position) {
    return new SqlDataTypeSpec(new OpaqueTypeSpec(OpaqueType.Kind.INTERVAL, position), position);
  }

  /** Calcite's, which reads just what its units say. */
  private static SqlNode standard(
      int sign, String text, SqlIntervalQualifier units, SqlParserPos position) {
    return SqlParserUtil.parseIntervalLiteral(position, sign, text, units);
  }
}
