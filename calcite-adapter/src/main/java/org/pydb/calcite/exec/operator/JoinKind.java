package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.pydb.engine.schema.ColumnType;

/** Which rows a join gives. */
public enum JoinKind {
  /** Each pair of rows that match. */
  INNER(true, false, false),
  /** Each pair, and left rows without a match, with NULLs. */
  LEFT(true, true, false),
  /** Each pair, and right rows without a match, with NULLs. */
  RIGHT(true, false, true),
  /** Each pair, and rows of both sides without a match, with NULLs. */
  FULL(true, true, true),
  /** Left rows that have a match, once, without right columns. */
  SEMI(false, false, false),
  /** Left rows that have no match, without right columns: NOT EXISTS. */
  ANTI(false, false, false),
  /**
   * Left rows whose key is not among the right keys, as NOT IN means it: none if a right key is
   * NULL, and none whose own key is NULL, unless the right side is empty. One key, no condition.
   */
  NULL_AWARE_ANTI(false, false, false);

  private final boolean pairs;
  private final boolean keepsLeft;
  private final boolean keepsRight;

  JoinKind(boolean pairs, boolean keepsLeft, boolean keepsRight) {
    this.pairs = pairs;
    this.keepsLeft = keepsLeft;
    this.keepsRight = keepsRight;
  }

  /** Whether the join gives columns of both sides. */
  public boolean givesPairs() {
    return pairs;
  }

  /** The types of the rows that a join of two inputs gives. */
  List<ColumnType> outputTypes(PlanNode left, PlanNode right) {
    return pairs ? pairTypes(left.types(), right.types()) : left.types();
  }

  /** The types of a left row and a right row side by side. */
  static List<ColumnType> pairTypes(List<ColumnType> left, List<ColumnType> right) {
    List<ColumnType> types = new ArrayList<>(left);
    types.addAll(right);
    return types;
  }

  /** Whether left rows without a match are given. */
  boolean keepsLeft() {
    return keepsLeft;
  }

  /** Whether it counts for left rows if they have a match. */
  boolean asksForMatches() {
    return keepsLeft || !pairs;
  }

  /** Whether left rows give nothing where there are no right rows. */
  boolean needsRight() {
    return this == INNER || this == RIGHT || this == SEMI;
  }

  /** Whether right rows without a match are given. */
  boolean keepsRight() {
    return keepsRight;
  }
}
