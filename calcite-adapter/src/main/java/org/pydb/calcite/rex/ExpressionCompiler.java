package org.pydb.calcite.rex;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.CastMode;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.function.ComputedOperator;
import org.pydb.calcite.function.JavaScalarOperator;
import org.pydb.calcite.function.PydbFunctions;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Turns row expressions into expressions that run. Stateless, apart from what it was made with;
 * thread-safe.
 */
public final class ExpressionCompiler {

  /** Parameters with this number or a higher one are literals that plans leave open. */
  public static final int LITERALS_FIRST = 1 << 20;

  /** For expressions that use no columns. */
  public static final ExpressionCompiler WITHOUT_INPUT =
      new ExpressionCompiler(
          index -> {
            throw new UnsupportedExpression("column " + index + " where there are none");
          });

  private static final ColumnType COUNT = ColumnType.of(ColumnKind.INT64);

  private final Function<Integer, Expression> columns;

  /** A compiler for expressions over columns that this function gives. */
  public ExpressionCompiler(Function<Integer, Expression> columns) {
    this.columns = columns;
  }

  /** A compiler for expressions over rows of this type. */
  public static ExpressionCompiler over(RelDataType rowType) {
    return new ExpressionCompiler(
        index ->
            Expressions.column(
                index, ColumnTypes.toColumn(rowType.getFieldList().get(index).getType())));
  }

  /** Whether all of these can be compiled. */
  public static boolean supports(RelDataType rowType, Iterable<? extends RexNode> nodes) {
    ExpressionCompiler compiler = over(rowType);
    try {
      nodes.forEach(compiler::compile);
      return true;
    } catch (UnsupportedExpression e) {
      return false;
    }
  }

  /**
   * The expression for a row expression.
   *
   * @throws UnsupportedExpression if there is none
   */
  public Expression compile(RexNode node) {
    if (node instanceof RexInputRef column) {
      return columns.apply(column.getIndex());
    }
    if (node instanceof RexLiteral literal) {
      return literal(literal);
    }
    if (node instanceof RexDynamicParam parameter) {
      int index = parameter.getIndex();
      return index < LITERALS_FIRST
          ? Expressions.parameter(index, columnType(node))
          : Expressions.openLiteral(index - LITERALS_FIRST, columnType(node));
    }
    if (node instanceof RexCall call) {
      return call(call);
    }
    if (node instanceof RexFieldAccess access
        && access.getReferenceExpr() instanceof RexCorrelVariable row) {
      return Expressions.outer(row.id.getId(), access.getField().getIndex(), columnType(node));
    }
    throw new UnsupportedExpression(node.toString());
  }

  /** Expressions for several. */
  public List<Expression> compileAll(Iterable<? extends RexNode> nodes) {
    List<Expression> expressions = new ArrayList<>();
    nodes.forEach(node -> expressions.add(compile(node)));
    return expressions;
  }

  private static Expression literal(RexLiteral literal) {
    if (literal.getTypeName() == SqlTypeName.SARG) {
      throw new UnsupportedExpression(literal.toString());
    }
    return Expressions.literal(columnType(literal), LiteralValues.of(literal));
  }

  /** A literal as a value of a type that its column has. */
  public static Expression literal(RexLiteral literal, ColumnType type) {
    return convert(literal(literal), type, CastMode.EXPLICIT);
  }

  /** A number of rows: Calcite makes it an integer, which is too short for some. */
  public static Expression count(RexNode node) {
    if (node instanceof RexLiteral literal) {
      return literal(literal, COUNT);
    }
    return node instanceof RexDynamicParam parameter && parameter.getIndex() < LITERALS_FIRST
        ? Expressions.parameter(parameter.getIndex(), COUNT)
        : convert(WITHOUT_INPUT.compile(node), COUNT, CastMode.EXPLICIT);
  }

  private Expression call(RexCall call) {
    if (call.getOperator() instanceof ComputedOperator function) {
      return function(call, function.implementation());
    }
    if (call.getOperator() instanceof QueriedCount count) {
      return count.value();
    }
    if (call.getOperator() instanceof JavaScalarOperator java) {
      return java(java, call);
    }
    if (RowComparison.is(call)) {
      return compile(RowComparison.expand(call));
    }
    return switch (call.getKind()) {
      case CAST -> cast(call, CastMode.EXPLICIT);
      case CASE -> choice(call, ScalarFunction.CASE);
      case COALESCE -> choice(call, ScalarFunction.COALESCE);
      case SEARCH -> compile(Searches.expand(call));
      case ARRAY_VALUE_CONSTRUCTOR ->
          bind(call, ScalarFunction.ARRAY, compileAll(call.getOperands()));
      case PLUS, MINUS, TIMES -> arithmetic(call);
      default -> standard(call);
    };
  }

  private Expression java(JavaScalarOperator operator, RexCall call) {
    List<Expression> operands = new ArrayList<>();
    for (int i = 0; i < call.getOperands().size(); i++) {
      ColumnKind wanted = operator.function().parameters().get(i).columnType().kind();
      operands.add(
          Expressions.implicit(compile(call.getOperands().get(i)), wanted)
              .orElseThrow(() -> unsupported(call)));
    }
    return Expressions.java(operator.function(), operator.turns(), operands);
  }

  private Expression standard(RexCall call) {
    if (call.getOperator().equals(PydbFunctions.ASSIGN)) {
      return cast(call, CastMode.ASSIGNMENT);
    }
    ScalarFunction function = StandardOperators.function(call);
    if (function == null) {
      throw unsupported(call);
    }
    return bind(call, function, compileAll(call.getOperands()));
  }

  private Expression function(RexCall call, ScalarFunction function) {
    return switch (function) {
      case COALESCE, GREATEST, LEAST -> choice(call, function);
      case PG_TYPEOF -> Expressions.literal(columnType(call), typeName(call.getOperands().get(0)));
      default -> bind(call, function, compileAll(call.getOperands()));
    };
  }

  /** A type as PostgreSQL spells it out, without its numbers. */
  private static String typeName(RexNode node) {
    return TypeNames.of(node.getType()).replaceFirst("\\([^)]*\\)", "");
  }

  private Expression arithmetic(RexCall call) {
    boolean isDatetime =
        call.getOperands().stream().anyMatch(operand -> SqlTypeUtil.isInterval(operand.getType()));
    if (isDatetime) {
      return DatetimeArithmetic.compile(this, call);
    }
    return bind(call, StandardOperators.arithmetic(call), compileAll(call.getOperands()));
  }

  /** A call that gives one of its operands: each is brought to the result's type. */
  private Expression choice(RexCall call, ScalarFunction function) {
    ColumnType type = columnType(call);
    List<Expression> operands = new ArrayList<>();
    for (int i = 0; i < call.getOperands().size(); i++) {
      Expression operand = compile(call.getOperands().get(i));
      boolean isCondition =
          function == ScalarFunction.CASE && i % 2 == 0 && i < call.getOperands().size() - 1;
      operands.add(isCondition ? operand : convert(operand, type, CastMode.EXPLICIT));
    }
    return bind(call, function, operands);
  }

  private Expression cast(RexCall call, CastMode mode) {
    RexNode operand = call.getOperands().get(0);
    RelDataType type = call.getType();
    if (SqlTypeUtil.isInterval(type) || SqlTypeUtil.isInterval(operand.getType())) {
      throw unsupported(call);
    }
    return convert(compile(operand), columnType(call), mode);
  }

  private static Expression convert(Expression operand, ColumnType type, CastMode mode) {
    return Expressions.cast(operand, type, mode)
        .orElseThrow(
            () -> new UnsupportedExpression("a cast from " + operand.type() + " to " + type));
  }

  static Expression bind(RexCall call, ScalarFunction function, List<Expression> operands) {
    Optional<Expression> expression = Expressions.call(function, columnType(call), operands);
    return expression.orElseThrow(() -> unsupported(call));
  }

  static ColumnType columnType(RexNode node) {
    ColumnType type = ColumnTypes.toColumnOrNull(node.getType());
    if (type == null) {
      throw new UnsupportedExpression("a value of type " + node.getType());
    }
    return type;
  }

  static UnsupportedExpression unsupported(RexCall call) {
    @Nullable String name = call.getKind() == SqlKind.CAST ? "CAST" : call.getOperator().getName();
    return new UnsupportedExpression(
        name + " of " + call.getOperands().stream().map(RexNode::getType).toList());
  }
}
