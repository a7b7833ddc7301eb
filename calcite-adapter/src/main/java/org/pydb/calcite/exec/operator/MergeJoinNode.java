package org.pydb.calcite.exec.operator;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.engine.schema.ColumnType;

/**
 * A join of two inputs whose rows come in the order of the keys, the lesser ones first: both are
 * read once, side by side. Of the right side only the rows that have one and the same key are kept.
 * Its own rows come in that order too.
 *
 * <pre>
 *   left   right
 *     1      2  ─┐
 *     3  ─┐  3   │  the right side goes on while it is behind the left row; rows
 *     3  ─┼─ 3   │  with equal keys on the left meet the same group on the right
 *     5   └─ 3
 *            8
 * </pre>
 *
 * <p>Rows have the left columns, then the right ones, unless the kind gives left rows only.
 */
public final class MergeJoinNode extends PlanNode {
  private final JoinKind kind;
  private final PlanNode left;
  private final PlanNode right;
  private final List<Integer> leftKeys;
  private final List<Integer> rightKeys;
  private final @Nullable Expression condition;

  /**
   * A join.
   *
   * @param kind INNER, LEFT, SEMI or ANTI
   * @param leftKeys the left columns that must equal the right ones, and by which the left rows are
   *     ordered, the first counting most; at least one. NULL equals nothing. Where among equal rows
   *     NULLs come is of no importance
   * @param rightKeys the right columns, of the same types
   * @param condition what else must be true, over the left columns and then the right ones; null
   *     for nothing
   */
  public MergeJoinNode(
      JoinKind kind,
      PlanNode left,
      PlanNode right,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
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
    if (kind.keepsRight() || kind == JoinKind.NULL_AWARE_ANTI) {
      throw new IllegalArgumentException(kind + " cannot be merged");
    }
    List<ColumnType> ofLeft = typesAt(left, leftKeys);
    List<ColumnType> ofRight = typesAt(right, rightKeys);
    if (leftKeys.isEmpty() || !ofLeft.equals(ofRight)) {
      throw new IllegalArgumentException("cannot merge by " + ofLeft + " and " + ofRight);
    }
  }

  JoinKind kind() {
    return kind;
  }

  List<Integer> leftKeys() {
    return leftKeys;
  }

  List<Integer> rightKeys() {
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

  List<ColumnType> keyTypes() {
    return typesAt(right, rightKeys);
  }

  /** Whether right rows matter; if not, it is enough that there is one. */
  boolean keepsRightRows() {
    return kind.givesPairs() || condition != null;
  }

  @Override
  public String describe() {
    String text =
        "MergeJoin: "
            + kind.name().toLowerCase(Locale.ROOT)
            + ' '
            + columns(leftKeys)
            + " = "
            + columns(rightKeys);
    return condition == null ? text : text + " if " + condition;
  }

  private static List<String> columns(List<Integer> keys) {
    return keys.stream().map(key -> "$" + key).toList();
  }

  @Override
  public Operator operator() {
    return new MergeJoinOperator(this, left.operator(), right.operator());
  }
}
