package org.pydb.calcite.function;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.pydb.calcite.exec.expression.ScalarFunction;

/** A function that our own expressions compute, as the validator knows it. */
public final class PydbScalarFunction extends SqlFunction implements ComputedOperator {
  private final ScalarFunction implementation;

  PydbScalarFunction(
      String name,
      SqlKind kind,
      ScalarFunction implementation,
      SqlReturnTypeInference returnType,
      SqlOperandTypeChecker operands) {
    super(name, kind, returnType, null, operands, SqlFunctionCategory.SYSTEM);
    this.implementation = implementation;
  }

  @Override
  public ScalarFunction implementation() {
    return implementation;
  }

  /** {@code current_schema} and {@code user} need no parentheses. */
  @Override
  public SqlSyntax getSyntax() {
    return switch (implementation) {
      case CURRENT_SCHEMA, CURRENT_USER -> SqlSyntax.FUNCTION_ID;
      case CURRENT_DATABASE ->
          getName().equals("CURRENT_CATALOG") ? SqlSyntax.FUNCTION_ID : SqlSyntax.FUNCTION;
      default -> SqlSyntax.FUNCTION;
    };
  }

  @Override
  public boolean isDeterministic() {
    return !implementation.isVolatile();
  }

  @Override
  public boolean isDynamicFunction() {
    return implementation.isDynamic();
  }
}
