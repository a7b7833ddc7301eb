package org.pydb.calcite.bridge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.CastMode;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.UnsupportedExpression;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.engine.schema.ColumnType;

/**
 * Row expressions as calls of our own: the columns that an expression uses, of the row at hand and
 * of rows outside, become the arguments of one call.
 */
final class ScalarTranslation {
  private final BridgeBuilder builder;

  /** Rows outside that generated code has, by the name under which expressions use them. */
  private final Map<CorrelationId, OuterRow> outerRows = new LinkedHashMap<>();

  ScalarTranslation(BridgeBuilder builder) {
    this.builder = builder;
  }

  /**
   * A row outside.
   *
   * @param carried the type in which it travels
   * @param types of its columns
   * @param used which of them are used
   */
  record OuterRow(RelDataType carried, List<ColumnType> types, List<Integer> used) {}

  /** Makes a row known to the expressions inside. */
  void enter(CorrelationId name, OuterRow row) {
    outerRows.put(name, row);
  }

  /** The rows that are known here. */
  Map<CorrelationId, OuterRow> outerRows() {
    return outerRows;
  }

  /** A column of a row outside. */
  RexNode outer(CorrelationId name, int column) {
    OuterRow row = outerRows.get(name);
    if (row == null) {
      throw new IllegalArgumentException(name + " is not known here");
    }
    return builder.rex().makeFieldAccess(builder.rex().makeCorrel(row.carried(), name), column);
  }

  void leave(CorrelationId name) {
    outerRows.remove(name);
  }

  /** The expression over carried values, as a value of its own type. */
  RexNode translate(RexNode node, IntFunction<RexNode> columns) {
    return translate(node, null, columns);
  }

  /**
   * The expression over carried values.
   *
   * @param wanted the type that the value shall have; null for its own
   * @param columns the columns that carry what the expression's columns stand for
   */
  RexNode translate(RexNode node, @Nullable ColumnType wanted, IntFunction<RexNode> columns) {
    ColumnType type = wanted == null ? type(node.getType()) : wanted;
    if (node instanceof RexInputRef reference && isSame(type, type(node.getType()))) {
      return columns.apply(reference.getIndex());
    }
    return call(node, type, columns);
  }

  private RexNode call(RexNode node, ColumnType type, IntFunction<RexNode> columns) {
    Arguments arguments = new Arguments(columns);
    RexNode ofArguments = node.accept(arguments);
    return builder.scalar(
        compile(ofArguments, arguments.types, type), arguments.types, arguments.values);
  }

  private static Expression compile(RexNode node, List<ColumnType> columns, ColumnType type) {
    ExpressionCompiler compiler =
        new ExpressionCompiler(index -> Expressions.column(index, columns.get(index)));
    try {
      return converted(compiler.compile(node), type);
    } catch (UnsupportedExpression e) {
      throw BridgeErrors.unsupported(String.valueOf(e.getMessage()));
    }
  }

  /** The expression as one of a type. */
  static Expression converted(Expression expression, ColumnType type) {
    return isSame(expression.type(), type)
        ? expression
        : Expressions.cast(expression, type, CastMode.EXPLICIT)
            .orElseThrow(
                () ->
                    BridgeErrors.unsupported(
                        "a conversion from " + expression.type() + " to " + type));
  }

  /** Whether values of two types are the same objects. */
  static boolean isSame(ColumnType one, ColumnType other) {
    return one.kind() == other.kind() && one.scale() == other.scale();
  }

  /** The engine's type for values of a planner's type. */
  static ColumnType type(RelDataType type) {
    ColumnType column = ColumnTypes.toColumnOrNull(type);
    if (column == null) {
      throw BridgeErrors.unsupported("a value of type " + type);
    }
    return column;
  }

  /** Replaces what comes from outside of an expression by columns, and notes it. */
  private final class Arguments extends RexShuttle {
    private final IntFunction<RexNode> columns;
    private final List<RexNode> values = new ArrayList<>();
    private final List<ColumnType> types = new ArrayList<>();
    private final Map<RexNode, RexNode> known = new HashMap<>();

    Arguments(IntFunction<RexNode> columns) {
      this.columns = columns;
    }

    @Override
    public RexNode visitInputRef(RexInputRef reference) {
      return argument(reference, columns.apply(reference.getIndex()));
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      boolean isKnown =
          access.getReferenceExpr() instanceof RexCorrelVariable row
              && outerRows.containsKey(row.id);
      if (!isKnown) {
        return access; // Of a query around the whole piece: our expressions find it themselves.
      }
      CorrelationId name = ((RexCorrelVariable) access.getReferenceExpr()).id;
      return argument(access, outer(name, access.getField().getIndex()));
    }

    private RexNode argument(RexNode node, RexNode value) {
      return known.computeIfAbsent(
          node,
          n -> {
            values.add(value);
            types.add(type(node.getType()));
            return new RexInputRef(values.size() - 1, node.getType());
          });
    }
  }
}
