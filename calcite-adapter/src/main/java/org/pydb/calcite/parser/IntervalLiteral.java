package org.pydb.calcite.parser;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.OpaqueTypeSpec;

/**
 * {@code interval '1 day'}, and {@code interval '1' day}: a text that is cast to an interval.
 * Stateless.
 */
public final class IntervalLiteral {
  private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?\\d+\\s*");
  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)\\s*");

  private IntervalLiteral() {}

  /** The interval that a text means, or its opposite if a minus stands before it. */
  public static SqlNode of(int sign, String text, SqlParserPos position) {
    SqlNode cast =
        SqlStdOperatorTable.CAST.createCall(
            position,
            SqlLiteral.createCharString(text, position),
            new SqlDataTypeSpec(new OpaqueTypeSpec(OpaqueType.Kind.INTERVAL, position), position));
    return sign < 0 ? SqlStdOperatorTable.UNARY_MINUS.createCall(position, cast) : cast;
  }

  /** The same of an interval whose units stand behind the text. */
  public static SqlNode of(
      int sign, String text, SqlIntervalQualifier units, SqlParserPos position) {
    return switch (units.timeUnitRange) {
      case YEAR, MONTH, DAY, HOUR, MINUTE, SECOND -> {
        String unit = units.timeUnitRange.name().toLowerCase(Locale.ROOT);
        Pattern number = units.timeUnitRange == TimeUnitRange.SECOND ? NUMBER : WHOLE;
        yield number.matcher(text).matches()
            ? of(sign, text.strip() + " " + unit, position)
            : standard(sign, text, units, position);
      }
      case YEAR_TO_MONTH, DAY_TO_MINUTE, DAY_TO_SECOND, HOUR_TO_MINUTE, HOUR_TO_SECOND ->
          of(sign, text, position);
      default -> standard(sign, text, units, position);
    };
  }

  /** Calcite's, which reads just what its units say. */
  private static SqlNode standard(
      int sign, String text, SqlIntervalQualifier units, SqlParserPos position) {
    return SqlParserUtil.parseIntervalLiteral(position, sign, text, units);
  }
}
