package org.pydb.calcite.function;

import java.util.Locale;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.type.ColumnTypes;

/** A function in Java that gives one value for the rows of a group, as the validator knows it. */
public final class JavaAggregateOperator extends SqlAggFunction {
  private final JavaFunction.Aggregate function;

  JavaAggregateOperator(JavaFunction.Aggregate function) {
    super(
        function.name().toUpperCase(Locale.ROOT),
        null,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(ColumnTypes.toPlan(function.result().columnType(), true)),
        InferTypes.FIRST_KNOWN,
        new JavaOperands(function.parameters()),
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        Optionality.FORBIDDEN);
    this.function = function;
  }

  /** The function. */
  public JavaFunction.Aggregate function() {
    return function;
  }
}
