package org.pydb.calcite.function;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.pydb.calcite.api.JavaType;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnType;

/** What a function in Java takes: its types, and what becomes them by itself. Immutable. */
public final class JavaOperands implements SqlOperandTypeChecker {
  private final List<JavaType> parameters;

  JavaOperands(List<JavaType> parameters) {
    this.parameters = parameters;
  }

  /** The types of its parameters. */
  public List<RelDataType> types() {
    return parameters.stream().map(type -> ColumnTypes.toPlan(type.columnType(), true)).toList();
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    boolean fits = binding.getOperandCount() == parameters.size();
    for (int i = 0; fits && i < parameters.size(); i++) {
      fits = take(i, binding.getOperandType(i));
    }
    if (!fits && throwOnFailure) {
      throw binding.newValidationSignatureError();
    }
    return fits;
  }

  /** Whether values of a type go to a parameter. */
  public boolean take(int parameter, RelDataType type) {
    if (type.getSqlTypeName() == SqlTypeName.NULL || type.getSqlTypeName() == SqlTypeName.UNKNOWN) {
      return true;
    }
    ColumnType column = ColumnTypes.toColumnOrNull(type);
    return column != null
        && Expressions.implicit(
                Expressions.column(0, column), parameters.get(parameter).columnType().kind())
            .isPresent();
  }

  @Override
  public SqlOperandCountRange getOperandCountRange() {
    return SqlOperandCountRanges.of(parameters.size());
  }

  @Override
  public String getAllowedSignatures(SqlOperator operator, String name) {
    return types().stream()
        .map(TypeNames::of)
        .collect(Collectors.joining(", ", name.toLowerCase(java.util.Locale.ROOT) + "(", ")"));
  }
}
