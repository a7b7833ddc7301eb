package org.pydb.calcite.compile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.exec.operator.CorrelateNode;
import org.pydb.calcite.exec.operator.JoinKind;
import org.pydb.calcite.exec.operator.JoinNode;
import org.pydb.calcite.exec.operator.MergeJoinNode;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.rel.JoinKeys;
import org.pydb.calcite.rel.PydbMergeJoin;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.rex.UnsupportedExpression;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Compiles joins. */
final class JoinCompiler {
  private static final ColumnType BOOLEAN = ColumnType.of(ColumnKind.BOOLEAN);

  private final List<Expression> leftKeys = new ArrayList<>();
  private final List<Expression> rightKeys = new ArrayList<>();

  private JoinCompiler() {}

  /** A join by keys if its condition has some, else by looking at all pairs. */
  static PlanNode compile(Join join, PlanNode left, PlanNode right) {
    return new JoinCompiler().join(join, left, right);
  }

  /** A join of inputs that come in the order of the keys. */
  static PlanNode compile(PydbMergeJoin join, PlanNode left, PlanNode right) {
    return new MergeJoinNode(
        kind(join.getJoinType()),
        left,
        right,
        join.leftKeys(),
        join.rightKeys(),
        rest(join, JoinKeys.of(join).rest()));
  }

  /** A join whose right side runs for each left row. */
  static PlanNode compile(Correlate correlate, PlanNode left, PlanNode right) {
    return new CorrelateNode(
        kind(correlate.getJoinType()),
        left,
        right,
        correlate.getCorrelationId().getId(),
        correlate.getRequiredColumns().asList());
  }

  private PlanNode join(Join join, PlanNode left, PlanNode right) {
    JoinKeys keys = JoinKeys.of(join);
    ExpressionCompiler ofLeft = ExpressionCompiler.over(join.getLeft().getRowType());
    ExpressionCompiler ofRight = ExpressionCompiler.over(join.getRight().getRowType());
    for (JoinKeys.Key key : keys.keys()) {
      List<Expression> met = comparable(ofLeft.compile(key.left()), ofRight.compile(key.right()));
      if (key.nullsEqual()) {
        addNullSafe(met.get(0), met.get(1));
      } else {
        add(met.get(0), met.get(1));
      }
    }
    JoinKind kind = keys.isNotIn() ? JoinKind.NULL_AWARE_ANTI : kind(join.getJoinType());
    return new JoinNode(kind, left, right, leftKeys, rightKeys, rest(join, keys.rest()));
  }

  private static JoinKind kind(JoinRelType type) {
    return switch (type) {
      case INNER -> JoinKind.INNER;
      case LEFT -> JoinKind.LEFT;
      case RIGHT -> JoinKind.RIGHT;
      case FULL -> JoinKind.FULL;
      case SEMI -> JoinKind.SEMI;
      case ANTI -> JoinKind.ANTI;
      default -> throw new UnsupportedExpression("a join of the kind " + type);
    };
  }

  private static List<Expression> comparable(Expression left, Expression right) {
    return Expressions.comparable(left, right)
        .orElseThrow(
            () -> new UnsupportedExpression("a join of " + left.type() + " with " + right.type()));
  }

  private void add(Expression left, Expression right) {
    leftKeys.add(left);
    rightKeys.add(right);
  }

  /**
   * Keys of which NULL equals NULL: both or none must be NULL, and then the values equal, where any
   * value may stand for NULL.
   */
  private void addNullSafe(Expression left, Expression right) {
    add(isNull(left), isNull(right));
    add(orAny(left), orAny(right));
  }

  private static Expression isNull(Expression key) {
    return call(ScalarFunction.IS_NULL, BOOLEAN, List.of(key));
  }

  private static Expression orAny(Expression key) {
    Expression any = Expressions.literal(key.type(), anyValue(key.type()));
    return call(ScalarFunction.COALESCE, key.type(), List.of(key, any));
  }

  private static Expression call(
      ScalarFunction function, ColumnType type, List<Expression> operands) {
    return Expressions.call(function, type, operands)
        .orElseThrow(() -> new UnsupportedExpression("a join by " + type));
  }

  private static Object anyValue(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> false;
      case FLOAT32, FLOAT64 -> 0.0;
      case DECIMAL, NUMERIC -> BigDecimal.ZERO;
      case CHAR, TEXT -> "";
      case BYTES -> new byte[0];
      case UUID, INTERVAL -> new byte[16];
      case JSON, JSONB -> "null";
      case ARRAY -> new byte[4];
      default -> 0L;
    };
  }

  private static @Nullable Expression rest(Join join, List<RexNode> parts) {
    RexNode rest = RexUtil.composeConjunction(PydbRexBuilder.INSTANCE, parts);
    return rest.isAlwaysTrue() ? null : ExpressionCompiler.over(pairType(join)).compile(rest);
  }

  /** The columns of both sides, over which the condition is written. */
  private static RelDataType pairType(Join join) {
    List<RelDataTypeField> fields = new ArrayList<>(join.getLeft().getRowType().getFieldList());
    fields.addAll(join.getRight().getRowType().getFieldList());
    return PydbTypeFactory.INSTANCE.builder().addAll(fields).build();
  }
}
