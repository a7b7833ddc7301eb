package org.pydb.calcite.exec.table;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.RowLookup;
import org.pydb.engine.table.View;

/** The one row whose primary key equals given values, or none. */
public final class KeyGetNode extends PlanNode {
  private final TableLayout layout;
  private final List<Integer> columns;
  private final KeyBounds bounds;
  private final BitSet large;

  /**
   * A look-up.
   *
   * @param columns which columns its rows have, {@link RowKey#COLUMN} among them or not
   * @param key a value for each column of the primary key, in its order, over nothing but
   *     parameters
   */
  public KeyGetNode(TableLayout layout, List<Integer> columns, List<Expression> key) {
    this(layout, columns, KeyBounds.equal(List.copyOf(key)), new BitSet());
  }

  private KeyGetNode(TableLayout layout, List<Integer> columns, KeyBounds bounds, BitSet large) {
    super(RowKey.types(layout.definition().columns(), columns), List.of());
    this.layout = layout;
    this.columns = List.copyOf(columns);
    this.bounds = bounds;
    this.large = large;
  }

  @Override
  public BitSet largeColumns() {
    return (BitSet) large.clone();
  }

  @Override
  public PlanNode passLarge(BitSet wanted) {
    BitSet passed = RowKey.largeColumns(layout, columns, wanted);
    return passed.isEmpty() ? this : new KeyGetNode(layout, columns, bounds, passed);
  }

  @Override
  public String describe() {
    TableDefinition table = layout.definition();
    PrimaryKey primaryKey = table.primaryKey();
    assert primaryKey != null;
    List<String> names =
        primaryKey.columns().stream().map(i -> table.columns().get(i).name()).toList();
    return "Key Get: "
        + table.name()
        + " by "
        + primaryKey.name()
        + " ("
        + bounds.describe(names)
        + ")";
  }

  @Override
  public Operator operator() {
    return new KeyGet(layout, columns, bounds, large);
  }

  private static final class KeyGet extends Operator {
    private final KeyRangeEvaluator key;
    private final RowColumns row;
    private final RowLookup lookup;
    private final Batch noRow = new Batch();
    private @Nullable View view;

    KeyGet(TableLayout layout, List<Integer> columns, KeyBounds bounds, BitSet large) {
      key = new KeyRangeEvaluator(layout.rows().keyFormat(), bounds);
      row = new RowColumns(layout.definition().columns(), columns, large);
      lookup = new RowLookup(layout);
      noRow.selectAll(1);
    }

    @Override
    protected void start(ExecutionContext context) {
      key.open(context);
      TableAccess access = context.transaction(TableAccess.class);
      view = access.view();
      row.open(access);
    }

    @Override
    protected @Nullable Batch produce() {
      View seen = view;
      if (seen == null) {
        return null;
      }
      view = null; // There is one row at most.
      if (!key.encodePrefix(noRow, 0)) {
        return null;
      }
      ByteBuilder bytes = key.key();
      if (!lookup.find(seen, bytes.array(), 0, bytes.length())) {
        return null;
      }
      RowView found = lookup.row();
      return row.fill(found);
    }

    @Override
    protected void stop() {
      key.close();
      row.release();
      view = null;
    }
  }
}
