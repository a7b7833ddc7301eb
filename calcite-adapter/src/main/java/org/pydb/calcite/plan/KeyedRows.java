package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.CatalogTables;
import org.pydb.calcite.catalog.PydbTable;

/**
 * Algebra whose rows carry the keys of the rows of tables that they are made of, behind their own
 * columns, which stay where they are.
 *
 * @param tree gives the rows
 * @param keys what each of the columns behind those of the query is the key of
 */
record KeyedRows(RelNode tree, List<Key> keys) {

  /** A key: of which table's rows, and how they are locked. */
  record Key(PydbTable table, RowLock lock) {}

  /** Takes a copy of the list. */
  KeyedRows {
    keys = List.copyOf(keys);
  }

  /**
   * A query's rows with the keys of those that are locked.
   *
   * @throws SqlError 0A000 if its rows do not come from one row of each table
   */
  static KeyedRows of(RelNode query, LockedTables locked, CatalogTables tables) {
    return new Threading(locked, tables).visit(query);
  }

  /** Carries keys from tables upward. */
  private record Threading(LockedTables locked, CatalogTables tables) {

    KeyedRows visit(RelNode node) {
      if (node instanceof TableScan scan) {
        return scan(scan);
      }
      if (node instanceof Join join) {
        return join(join);
      }
      if (node instanceof Correlate correlate) {
        return correlate(correlate);
      }
      if (node.getInputs().size() == 1) {
        KeyedRows input = visit(node.getInput(0));
        return input.keys.isEmpty() ? new KeyedRows(node, List.of()) : over(node, input);
      }
      for (RelNode input : node.getInputs()) {
        KeyedRows keyed = visit(input);
        if (!keyed.keys.isEmpty()) {
          throw refused(keyed, "is not allowed with UNION/INTERSECT/EXCEPT");
        }
      }
      return new KeyedRows(node, List.of());
    }

    private KeyedRows scan(TableScan scan) {
      RowLock lock = locked.of(scan);
      if (lock == null) {
        return new KeyedRows(scan, List.of());
      }
      PydbTable table = PydbTable.of(scan.getTable());
      if (table.isSystem()) {
        throw refused(
            new KeyedRows(scan, List.of(new Key(table, lock))),
            "cannot be applied to system tables");
      }
      PydbTable keyed =
          Objects.requireNonNull(
              tables.keyedTable(table.definition().schema(), table.definition().name()));
      return new KeyedRows(
          LogicalTableScan.create(scan.getCluster(), keyed, List.of()),
          List.of(new Key(table, lock)));
    }

    private static KeyedRows over(RelNode node, KeyedRows input) {
      if (node instanceof Filter filter) {
        RelNode tree = filter.copy(filter.getTraitSet(), input.tree, filter.getCondition());
        return new KeyedRows(tree, input.keys);
      }
      if (node instanceof Sort sort) {
        RelNode tree =
            sort.copy(sort.getTraitSet(), input.tree, sort.getCollation(), sort.offset, sort.fetch);
        return new KeyedRows(tree, input.keys);
      }
      if (node instanceof Project project) {
        return project(project, input);
      }
      if (node instanceof Aggregate aggregate) {
        throw refused(
            input,
            aggregate.getGroupSet().isEmpty()
                ? "is not allowed with aggregate functions"
                : "is not allowed with GROUP BY or DISTINCT");
      }
      throw refused(input, "is not supported over " + node.getRelTypeName());
    }

    private static KeyedRows project(Project project, KeyedRows input) {
      if (project.getProjects().stream().anyMatch(RexOver::containsOver)) {
        throw refused(input, "is not allowed with window functions");
      }
      List<RexNode> columns = new ArrayList<>(project.getProjects());
      List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
      int first = project.getInput().getRowType().getFieldCount();
      for (int i = 0; i < input.keys.size(); i++) {
        add(columns, names, input.tree, first + i);
      }
      return new KeyedRows(
          LogicalProject.create(
              input.tree, project.getHints(), columns, names, project.getVariablesSet()),
          input.keys);
    }

    private KeyedRows join(Join join) {
      KeyedRows left = visit(join.getLeft());
      KeyedRows right = visit(join.getRight());
      if (left.keys.isEmpty() && right.keys.isEmpty()) {
        return new KeyedRows(join, List.of());
      }
      int leftCount = join.getLeft().getRowType().getFieldCount();
      int rightCount = join.getRight().getRowType().getFieldCount();
      RexNode condition = RexUtil.shift(join.getCondition(), leftCount, left.keys.size());
      RelNode joined =
          LogicalJoin.create(
              left.tree,
              right.tree,
              join.getHints(),
              condition,
              join.getVariablesSet(),
              join.getJoinType());
      return keysLast(joined, leftCount, left, rightCount, right);
    }

    private KeyedRows correlate(Correlate correlate) {
      KeyedRows left = visit(correlate.getLeft());
      KeyedRows right = visit(correlate.getRight());
      if (left.keys.isEmpty() && right.keys.isEmpty()) {
        return new KeyedRows(correlate, List.of());
      }
      RelNode joined =
          correlate.copy(
              correlate.getTraitSet(),
              left.tree,
              right.tree,
              correlate.getCorrelationId(),
              correlate.getRequiredColumns(),
              correlate.getJoinType());
      return keysLast(
          joined,
          correlate.getLeft().getRowType().getFieldCount(),
          left,
          correlate.getRight().getRowType().getFieldCount(),
          right);
    }

    /** The columns of both sides, behind them the keys of both. */
    private static KeyedRows keysLast(
        RelNode joined, int leftCount, KeyedRows left, int rightCount, KeyedRows right) {
      List<RexNode> columns = new ArrayList<>();
      List<String> names = new ArrayList<>();
      int rightFirst = leftCount + left.keys.size();
      addAll(columns, names, joined, 0, leftCount);
      addAll(columns, names, joined, rightFirst, rightCount);
      addAll(columns, names, joined, leftCount, left.keys.size());
      addAll(columns, names, joined, rightFirst + rightCount, right.keys.size());
      List<Key> keys = new ArrayList<>(left.keys);
      keys.addAll(right.keys);
      return new KeyedRows(
          left.keys.isEmpty()
              ? joined
              : LogicalProject.create(joined, List.of(), columns, names, Set.of()),
          keys);
    }

    private static void addAll(
        List<RexNode> columns, List<String> names, RelNode input, int from, int count) {
      for (int i = from; i < from + count; i++) {
        add(columns, names, input, i);
      }
    }

    private static void add(List<RexNode> columns, List<String> names, RelNode input, int column) {
      columns.add(input.getCluster().getRexBuilder().makeInputRef(input, column));
      names.add(input.getRowType().getFieldNames().get(column));
    }

    private static SqlError refused(KeyedRows rows, String why) {
      return new SqlError("0A000", rows.keys.get(0).lock.words() + " " + why);
    }
  }
}
