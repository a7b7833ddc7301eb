package org.pydb.calcite.plan;

import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.pydb.calcite.rex.PydbRexBuilder;

/** Writes expressions over other rows, in which their columns stand in other places. */
final class MovedColumns extends RexShuttle {
  private static final RexBuilder REX = PydbRexBuilder.INSTANCE;

  private final RelDataType rowType;
  private final Set<CorrelationId> variables;
  private final IntUnaryOperator place;

  /**
   * A way to write them.
   *
   * @param rowType of the rows over which they are to be
   * @param variables by which sub-queries in them refer to the rows
   * @param place where a column is to be
   */
  MovedColumns(RelDataType rowType, Set<CorrelationId> variables, IntUnaryOperator place) {
    this.rowType = rowType;
    this.variables = variables;
    this.place = place;
  }

  @Override
  public RexNode visitInputRef(RexInputRef column) {
    int at = place.applyAsInt(column.getIndex());
    return REX.makeInputRef(rowType.getFieldList().get(at).getType(), at);
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery query) {
    List<RexNode> operands = visitList(query.getOperands());
    RexShuttle ofRows =
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable row
                    && variables.contains(row.id)
                ? REX.makeFieldAccess(
                    REX.makeCorrel(rowType, row.id), place.applyAsInt(access.getField().getIndex()))
                : super.visitFieldAccess(access);
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery inner) {
            RexSubQuery visited = (RexSubQuery) super.visitSubQuery(inner);
            return visited.clone(rewritten(visited.rel, this));
          }
        };
    return query.clone(query.getType(), operands).clone(rewritten(query.rel, ofRows));
  }

  private static RelNode rewritten(RelNode query, RexShuttle expressions) {
    return query.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            return super.visit(node).accept(expressions);
          }
        });
  }
}
