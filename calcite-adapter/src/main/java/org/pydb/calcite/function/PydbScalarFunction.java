package org.pydb.calcite.function;

import java.util.Locale;
import java.util.function.Supplier;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.ScalarFunction;

/** A function that our own expressions compute, as the validator knows it. */
public final class PydbScalarFunction extends SqlFunction implements ComputedOperator {
  /** So that what is no name or literal stands in parentheses. */
  private static final int CAST_PRECEDENCE = 94;

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

  /** The function of a name in lower case. */
  static PydbScalarFunction of(
      String name,
      ScalarFunction implementation,
      SqlReturnTypeInference returnType,
      SqlOperandTypeChecker operands) {
    return new PydbScalarFunction(
        name.toUpperCase(Locale.ROOT),
        SqlKind.OTHER_FUNCTION,
        implementation,
        returnType,
        operands);
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

  /**
   * What casts to the types of the catalog, and has no name, is written as the cast, and what the
   * parser makes of SQL's functions on JSON as a call with a quoted name.
   */
  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    String type =
        switch (implementation) {
          case REGCLASS -> "::regclass";
          case REGTYPE -> "::regtype";
          case REGCLASS_NAME, REGTYPE_NAME -> "::text";
          default -> null;
        };
    if (type == null && (getName().startsWith("$") || implementation == ScalarFunction.SQL_JSON)) {
      writer.print('"' + getName().toLowerCase(Locale.ROOT) + '"');
      SqlWriter.Frame operands = writer.startList(SqlWriter.FrameTypeEnum.FUN_CALL, "(", ")");
      for (SqlNode operand : call.getOperandList()) {
        writer.sep(",");
        operand.unparse(writer, 0, 0);
      }
      writer.endList(operands);
    } else if (type == null) {
      super.unparse(writer, call, leftPrec, rightPrec);
    } else {
      call.operand(0).unparse(writer, CAST_PRECEDENCE, CAST_PRECEDENCE);
      writer.setNeedWhitespace(false);
      writer.print(type);
      writer.setNeedWhitespace(true);
    }
  }

  @Override
  public @Nullable Supplier<Strong.Policy> getStrongPolicyInference() {
    return implementation == ScalarFunction.ONLY_VALUE
        ? () -> Strong.Policy.ANY
        : super.getStrongPolicyInference();
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
