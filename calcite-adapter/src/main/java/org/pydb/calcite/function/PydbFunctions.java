package org.pydb.calcite.function;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Functions that are ours: those that Calcite lacks, and those that mean something else there.
 *
 * <p>The moments of a statement ({@code now()} and its kin) are <em>dynamic</em>: the same all
 * through one execution, another at the next, so they are never folded into a plan.
 */
public final class PydbFunctions {

  /**
   * The conversion of a value that is stored into a column of another type: what does not fit is an
   * error, where CAST would cut or round it silently. Its type is set by whoever makes the call; no
   * statement can name it.
   */
  public static final SqlFunction ASSIGN =
      new SqlFunction(
          "$ASSIGN",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.SYSTEM);

  /** The rows that FETCH asks for WITH TIES; no statement can name it. */
  public static final SqlFunction WITH_TIES =
      new SqlFunction(
          "$WITH_TIES",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.BIGINT,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.SYSTEM);

  /** {@code current_timestamp}: the start of the transaction's statement, an instant. */
  public static final SqlFunction CURRENT_TIMESTAMP =
      moment("CURRENT_TIMESTAMP", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);

  /** {@code localtimestamp}: the same on the session's wall clock. */
  public static final SqlFunction LOCALTIMESTAMP = moment("LOCALTIMESTAMP", SqlTypeName.TIMESTAMP);

  /** {@code current_date}: today on the session's wall clock. */
  public static final SqlFunction CURRENT_DATE = moment("CURRENT_DATE", SqlTypeName.DATE);

  /** {@code localtime}: the time of day on the session's wall clock. */
  public static final SqlFunction LOCALTIME = moment("LOCALTIME", SqlTypeName.TIME);

  /** {@code current_time}: as {@code localtime}; there is no time of day with a zone. */
  public static final SqlFunction CURRENT_TIME = moment("CURRENT_TIME", SqlTypeName.TIME);

  /** {@code now()}: as {@code current_timestamp}. */
  public static final SqlFunction NOW = now("NOW");

  private static final SqlFunction STATEMENT_TIMESTAMP = now("STATEMENT_TIMESTAMP");

  private static final SqlFunction TRANSACTION_TIMESTAMP = now("TRANSACTION_TIMESTAMP");

  private PydbFunctions() {}

  /** A plus that changes nothing: other databases take it before a text, too. */
  private static final SqlOperator UNARY_PLUS =
      new SqlPrefixOperator(
          "+",
          SqlKind.PLUS_PREFIX,
          SqlStdOperatorTable.UNARY_PLUS.getLeftPrec(),
          ReturnTypes.ARG0,
          InferTypes.RETURN_TYPE,
          OperandTypes.or(OperandTypes.NUMERIC_OR_INTERVAL, OperandTypes.CHARACTER));

  /** All that a statement may name. */
  static List<SqlOperator> all() {
    List<SqlOperator> all =
        new ArrayList<>(
            List.of(
                CURRENT_TIMESTAMP,
                LOCALTIMESTAMP,
                CURRENT_DATE,
                LOCALTIME,
                CURRENT_TIME,
                NOW,
                STATEMENT_TIMESTAMP,
                TRANSACTION_TIMESTAMP,
                WITH_TIES,
                // Calcite's PostgreSQL library has a second one, for arrays.
                SqlStdOperatorTable.CONCAT,
                // With the other operators of that sign.
                UNARY_PLUS,
                SqlStdOperatorTable.PLUS,
                SqlStdOperatorTable.DATETIME_PLUS));
    all.addAll(ScalarFunctions.all());
    all.addAll(SystemFunctions.all());
    all.addAll(ScalarOperators.all());
    all.addAll(JsonOperators.all());
    all.addAll(JsonFunctions.all());
    all.addAll(JsonConstructors.all());
    all.addAll(ArrayFunctions.all());
    all.addAll(RowsFunctions.all());
    all.addAll(PydbAggregate.all());
    all.addAll(GatheringAggregates.all());
    all.addAll(IntervalOperators.all());
    all.addAll(SampleVariance.all());
    return all;
  }

  private static SqlFunction now(String name) {
    return new SqlFunction(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE),
        null,
        OperandTypes.NILADIC,
        SqlFunctionCategory.TIMEDATE) {
      @Override
      public boolean isDynamicFunction() {
        return true;
      }
    };
  }

  /** Now, as a value of a type; in parentheses the digits of a second that it keeps. */
  private static SqlFunction moment(String name, SqlTypeName type) {
    SqlReturnTypeInference returnType =
        binding ->
            binding.getOperandCount() == 0
                ? binding.getTypeFactory().createSqlType(type)
                : binding
                    .getTypeFactory()
                    .createSqlType(
                        type, requireNonNull(binding.getOperandLiteralValue(0, Integer.class)));
    return new SqlFunction(
        name,
        SqlKind.OTHER_FUNCTION,
        returnType,
        null,
        type.allowsPrec()
            ? OperandTypes.or(OperandTypes.NILADIC, OperandTypes.POSITIVE_INTEGER_LITERAL)
            : OperandTypes.NILADIC,
        SqlFunctionCategory.TIMEDATE) {

      @Override
      public SqlSyntax getSyntax() {
        return SqlSyntax.FUNCTION_ID;
      }

      @Override
      public boolean isDynamicFunction() {
        return true;
      }
    };
  }
}
