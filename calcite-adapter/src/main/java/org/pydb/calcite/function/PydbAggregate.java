package org.pydb.calcite.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/** An aggregate that Calcite lacks, or means otherwise. */
public final class PydbAggregate extends SqlAggFunction {
  private static final SqlReturnTypeInference DOUBLE =
      ReturnTypes.explicit(SqlTypeName.DOUBLE).andThen(SqlTypeTransforms.FORCE_NULLABLE);

  /** {@code percentile_cont(f) WITHIN GROUP (ORDER BY x)}, with x as another argument. */
  private static final SqlAggFunction PERCENTILE_CONT =
      new PydbAggregate(
          "percentile_cont within group",
          DOUBLE,
          OperandTypes.family(SqlTypeFamily.NUMERIC, SqlTypeFamily.NUMERIC),
          Optionality.MANDATORY);

  /** {@code percentile_disc(f) WITHIN GROUP (ORDER BY x)}, with x as another argument. */
  private static final SqlAggFunction PERCENTILE_DISC =
      new PydbAggregate(
          "percentile_disc within group",
          ReturnTypes.ARG1.andThen(SqlTypeTransforms.FORCE_NULLABLE),
          OperandTypes.family(SqlTypeFamily.NUMERIC, SqlTypeFamily.ANY),
          Optionality.MANDATORY);

  /** {@code mode() WITHIN GROUP (ORDER BY x)}, with x as its argument. */
  private static final SqlAggFunction MODE =
      new PydbAggregate(
          "mode within group",
          ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE),
          OperandTypes.ANY,
          Optionality.MANDATORY);

  /**
   * The aggregate that takes what {@code WITHIN GROUP} orders as another argument.
   *
   * @param argumentCount how many it has without that
   * @return null if there is none
   */
  public static @Nullable SqlAggFunction withinGroup(String name, int argumentCount) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "percentile_cont" -> argumentCount == 1 ? PERCENTILE_CONT : null;
      case "percentile_disc" -> argumentCount == 1 ? PERCENTILE_DISC : null;
      case "mode" -> argumentCount == 0 ? MODE : null;
      default -> null;
    };
  }

  PydbAggregate(
      String name,
      SqlReturnTypeInference type,
      SqlOperandTypeChecker operands,
      Optionality withinGroup) {
    super(
        name.toUpperCase(Locale.ROOT),
        null,
        SqlKind.OTHER_FUNCTION,
        type,
        null,
        operands,
        SqlFunctionCategory.SYSTEM,
        false,
        false,
        withinGroup);
  }

  /** All of them. */
  static List<SqlOperator> all() {
    List<SqlOperator> all = new ArrayList<>();
    SqlOperandTypeChecker pair = OperandTypes.family(SqlTypeFamily.NUMERIC, SqlTypeFamily.NUMERIC);
    for (String name :
        List.of(
            "corr",
            "covar_pop",
            "covar_samp",
            "regr_avgx",
            "regr_avgy",
            "regr_intercept",
            "regr_r2",
            "regr_slope",
            "regr_sxx",
            "regr_sxy",
            "regr_syy")) {
      all.add(new PydbAggregate(name, DOUBLE, pair, Optionality.FORBIDDEN));
    }
    all.add(new PydbAggregate("regr_count", ReturnTypes.BIGINT, pair, Optionality.FORBIDDEN));
    // Without WITHIN GROUP, which is an error.
    SqlOperandTypeChecker fraction = OperandTypes.family(SqlTypeFamily.NUMERIC);
    all.add(new PydbAggregate("percentile_cont", DOUBLE, fraction, Optionality.MANDATORY));
    all.add(new PydbAggregate("percentile_disc", DOUBLE, fraction, Optionality.MANDATORY));
    all.add(new PydbAggregate("mode", DOUBLE, OperandTypes.NILADIC, Optionality.MANDATORY));
    all.add(PERCENTILE_CONT);
    all.add(PERCENTILE_DISC);
    all.add(MODE);
    return all;
  }
}
