package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.type.FamilyOperandTypeChecker;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.JavaOperands;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.function.Signature;
import org.pydb.calcite.hoist.HoistedLiteral;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * Gives types to what has none by itself: string literals and parameters. Belongs to one
 * validation.
 *
 * <p>As in PostgreSQL this goes from the leaves up, each operator for itself: operands without a
 * type take the common type of their siblings, which are never asked for more than they are. {@code
 * a = ? + 1} makes the parameter an integer because of the 1, whatever {@code a} is.
 */
final class UnknownTypes {
  private static final PydbTypeFactory TYPES = PydbTypeFactory.INSTANCE;

  private final PydbValidator validator;
  private final ParameterTypes parameters;

  UnknownTypes(PydbValidator validator, ParameterTypes parameters) {
    this.validator = validator;
    this.parameters = parameters;
  }

  /** Resolves all that is below an expression. Queries below it are left to themselves. */
  void resolve(SqlValidatorScope scope, @Nullable SqlNode node) {
    if (node instanceof SqlNodeList list) {
      list.forEach(element -> resolve(scope, element));
    } else if (node instanceof SqlCall call && !node.isA(SqlKind.QUERY)) {
      resolveCall(scope, call);
    }
  }

  /** Gives a type to operands that have none, as values of a column or result of that type. */
  void adopt(SqlCall call, int operand, RelDataType type) {
    SqlNode node = call.operand(operand);
    if (UntypedLiteral.is(node)) {
      call.setOperand(operand, UntypedLiteral.as(node, UntypedLiteral.unbounded(type)));
    } else if (SqlUtil.isNullLiteral(node, false)) {
      call.setOperand(operand, UntypedLiteral.cast(node, UntypedLiteral.unbounded(type)));
    } else if (node instanceof SqlDynamicParam parameter) {
      type(parameter, type);
    }
  }

  /** The same for an element of a list. */
  void adopt(SqlNodeList list, int element, RelDataType type) {
    SqlNode node = list.get(element);
    if (UntypedLiteral.is(node)) {
      list.set(element, UntypedLiteral.as(node, UntypedLiteral.unbounded(type)));
    } else if (node instanceof SqlDynamicParam parameter) {
      type(parameter, type);
    }
  }

  /** Sets the type of a parameter from its place. */
  void type(SqlDynamicParam parameter, RelDataType placeType) {
    if (parameter instanceof HoistedLiteral) {
      return; // It has the type that the literal had.
    }
    parameters.set(parameter.getIndex(), ParameterTypes.ofPlace(placeType));
    set(parameter);
  }

  /** Guesses the type of a parameter whose place tells nothing. */
  void guess(SqlDynamicParam parameter, RelDataType type) {
    if (parameter instanceof HoistedLiteral) {
      return;
    }
    parameters.guess(parameter.getIndex(), TYPES.nullable(type));
    set(parameter);
  }

  private void set(SqlDynamicParam parameter) {

    RelDataType type = parameters.type(parameter.getIndex());
    if (type != null) {
      validator.setValidatedNodeType(parameter, TYPES.nullable(type));
    }
  }

  private void resolveCall(SqlValidatorScope scope, SqlCall call) {
    if (call instanceof SqlCase caseCall) {
      resolveCase(scope, caseCall);
      return;
    }
    SqlValidatorScope operandScope = scope.getOperandScope(call);
    SqlKind kind = call.getKind();
    if (kind == SqlKind.AS) {
      resolve(operandScope, call.operand(0));
      return;
    }
    for (SqlNode operand : call.getOperandList()) {
      resolve(operandScope, operand);
    }
    switch (kind) {
      case EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          BETWEEN,
          NULLIF,
          COALESCE,
          GREATEST,
          LEAST,
          GREATEST_PG,
          LEAST_PG,
          ARRAY_VALUE_CONSTRUCTOR ->
          unite(operandScope, call);
      case IN, NOT_IN -> resolveIn(operandScope, call);
      case PLUS, MINUS, TIMES, DIVIDE, MOD -> resolveArithmetic(operandScope, call);
      case AND, OR, NOT, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
          adoptAll(call, TYPES.createSqlType(SqlTypeName.BOOLEAN));
      case LIKE, SIMILAR -> parametersAre(call, TYPES.text());
      case CAST -> resolveCast(scope, call);
      case ROW,
          OVER,
          FILTER,
          WITHIN_GROUP,
          RESPECT_NULLS,
          IGNORE_NULLS,
          DESCENDING,
          NULLS_FIRST,
          NULLS_LAST -> {}
      default -> resolveFunction(operandScope, call);
    }
  }

  /** Operands that are compared or chosen among, or rows of them. */
  private void unite(SqlValidatorScope scope, SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    if (operands.isEmpty()) {
      return;
    }
    if (operands.get(0).getKind() == SqlKind.ROW) {
      uniteRows(scope, operands);
      return;
    }
    RelDataType common = commonType(scope, operands, call);
    if (common != null) {
      boolean isChosen =
          call.getKind() == SqlKind.COALESCE || call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR;
      if (!isChosen) {
        Comparability.check(call, common);
      }
      adoptAll(call, common);
    }
  }

  private void uniteRows(SqlValidatorScope scope, List<SqlNode> rows) {
    if (rows.stream().anyMatch(row -> row.getKind() != SqlKind.ROW)) {
      return;
    }
    for (int i = 0; i < ((SqlCall) rows.get(0)).operandCount(); i++) {
      List<SqlNode> column = new ArrayList<>();
      for (SqlNode row : rows) {
        if (((SqlCall) row).operandCount() <= i) {
          return;
        }
        column.add(((SqlCall) row).operand(i));
      }
      RelDataType common = commonType(scope, column, null);
      for (SqlNode row : rows) {
        if (common != null) {
          adopt((SqlCall) row, i, common);
        }
      }
    }
  }

  /** The rows of VALUES that stands by itself: each column has one type. */
  void resolveRows(SqlValidatorScope scope, SqlCall values) {
    resolve(scope, new SqlNodeList(values.getOperandList(), values.getParserPosition()));
    uniteRows(scope, values.getOperandList());
  }

  private void resolveIn(SqlValidatorScope scope, SqlCall call) {
    SqlNode left = call.operand(0);
    SqlNode right = call.operand(1);
    if (right instanceof SqlNodeList list) {
      List<SqlNode> rows = new ArrayList<>(list.getList());
      rows.add(left);
      uniteRows(scope, rows);
    } else if (isUnknown(left)) {
      RelDataType rows = validator.deriveType(scope, right);
      if (rows.isStruct() && rows.getFieldCount() == 1) {
        adopt(call, 0, rows.getFieldList().get(0).getType());
      }
    }
  }

  private void resolveCase(SqlValidatorScope scope, SqlCase call) {
    SqlNodeList whens = call.getWhenOperands();
    SqlNodeList thens = call.getThenOperands();
    SqlNode otherwise = call.getElseOperand();
    resolve(scope, call.getValueOperand());
    resolve(scope, whens);
    resolve(scope, thens);
    resolve(scope, otherwise);
    List<SqlNode> results = new ArrayList<>(thens.getList());
    if (otherwise != null) {
      results.add(otherwise);
    }
    for (int i = 0; i < whens.size(); i++) {
      adopt(whens, i, TYPES.createSqlType(SqlTypeName.BOOLEAN));
    }
    RelDataType common = commonType(scope, results, call);
    if (common != null) {
      for (int i = 0; i < thens.size(); i++) {
        adopt(thens, i, common);
      }
      if (UntypedLiteral.is(otherwise) || otherwise instanceof SqlDynamicParam) {
        adopt(call, 3, common);
      }
    }
  }

  /** Numbers only: a date plus something is no sum of two dates. */
  private void resolveArithmetic(SqlValidatorScope scope, SqlCall call) {
    if (call.operandCount() != 2) {
      return;
    }
    RelDataType common = commonType(scope, call.getOperandList(), null);
    if (common != null && isIntervalWanted(call, common)) {
      adoptAll(call, TYPES.opaque(OpaqueType.Kind.INTERVAL));
      return;
    }
    if (common != null && OpaqueType.is(common, OpaqueType.Kind.JSONB)) {
      parametersAreGuessed(call, TYPES.text());
      return;
    }
    if (common != null && call.getKind() == SqlKind.MINUS && SqlTypeUtil.isDatetime(common)) {
      adoptUntyped(call, common);
      return;
    }
    if (common == null) {
      parametersAreGuessed(call, TYPES.numeric());
      nullsAre(call, TYPES.numeric());
    } else if (SqlTypeUtil.isNumeric(common)) {
      adoptAll(call, common);
    }
  }

  /**
   * Beside an interval an unknown operand is one, and so it is where it is added to a timestamp.
   */
  private static boolean isIntervalWanted(SqlCall call, RelDataType type) {
    boolean isSum = call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS;
    boolean isLater =
        call.getKind() == SqlKind.PLUS
            && SqlTypeUtil.isDatetime(type)
            && type.getSqlTypeName() != SqlTypeName.DATE;
    return isLater || (isSum && OpaqueType.is(type, OpaqueType.Kind.INTERVAL));
  }

  /** A date minus a string is a date minus a date. */
  private void adoptUntyped(SqlCall call, RelDataType type) {
    for (int i = 0; i < call.operandCount(); i++) {
      if (UntypedLiteral.is(call.operand(i))) {
        adopt(call, i, type);
      }
    }
  }

  private void resolveCast(SqlValidatorScope scope, SqlCall call) {
    if (call.operand(0) instanceof SqlDynamicParam parameter) {
      type(parameter, validator.deriveType(scope, call.operand(1)));
    }
  }

  /** Arguments of a function: what its parameters ask for, if that is one family of types. */
  private void resolveFunction(SqlValidatorScope scope, SqlCall call) {
    SqlOperandTypeChecker checker = call.getOperator().getOperandTypeChecker();
    if (call.getOperator().equals(ScalarFunctions.IN_LIST)) {
      unite(scope, call);
    } else if (call.getOperator().getName().equals("||")) {
      resolveConcatenation(scope, call);
    } else if (checker instanceof Signature signature) {
      adoptSignature(scope, call, signature);
    } else if (checker instanceof JavaOperands parameters) {
      adoptTypes(call, parameters.types());
    } else if (checker instanceof FamilyOperandTypeChecker families) {
      adoptFamilies(call, families);
    } else if (checker != null) {
      tryTypes(scope, call, checker);
    }
  }

  /** {@code ||}: beside JSON, or an array, an unknown operand is one too; otherwise it is text. */
  private void resolveConcatenation(SqlValidatorScope scope, SqlCall call) {
    for (SqlNode operand : call.getOperandList()) {
      RelDataType type = isUnknown(operand) ? null : validator.deriveType(scope, operand);
      if (type != null
          && (OpaqueType.is(type, OpaqueType.Kind.JSONB) || type.getComponentType() != null)) {
        adoptAll(call, type);
        return;
      }
    }
    parametersAre(call, TYPES.text());
  }

  private void adoptSignature(SqlValidatorScope scope, SqlCall call, Signature signature) {
    List<@Nullable RelDataType> types = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      boolean isOpen = isUnknown(operand) || SqlUtil.isNullLiteral(operand, false);
      types.add(isOpen ? null : validator.deriveType(scope, operand));
    }
    List<@Nullable RelDataType> wanted = signature.wanted(types);
    for (int i = 0; wanted != null && i < types.size(); i++) {
      RelDataType type = wanted.get(i);
      if (type != null
          && call.operand(i) instanceof SqlDynamicParam parameter
          && signature.isOpen(types, i)) {
        guess(parameter, type);
      } else if (type != null) {
        adopt(call, i, type);
      } else if (call.operand(i) instanceof SqlDynamicParam parameter && isUnknown(parameter)) {
        guess(parameter, TYPES.text());
      }
    }
  }

  private void adoptTypes(SqlCall call, List<RelDataType> types) {
    for (int i = 0; i < Math.min(call.operandCount(), types.size()); i++) {
      adopt(call, i, types.get(i));
    }
  }

  private void adoptFamilies(SqlCall call, FamilyOperandTypeChecker families) {
    int count = Math.min(call.operandCount(), families.getOperandCountRange().getMax());
    for (int i = 0; i < count; i++) {
      SqlTypeFamily family = families.getOperandSqlTypeFamily(i);
      RelDataType type = preferred(family);
      SqlNode operand = call.operand(i);
      if (type != null && (isUnknown(operand) || SqlUtil.isNullLiteral(operand, false))) {
        if (operand instanceof SqlDynamicParam parameter && isWide(family)) {
          guess(parameter, type);
        } else {
          adopt(call, i, type);
        }
      }
    }
  }

  /** Tries what a function takes as its parameters' type. */
  private void tryTypes(SqlValidatorScope scope, SqlCall call, SqlOperandTypeChecker checker) {
    if (call.getOperandList().stream()
        .noneMatch(operand -> operand instanceof SqlDynamicParam && isUnknown(operand))) {
      return;
    }
    for (RelDataType type : List.of(TYPES.text(), TYPES.createSqlType(SqlTypeName.DOUBLE))) {
      parametersAreGuessed(call, type);
      if (checker.checkOperandTypes(new SqlCallBinding(validator, scope, call), false)) {
        return;
      }
    }
  }

  /** Whether the family has types between which a value that is bound may choose. */
  private static boolean isWide(SqlTypeFamily family) {
    return switch (family) {
      case NUMERIC, EXACT_NUMERIC, APPROXIMATE_NUMERIC, DATETIME, TIMESTAMP -> true;
      default -> false;
    };
  }

  /** Of several types that a function would take, the one that PostgreSQL prefers. */
  private static @Nullable RelDataType preferred(SqlTypeFamily family) {
    return switch (family) {
      case CHARACTER, STRING -> TYPES.text();
      case INTEGER -> TYPES.createSqlType(SqlTypeName.INTEGER);
      case EXACT_NUMERIC -> TYPES.numeric();
      case NUMERIC, APPROXIMATE_NUMERIC -> TYPES.createSqlType(SqlTypeName.DOUBLE);
      case BOOLEAN -> TYPES.createSqlType(SqlTypeName.BOOLEAN);
      case DATE -> TYPES.createSqlType(SqlTypeName.DATE);
      case TIME -> TYPES.createSqlType(SqlTypeName.TIME);
      case TIMESTAMP, DATETIME -> TYPES.createSqlType(SqlTypeName.TIMESTAMP);
      case BINARY -> TYPES.createSqlType(SqlTypeName.VARBINARY);
      default -> null;
    };
  }

  /**
   * The common type of those operands that have one; null if none has.
   *
   * @param call where to complain that they have nothing in common; null for not at all
   */
  private @Nullable RelDataType commonType(
      SqlValidatorScope scope, List<SqlNode> operands, @Nullable SqlCall call) {
    List<RelDataType> types = new ArrayList<>();
    for (SqlNode operand : operands) {
      if (!isUnknown(operand) && !SqlUtil.isNullLiteral(operand, false)) {
        types.add(scalar(validator.deriveType(scope, operand)));
      }
    }
    if (types.isEmpty()) {
      return operands.stream().anyMatch(UntypedLiteral::is) ? TYPES.text() : null;
    }
    RelDataType common = TYPES.leastRestrictive(types);
    if (common == null && call != null && types.stream().noneMatch(RelDataType::isStruct)) {
      throw TypeMismatch.of(call, types);
    }
    return common;
  }

  /** The type of a sub-query's only column, where one value is expected. */
  private static RelDataType scalar(RelDataType type) {
    return type.isStruct() && type.getFieldCount() == 1
        ? type.getFieldList().get(0).getType()
        : type;
  }

  private boolean isUnknown(SqlNode node) {
    return UntypedLiteral.is(node)
        || (node instanceof SqlDynamicParam parameter
            && !(node instanceof HoistedLiteral)
            && parameters.isOpen(parameter.getIndex()));
  }

  private void adoptAll(SqlCall call, RelDataType type) {
    for (int i = 0; i < call.operandCount(); i++) {
      adopt(call, i, type);
    }
  }

  private void parametersAre(SqlCall call, RelDataType type) {
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlDynamicParam parameter) {
        type(parameter, type);
      }
    }
  }

  private void nullsAre(SqlCall call, RelDataType type) {
    for (int i = 0; i < call.operandCount(); i++) {
      if (SqlUtil.isNullLiteral(call.operand(i), false)) {
        adopt(call, i, type);
      }
    }
  }

  private void parametersAreGuessed(SqlCall call, RelDataType type) {
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlDynamicParam parameter) {
        guess(parameter, type);
      }
    }
  }
}
