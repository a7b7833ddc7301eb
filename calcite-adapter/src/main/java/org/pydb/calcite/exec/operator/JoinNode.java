package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A join: left rows with the right rows that match them, by equal keys, by a condition, or both.
 * The right side is kept in memory, in a hash table if there are keys; so it should be the smaller
 * one. What memory does not hold goes to the disk, and then the left side too.
 *
 * <p>Rows have the left columns, then the right ones, unless the kind gives left rows only.
 */
public final class JoinNode extends PlanNode {
  private final JoinKind kind;
  private final PlanNode left;
  private final PlanNode right;
  private final List<Expression> leftKeys;
  private final List<Expression> rightKeys;
  private final @Nullable Expression condition;

  /**
   * A join.
   *
   * @param leftKeys expressions over the left columns that must equal the right keys; NULL equals
   *     nothing. Pairs must be of one kind: see {@link
   *     org.pydb.calcite.exec.expression.Expressions#comparable}. None at all is a nested loop
   * @param rightKeys expressions over the right columns
   * @param condition what else must be true, over the left columns and then the right ones; null
   *     for nothing
   */
  public JoinNode(
      JoinKind kind,
      PlanNode left,
      PlanNode right,
      List<Expression> leftKeys,
      List<Expression> rightKeys,
      @Nullable Expression condition) {
    super(kind.outputTypes(left, right), List.of(left, right));
    this.kind = kind;
    this.left = left;
    this.right = right;
    this.leftKeys = List.copyOf(leftKeys);
    this.rightKeys = List.copyOf(rightKeys);
    this.condition = condition;
    check();
  }

  private void check() {
    if (leftKeys.size() != rightKeys.size()) {
      throw new IllegalArgumentException(leftKeys + " cannot equal " + rightKeys);
    }
    for (int i = 0; i < leftKeys.size(); i++) {
      keyType(leftKeys.get(i).type(), rightKeys.get(i).type());
    }
    if (kind == JoinKind.NULL_AWARE_ANTI && (leftKeys.size() != 1 || condition != null)) {
      throw new IllegalArgumentException(kind + " takes one key and no condition");
    }
  }

  /** The type as which two keys are compared. */
  private static ColumnType keyType(ColumnType left, ColumnType right) {
    boolean decimals = isDecimal(left) && isDecimal(right);
    if (decimals) {
      return left.kind() == right.kind() && left.scale() == right.scale()
          ? left
          : ColumnType.of(ColumnKind.NUMERIC);
    }
    boolean integers = isInteger(left) && isInteger(right);
    boolean texts = isText(left) && isText(right);
    boolean doubles = left.isDouble() && right.isDouble();
    if (left.kind() != right.kind() && !integers && !texts && !doubles) {
      throw new IllegalArgumentException(left + " cannot be compared with " + right);
    }
    return left;
  }

  private static boolean isDecimal(ColumnType type) {
    return type.kind() == ColumnKind.DECIMAL || type.kind() == ColumnKind.NUMERIC;
  }

  private static boolean isInteger(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  private static boolean isText(ColumnType type) {
    return type.kind() == ColumnKind.TEXT || type.kind() == ColumnKind.CHAR;
  }

  JoinKind kind() {
    return kind;
  }

  List<Expression> leftKeys() {
    return leftKeys;
  }

  List<Expression> rightKeys() {
    return rightKeys;
  }

  @Nullable Expression condition() {
    return condition;
  }

  List<ColumnType> leftTypes() {
    return left.types();
  }

  List<ColumnType> rightTypes() {
    return right.types();
  }

  /** Whether right rows matter; if not, their keys tell all. */
  boolean keepsRightRows() {
    return kind.givesPairs() || condition != null;
  }

  /** The types as which keys are compared. */
  List<ColumnType> keyTypes() {
    List<ColumnType> types = new ArrayList<>();
    for (int i = 0; i < leftKeys.size(); i++) {
      types.add(keyType(leftKeys.get(i).type(), rightKeys.get(i).type()));
    }
    return types;
  }

  @Override
  public String describe() {
    String method = leftKeys.isEmpty() ? "NestedLoopJoin" : "HashJoin";
    StringBuilder text = new StringBuilder(method).append(": ");
    text.append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    if (!leftKeys.isEmpty()) {
      text.append(' ').append(leftKeys).append(" = ").append(rightKeys);
    }
    return condition == null ? text.toString() : text + " if " + condition;
  }

  @Override
  public @Nullable ScanNode driver() {
    return kind.keepsRight() ? null : left.driver();
  }

  PlanNode right() {
    return right;
  }

  @Override
  public Operator operator() {
    return new JoinOperator(this, left.operator(), right.operator());
  }
}
