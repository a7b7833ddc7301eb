package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.compile.PlanCompiler;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.table.LockRowsNode;
import org.pydb.calcite.explain.PlanStep;
import org.pydb.calcite.explain.PlanTree;
import org.pydb.calcite.parser.LockingSelect;
import org.pydb.calcite.rel.RowLimit;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * Plans queries that lock the rows that they give: as the same queries without a limit, with the
 * keys of the rows behind their columns. Their last step locks, and knows the limit.
 */
final class LockPlanning {
  private LockPlanning() {}

  static PlannedStatement plan(Planning planning, LockingSelect select) {
    LockedTables locked = LockedTables.mark(planning, select.query(), select.clauses());
    SqlNode validated = planning.validator().validateStatement(select.query());
    List<ColumnInfo> columns = QueryPlanning.columns(planning, validated);
    RelRoot root = planning.convert(validated);
    RelNode tree = root.rel;
    RexNode offset = null;
    RexNode fetch = null;
    if (tree instanceof Sort sort) {
      offset = sort.offset;
      fetch = sort.fetch;
      if (RowLimit.isWithTies(fetch)) {
        throw new PlacedError(
            select.query(), "0A000", "FOR UPDATE together with WITH TIES is not supported yet");
      }
      tree = sort.getInput(); // The root still says in which order.
    }
    KeyedRows keyed = KeyedRows.of(tree, locked, planning.catalog().tables());
    RelNode plan = planning.optimize(keyedRoot(root, tree, keyed));
    planning.expectAtMost(fetch);
    LockRowsNode node =
        new LockRowsNode(
            PlanCompiler.compile(plan),
            columns.size(),
            targets(keyed, columns.size()),
            PlanCompiler.count(offset),
            PlanCompiler.count(fetch));
    return new PlannedStatement(
        SqlStatement.Kind.QUERY,
        node,
        columns,
        planning.parameters(),
        planning.tables(),
        planning.statistics(),
        explain(node, planning.explain(plan), fetch, offset));
  }

  /** The columns that were selected, and behind them the keys. */
  private static RelRoot keyedRoot(RelRoot root, RelNode tree, KeyedRows keyed) {
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    types.addAll(root.validatedRowType.getFieldList());
    List<Map.Entry<Integer, String>> fields = new ArrayList<>(root.fields);
    int first = tree.getRowType().getFieldCount();
    for (int i = 0; i < keyed.keys().size(); i++) {
      String name = "$key" + i;
      types.add(name, SqlTypeName.VARBINARY);
      fields.add(Map.entry(first + i, name));
    }
    RelDataType rowType = types.build();
    return new RelRoot(keyed.tree(), rowType, root.kind, fields, root.collation, root.hints);
  }

  private static List<LockRowsNode.Target> targets(KeyedRows keyed, int columnCount) {
    List<LockRowsNode.Target> targets = new ArrayList<>();
    for (KeyedRows.Key key : keyed.keys()) {
      targets.add(
          new LockRowsNode.Target(
              key.table().definition(),
              columnCount + targets.size(),
              key.lock().mode(),
              key.lock().waiting()));
    }
    return targets;
  }

  private static PlanStep explain(
      LockRowsNode node, PlanStep rows, @Nullable RexNode fetch, @Nullable RexNode offset) {
    List<String> details = new ArrayList<>();
    node.targets().forEach(target -> details.add("Lock: " + target));
    details.addAll(PlanTree.limit(fetch, offset));
    return PlanStep.over("Lock Rows", details, List.of(rows));
  }
}
