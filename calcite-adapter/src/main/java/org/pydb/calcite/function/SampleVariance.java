package org.pydb.calcite.function;

import java.util.List;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/**
 * {@code var_samp}, {@code stddev_samp} and their other names: NULL for a single value, which
 * Calcite does not reckon with where the values cannot be NULL.
 */
final class SampleVariance extends SqlAggFunction {

  private SampleVariance(String name, SqlKind kind) {
    super(
        name,
        null,
        kind,
        ReturnTypes.AVG_AGG_FUNCTION.andThen(SqlTypeTransforms.FORCE_NULLABLE),
        null,
        OperandTypes.NUMERIC,
        SqlFunctionCategory.NUMERIC,
        false,
        false,
        Optionality.FORBIDDEN);
  }

  /** All of them. */
  static List<SqlOperator> all() {
    return List.of(
        new SampleVariance("VAR_SAMP", SqlKind.VAR_SAMP),
        new SampleVariance("VARIANCE", SqlKind.VAR_SAMP),
        new SampleVariance("STDDEV_SAMP", SqlKind.STDDEV_SAMP),
        new SampleVariance("STDDEV", SqlKind.STDDEV_SAMP));
  }
}
