package org.pydb.calcite.convert;

import java.util.List;
import java.util.function.IntFunction;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/**
 * Writes an expression over one row anew, for a place that has its columns elsewhere: both what the
 * expression takes from the row and what its sub-queries do, however deep.
 */
final class RowMove {
  private final RexBuilder builder;
  private final IntFunction<RexNode> own;
  private final IntFunction<RexNode> asked;
  private final @Nullable CorrelationId row;

  /**
   * A move.
   *
   * @param row by what name sub-queries know the row; null if none refers to it
   * @param own what stands for a column in the expression itself
   * @param asked what stands for a column within sub-queries
   */
  RowMove(
      RexBuilder builder,
      @Nullable CorrelationId row,
      IntFunction<RexNode> own,
      IntFunction<RexNode> asked) {
    this.builder = builder;
    this.row = row;
    this.own = own;
    this.asked = asked;
  }

  RexNode apply(RexNode expression) {
    return expression.accept(
        new Columns() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return own.apply(reference.getIndex());
          }
        });
  }

  private RelNode inner(RelNode query) {
    return query.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            return super.visit(node).accept(new Columns());
          }
        });
  }

  /** Within sub-queries, where references to columns are those of other rows. */
  private class Columns extends RexShuttle {
    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      boolean[] isChanged = {false};
      List<RexNode> operands = visitList(subQuery.operands, isChanged);
      RexSubQuery moved = subQuery.clone(subQuery.getType(), operands);
      return moved.clone(inner(subQuery.rel));
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      boolean isOfRow =
          access.getReferenceExpr() instanceof RexCorrelVariable outer && outer.id.equals(row);
      // A column that the join may fill with NULL may be one that never is NULL in the new place.
      return isOfRow
          ? builder.ensureType(access.getType(), asked.apply(access.getField().getIndex()), true)
          : access;
    }
  }
}
