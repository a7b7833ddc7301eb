package org.pydb.calcite.plan;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.compile.PlanCompiler;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.explain.PlanStep;
import org.pydb.calcite.rel.KeptRows;
import org.pydb.calcite.rel.LogicalKeptRows;

/**
 * Expressions with sub-queries that a change computes of rows at hand: as a plan that reads the
 * rows where the execution keeps them.
 *
 * @param plan gives the values
 * @param rowType of the rows that are to be kept: the columns of the tables, one after the other
 * @param columns what the values are
 * @param explanation the plan as people read it
 */
record KeptQuery(
    PlanNode plan, RelDataType rowType, List<ColumnInfo> columns, PlanStep explanation) {

  /**
   * Plans expressions.
   *
   * @param items a select list
   * @param from the tables that it is about
   * @param wanted types that literals and parameters take; null if the items have their own
   * @param clause where they stand, for messages
   * @param rows the number, the name and the count of the rows, whose type is not yet known
   * @param last what is made of the values
   */
  static KeptQuery of(
      Planning planning,
      List<SqlNode> items,
      SqlNode from,
      @Nullable RelDataType wanted,
      String clause,
      KeptRows.Rows rows,
      UnaryOperator<RelNode> last) {
    Planning own = planning.part();
    RowExpressions.Query query = RowExpressions.query(own, items, from, wanted, clause);
    Project project = query.project();
    RelDataType rowType = project.getInput().getRowType();
    RelNode kept = LogicalKeptRows.of(project.getCluster(), rows, rowType);
    RelNode values = project.copy(project.getTraitSet(), List.of(kept));
    RelNode plan = own.optimize(RelRoot.of(last.apply(values), SqlKind.SELECT));
    return new KeptQuery(PlanCompiler.compile(plan), rowType, query.columns(), own.explain(plan));
  }
}
