package org.pydb.calcite.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.KeyBound;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.operator.FilterNode;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ProjectNode;
import org.pydb.calcite.exec.table.IndexScanNode;
import org.pydb.calcite.exec.table.KeyBounds;
import org.pydb.calcite.exec.table.KeyGetNode;
import org.pydb.calcite.exec.table.RowKey;
import org.pydb.calcite.exec.table.TableScanNode;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;

/** Compiles scans: bounds to expressions, then the node that reads, filters and narrows. */
public final class ScanCompiler {
  private final TableRead scan;
  private final TableDefinition table;

  private ScanCompiler(TableRead scan) {
    this.scan = scan;
    this.table = scan.table().definition();
  }

  /** What gives the wanted columns of the rows. */
  public static PlanNode compile(TableRead scan) {
    return new ScanCompiler(scan).compile();
  }

  private PlanNode compile() {
    RexNode filter = scan.filter();
    List<Integer> read = columnsToRead(filter);
    PlanNode node = read(read.stream().map(this::tableColumn).toList());
    if (filter != null) {
      ExpressionCompiler compiler =
          new ExpressionCompiler(column -> Expressions.column(read.indexOf(column), type(column)));
      node = new FilterNode(node, compiler.compile(filter));
    }
    if (read.size() > scan.columns().size()) {
      List<Expression> wanted = new ArrayList<>();
      for (int i = 0; i < scan.columns().size(); i++) {
        wanted.add(Expressions.column(i, node.types().get(i)));
      }
      node = new ProjectNode(node, wanted);
    }
    return node;
  }

  /** The wanted columns, and behind them those that only the filter looks at. */
  private List<Integer> columnsToRead(@Nullable RexNode filter) {
    List<Integer> columns = new ArrayList<>(scan.columns());
    if (filter != null) {
      TreeSet<Integer> filtered = new TreeSet<>(RelOptUtil.InputFinder.bits(filter).asList());
      filtered.removeAll(columns);
      columns.addAll(filtered);
    }
    return columns;
  }

  private PlanNode read(List<Integer> columns) {
    List<KeyBounds> bounds = bounds();
    if (scan.index() != null) {
      return new IndexScanNode(
          scan.table().layout(),
          scan.index(),
          columns,
          bounds,
          scan.rowsExpected(),
          scan.isBackward());
    }
    PrimaryKey primaryKey = table.primaryKey();
    boolean isKey =
        primaryKey != null
            && bounds.size() == 1
            && scan.bounds().pointCount() == primaryKey.columns().size();
    return isKey
        ? new KeyGetNode(scan.table().layout(), columns, values(bounds.get(0)))
        : new TableScanNode(
            scan.table().layout(), columns, bounds, scan.rowsExpected(), scan.isBackward());
  }

  private static List<Expression> values(KeyBounds bounds) {
    List<Expression> values = new ArrayList<>();
    for (Expression value : bounds.prefix()) {
      if (value != null) { // Columns of a primary key are never compared with NULL.
        values.add(value);
      }
    }
    return values;
  }

  /** One set of bounds for each combination of the points that are asked for. */
  private List<KeyBounds> bounds() {
    List<KeyColumn> key = PydbScan.key(scan.table(), scan.index());
    List<KeyBounds> all = List.of(KeyBounds.ALL);
    for (int i = 0; i < scan.bounds().columns().size(); i++) {
      ColumnType type = type(key.get(i).column());
      List<KeyBounds> longer = new ArrayList<>();
      for (KeyBounds shorter : all) {
        longer.addAll(append(shorter, scan.bounds().columns().get(i), type));
      }
      all = longer;
    }
    return all;
  }

  private List<KeyBounds> append(KeyBounds bounds, KeyBound bound, ColumnType type) {
    if (bound instanceof KeyBound.Equal equal) {
      return List.of(equal(bounds, value(equal.value(), type, KeyValue.Rounding.EXACT)));
    }
    if (bound instanceof KeyBound.AnyOf any) {
      return any.values().stream()
          .map(value -> equal(bounds, value(value, type, KeyValue.Rounding.EXACT)))
          .toList();
    }
    if (bound instanceof KeyBound.Range range) {
      return List.of(range(bounds, range, type));
    }
    return List.of(equal(bounds, null));
  }

  private static KeyBounds equal(KeyBounds bounds, @Nullable Expression value) {
    List<@Nullable Expression> prefix = new ArrayList<>(bounds.prefix());
    prefix.add(value);
    return KeyBounds.equal(prefix);
  }

  /** {@code > 1.5} begins behind 1, {@code >= 1.5} at 2; {@code < 1.5} ends before 2. */
  private static KeyBounds range(KeyBounds bounds, KeyBound.Range range, ColumnType type) {
    RexNode lower = range.lower();
    RexNode upper = range.upper();
    KeyValue.Rounding fromBelow =
        range.lowerInclusive() ? KeyValue.Rounding.UP : KeyValue.Rounding.DOWN;
    KeyValue.Rounding fromAbove =
        range.upperInclusive() ? KeyValue.Rounding.DOWN : KeyValue.Rounding.UP;
    return new KeyBounds(
        bounds.prefix(),
        lower == null ? null : value(lower, type, fromBelow),
        range.lowerInclusive(),
        upper == null ? null : value(upper, type, fromAbove),
        range.upperInclusive());
  }

  private static Expression value(RexNode value, ColumnType type, KeyValue.Rounding rounding) {
    Expression compiled = ExpressionCompiler.WITHOUT_INPUT.compile(value);
    return KeyValue.of(compiled, type, rounding);
  }

  private ColumnType type(int column) {
    return column == table.columns().size() ? RowKey.TYPE : table.columns().get(column).type();
  }

  /** The ordinal as scans know it: behind the last column stands the key of the row. */
  private int tableColumn(int column) {
    return column == table.columns().size() ? RowKey.COLUMN : column;
  }
}
