package org.pydb.calcite.parser;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJdbcDataTypeName;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Calls in JDBC's own writing, <code>{fn lcase(x)}</code>: become calls of the functions that
 * PostgreSQL has for that. Names that JDBC does not define mean what they mean without braces.
 * Stateless.
 */
public final class JdbcFunction {

  /** Those that only have another name. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "char", "chr",
          "ifnull", "coalesce",
          "lcase", "lower",
          "log", "ln",
          "truncate", "trunc",
          "ucase", "upper");

  /** Those that take a whole number out of a date or time, and what PostgreSQL calls that. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "dayofmonth", "day",
          "dayofyear", "doy",
          "hour", "hour",
          "minute", "minute",
          "month", "month",
          "quarter", "quarter",
          "second", "second",
          "week", "week",
          "year", "year");

  private static final Map<String, String> MOMENTS =
      Map.of(
          "curdate", "current_date",
          "current_date", "current_date",
          "curtime", "current_time",
          "current_time", "current_time",
          "current_timestamp", "current_timestamp");

  private JdbcFunction() {}

  /** What stands for a call. */
  public static SqlNode call(String name, List<SqlNode> arguments, SqlParserPos place) {
    String lower = name.toLowerCase(Locale.ROOT);
    String field = FIELDS.get(lower);
    if (field != null && arguments.size() == 1) {
      return field(field, arguments.get(0), place);
    }
    String moment = MOMENTS.get(lower);
    if (moment != null && arguments.isEmpty()) {
      return new SqlIdentifier(moment, place);
    }
    SqlNode rewritten = rewritten(lower, arguments, place);
    return rewritten != null
        ? rewritten
        : function(place, RENAMED.getOrDefault(lower, lower), arguments.toArray(SqlNode[]::new));
  }

  private static @Nullable SqlNode rewritten(
      String name, List<SqlNode> arguments, SqlParserPos place) {
    return switch (name + "/" + arguments.size()) {
      case "concat/2" -> SqlStdOperatorTable.CONCAT.createCall(place, arguments);
      case "convert/2" -> convert(arguments.get(0), (SqlLiteral) arguments.get(1), place);
      case "dayofweek/1" -> dayOfWeek(arguments.get(0), place);
      case "insert/4" ->
          SqlStdOperatorTable.OVERLAY.createCall(
              place, arguments.get(0), arguments.get(3), arguments.get(1), arguments.get(2));
      case "length/1" -> function(place, "length", function(place, "rtrim", arguments.get(0)));
      case "locate/2" -> function(place, "strpos", arguments.get(1), arguments.get(0));
      case "locate/3" -> locate(arguments, place);
      case "space/1" ->
          function(place, "repeat", SqlLiteral.createCharString(" ", place), arguments.get(0));
      case "timestampadd/3" -> SqlStdOperatorTable.TIMESTAMP_ADD.createCall(place, arguments);
      case "timestampdiff/3" -> SqlStdOperatorTable.TIMESTAMP_DIFF.createCall(place, arguments);
      default -> null;
    };
  }

  /** A second is whole to JDBC: what is behind the point is cut. */
  private static SqlNode field(String field, SqlNode value, SqlParserPos place) {
    SqlNode part = function(place, "date_part", SqlLiteral.createCharString(field, place), value);
    return convert(function(place, "floor", part), SqlJdbcDataTypeName.SQL_INTEGER, place);
  }

  /** To JDBC Sunday is 1, to PostgreSQL 0. */
  private static SqlNode dayOfWeek(SqlNode value, SqlParserPos place) {
    return SqlStdOperatorTable.PLUS.createCall(
        place, field("dow", value, place), number("1", place));
  }

  /** The first place at or behind a start; 0 if there is none. */
  private static SqlNode locate(List<SqlNode> arguments, SqlParserPos place) {
    SqlNode start = arguments.get(2);
    SqlNode behind = function(place, "substring", arguments.get(1), start);
    SqlNode found = function(place, "strpos", behind, arguments.get(0));
    SqlNode skipped = SqlStdOperatorTable.MINUS.createCall(place, start, number("1", place));
    SqlNode isFound = function(place, "least", found, number("1", place));
    return SqlStdOperatorTable.PLUS.createCall(
        place, found, SqlStdOperatorTable.MULTIPLY.createCall(place, skipped, isFound));
  }

  private static SqlNode convert(SqlNode value, SqlLiteral type, SqlParserPos place) {
    return convert(value, type.getValueAs(SqlJdbcDataTypeName.class), place);
  }

  /** A type without length is of any length; SQL would make a CHAR of one character. */
  private static SqlNode convert(SqlNode value, SqlJdbcDataTypeName type, SqlParserPos place) {
    SqlNode target =
        type == SqlJdbcDataTypeName.SQL_CHAR
            ? new SqlDataTypeSpec(PostgresType.TEXT.spec(place), place)
            : type.createDataType(place);
    return SqlStdOperatorTable.CAST.createCall(place, value, target);
  }

  private static SqlNode function(SqlParserPos place, String name, SqlNode... arguments) {
    return new NamedFunction(name, place).createCall(place, arguments);
  }

  private static SqlNode number(String digits, SqlParserPos place) {
    return SqlLiteral.createExactNumeric(digits, place);
  }
}
