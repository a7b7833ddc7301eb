package org.pydb.calcite.validate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Lists;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.calcite.type.PydbTypeSystem;
import org.pydb.calcite.type.TypeNames;

/**
 * What is cast without being asked: a narrower number to a wider one, a date to a timestamp, and
 * nothing else. Calcite would also read numbers out of string columns, which PostgreSQL refuses,
 * which hides indexes and fails at the first row that holds no number.
 *
 * <p>String literals are no strings here: {@link UnknownTypes} has given them a type before.
 */
final class PydbTypeCoercion extends TypeCoercionImpl {
  private static final PydbTypeFactory TYPES = PydbTypeFactory.INSTANCE;

  private final PydbValidator pydbValidator;

  PydbTypeCoercion(RelDataTypeFactory typeFactory, PydbValidator validator) {
    super(typeFactory, validator);
    this.pydbValidator = validator;
  }

  /** Brings what is compared to a common type, or says that there is none. */
  @Override
  public boolean binaryComparisonCoercion(SqlCallBinding binding) {
    List<RelDataType> types = binding.collectOperandTypes();
    if (types.stream().anyMatch(RelDataType::isStruct)) {
      return false;
    }
    RelDataType common = TYPES.leastRestrictive(types);
    if (common == null) {
      throw TypeMismatch.of(binding.getCall(), types);
    }
    Comparability.check(binding.getCall(), common);
    return SqlTypeUtil.isDatetime(common) && castOperands(binding, common);
  }

  @Override
  public boolean inOperationCoercion(SqlCallBinding binding) {
    RelDataType left = binding.getOperandType(0);
    RelDataType right = binding.getOperandType(1);
    if (left.isStruct() || (right.isStruct() && right.getFieldCount() > 1)) {
      return super.inOperationCoercion(binding);
    }
    RelDataType element = right.isStruct() ? right.getFieldList().get(0).getType() : right;
    RelDataType common = TYPES.leastRestrictive(List.of(left, element));
    if (common == null) {
      throw TypeMismatch.of(binding.getCall(), List.of(left, element));
    }
    Comparability.check(binding.getCall(), common);
    return SqlTypeUtil.isDatetime(common) && super.inOperationCoercion(binding);
  }

  /** The branches of CASE have a common type by themselves, or none. */
  @Override
  public boolean caseWhenCoercion(SqlCallBinding binding) {
    return false;
  }

  @Override
  public boolean caseOrEquivalentCoercion(SqlCallBinding binding) {
    return false;
  }

  /** Only a datetime is cast to another: the number types are mixed by the operators themselves. */
  @Override
  public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
    return false;
  }

  @Override
  public boolean builtinFunctionCoercion(
      SqlCallBinding binding, List<RelDataType> operandTypes, List<SqlTypeFamily> families) {
    boolean coerced = false;
    for (int i = 0; i < operandTypes.size(); i++) {
      RelDataType target = implicitTarget(binding, operandTypes.get(i), families.get(i));
      if (target != null) {
        coerced |= castOperand(binding, i, target);
      }
    }
    return coerced;
  }

  private static @Nullable RelDataType implicitTarget(
      SqlCallBinding binding, RelDataType type, SqlTypeFamily family) {
    SqlTypeName name = type.getSqlTypeName();
    if (family.getTypeNames().contains(name)) {
      return null;
    }
    boolean isDate = name == SqlTypeName.DATE;
    if (isDate && (family == SqlTypeFamily.TIMESTAMP || family == SqlTypeFamily.DATETIME)) {
      return TYPES.createSqlType(SqlTypeName.TIMESTAMP);
    }
    // anything || text and text || anything
    boolean isConcat = binding.getOperator().getName().equals("||");
    return isConcat && name != SqlTypeName.NULL ? TYPES.text() : null;
  }

  @Override
  public boolean userDefinedFunctionCoercion(
      SqlValidatorScope scope, SqlCall call, SqlFunction function) {
    return false;
  }

  /** The type of a column of a set operation: also where literals wait for their type. */
  @Override
  public @Nullable RelDataType getWiderTypeFor(List<RelDataType> types, boolean stringPromotion) {
    RelDataType common = TYPES.leastRestrictive(types);
    if (common != null) {
      return common;
    }
    List<RelDataType> others =
        types.stream().filter(type -> type.getSqlTypeName() != SqlTypeName.VARCHAR).toList();
    return others.isEmpty() ? null : TYPES.leastRestrictive(others);
  }

  /**
   * Casts one column of a query to the type that a set operation gives it.
   *
   * @throws PlacedError 42804 if the column cannot go to that type by itself
   */
  @Override
  public boolean rowTypeCoercion(
      @Nullable SqlValidatorScope scope, SqlNode query, int column, RelDataType target) {
    return switch (query.getKind()) {
      case SELECT -> coerceSelected((SqlSelect) query, column, target);
      case VALUES -> coerceRows(requireNonNull(scope), (SqlCall) query, column, target);
      case WITH ->
          rowTypeCoercion(
              pydbValidator.getOverScope(query), ((SqlWith) query).body, column, target);
      default -> super.rowTypeCoercion(scope, query, column, target);
    };
  }

  private boolean coerceRows(
      SqlValidatorScope scope, SqlCall values, int column, RelDataType target) {
    boolean coerced = false;
    for (SqlNode row : values.getOperandList()) {
      coerced |= coerceIn(scope, (SqlCall) row, column, target);
    }
    if (coerced) {
      updateInferredColumnType(scope, values, column, target);
    }
    return coerced;
  }

  /**
   * Casts the numbers of rows to {@code numeric} where that is the type of their column: each keeps
   * its digits, which a literal of that type could not tell.
   */
  void keepDigits(SqlValidatorScope scope, SqlCall values) {
    List<SqlNode> rows = values.getOperandList();
    int columnCount = ((SqlCall) rows.get(0)).operandCount();
    for (int column = 0; column < columnCount && rows.size() > 1; column++) {
      int at = column;
      List<RelDataType> types =
          Lists.transform(
              rows, row -> pydbValidator.deriveType(scope, ((SqlCall) row).operand(at)));
      RelDataType type = TYPES.leastRestrictive(types);
      if (type != null && PydbTypeSystem.isNumeric(type)) {
        for (SqlNode row : rows) {
          coerceIn(scope, (SqlCall) row, column, type);
        }
      }
    }
  }

  private boolean coerceSelected(SqlSelect select, int column, RelDataType target) {
    SqlValidatorScope scope = pydbValidator.getSelectScope(select);
    SqlNodeList items = select.getSelectList();
    if (column >= items.size()) {
      return false;
    }
    SqlNode item = items.get(column);
    SqlNode value = SqlUtil.stripAs(item);
    SqlNode cast = coerced(scope, value, target);
    if (cast == value) {
      return false;
    }
    if (item.getKind() == SqlKind.AS) {
      ((SqlCall) item).setOperand(0, cast);
    } else {
      items.set(column, pydbValidator.named(cast, item));
    }
    updateInferredColumnType(scope, select, column, target);
    return true;
  }

  private boolean coerceIn(SqlValidatorScope scope, SqlCall row, int column, RelDataType target) {
    SqlNode value = row.operand(column);
    SqlNode cast = coerced(scope, value, target);
    row.setOperand(column, cast);
    return cast != value;
  }

  private SqlNode coerced(SqlValidatorScope scope, SqlNode value, RelDataType target) {
    RelDataType type = pydbValidator.deriveType(scope, value);
    if (SqlTypeUtil.equalSansNullability(factory, type, target)
        || SqlUtil.isNullLiteral(value, false)) {
      return value;
    }
    if (TYPES.leastRestrictive(List.of(type, target)) == null) {
      if (!UntypedLiteral.is(value)) {
        throw new PlacedError(
            value,
            "42804",
            "types "
                + TypeNames.of(type)
                + " and "
                + TypeNames.of(target)
                + " have no common type");
      }
      SqlNode typed = UntypedLiteral.as(value, UntypedLiteral.unbounded(target));
      return typed.getKind() == SqlKind.CAST ? typed : castTo(typed, target, false);
    }
    return castTo(value, target, type.isNullable());
  }

  private SqlNode castTo(SqlNode value, RelDataType target, boolean nullable) {
    RelDataType type = factory.createTypeWithNullability(target, nullable);
    SqlNode cast = UntypedLiteral.cast(value, type);
    updateInferredType(cast, type);
    return cast;
  }

  private boolean castOperands(SqlCallBinding binding, RelDataType target) {
    boolean coerced = false;
    for (int i = 0; i < binding.getOperandCount(); i++) {
      coerced |= castOperand(binding, i, target);
    }
    return coerced;
  }

  private boolean castOperand(SqlCallBinding binding, int operand, RelDataType target) {
    SqlNode node = binding.operand(operand);
    RelDataType type = binding.getOperandType(operand);
    if (type.getSqlTypeName() == target.getSqlTypeName()
        || type.getSqlTypeName() == SqlTypeName.NULL) {
      return false;
    }
    binding.getCall().setOperand(operand, castTo(node, target, type.isNullable()));
    return true;
  }
}
