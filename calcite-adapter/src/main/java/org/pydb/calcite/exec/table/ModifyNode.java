package org.pydb.calcite.exec.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.row.Row;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.table.TableWriter;

/**
 * Writes the rows of its input to a table, and gives one row, how many there were, or what
 * RETURNING wants of each. All of it is written with the first call for a batch.
 */
public abstract sealed class ModifyNode extends PlanNode
    permits InsertNode, UpdateNode, DeleteNode, MergeNode {
  private static final List<ColumnType> COUNT = List.of(ColumnType.of(ColumnKind.INT64));

  final TableLayout layout;
  final PlanNode input;
  final @Nullable Returning returning;

  /** The columns of the input that may hold references to large values. */
  private final BitSet largeInput;

  ModifyNode(TableLayout layout, PlanNode input, @Nullable Returning returning) {
    super(returning == null ? COUNT : returning.types(), List.of(input));
    this.layout = layout;
    this.input = input;
    this.returning = returning;
    largeInput = input.largeColumns();
  }

  /**
   * The input of a change, with references for columns of which nothing but the written rows need
   * know.
   *
   * @param first where the values of these columns of the table begin in the input
   * @param rules those that look at the new values
   */
  static PlanNode passingLarge(
      TableLayout layout,
      PlanNode input,
      List<Integer> columns,
      int first,
      RowRules rules,
      @Nullable Returning returning) {
    BitSet used = rules.columns();
    BitSet wanted = new BitSet();
    for (int i = 0; i < columns.size(); i++) {
      int column = columns.get(i);
      ColumnType type = layout.definition().columns().get(column).type();
      boolean isOfAnyLength = type.precision() == 0; // Else characters have to be counted.
      wanted.set(first + i, isOfAnyLength && layout.rows().takesLarge(column) && !used.get(column));
    }
    if (returning != null) {
      wanted.andNot(returning.inputColumns(layout.definition().visibleCount()));
    }
    return wanted.isEmpty() ? input : input.passLarge(wanted);
  }

  /** The table that is written. */
  public TableLayout table() {
    return layout;
  }

  /** Whether it gives rows, rather than their number. */
  public boolean isReturning() {
    return returning != null;
  }

  /**
   * How many rows the operator of such a node, or of a sequence that has some, has written in its
   * last execution; -1 if they are not to be counted.
   */
  public static long writtenBy(Operator operator) {
    return ((CountingOperator) operator).written();
  }

  /** The operator of a modification: pulls, writes, counts. */
  abstract static class Modify extends Operator implements CountingOperator {
    final TableLayout layout;
    final Operator input;
    final RowBuilder row;
    final @Nullable ReturnedRows returned;
    private long written;
    private byte[] lastKey = {};

    /** -1 if there was none. */
    private int lastKeyLength = -1;

    private final LongVector count = new LongVector();
    private final Batch result = new Batch(count);
    private @Nullable TableAccess access;
    private final BitSet largeInput;
    private @Nullable LargeColumns large;

    /** What other changes of the statement have written; null if there are none. */
    private @Nullable TouchedRows touchedByOthers;

    Modify(ModifyNode node) {
      layout = node.layout;
      input = node.input.operator();
      largeInput = node.largeInput;
      Returning wanted = node.returning;
      returned =
          wanted == null ? null : new ReturnedRows(layout, wanted, node.input.types().size());
      row = new RowBuilder(layout.rows());
    }

    @Override
    protected void start(ExecutionContext context) {
      access = context.transaction(TableAccess.class);
      large = largeInput.isEmpty() ? null : new LargeColumns(largeInput, context);
      if (returned != null) {
        returned.open(context, workspace("Returning"));
      }
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      TableAccess now = access;
      access = null; // Rows are written once.
      if (now != null) {
        writeAll(now);
      }
      if (returned != null) {
        return returned.next();
      }
      return now == null ? null : count();
    }

    private void writeAll(TableAccess now) {
      TableWriter writer = now.transaction().writer(layout.definition());
      touchedByOthers =
          context().sharesChanges() ? new TouchedRows(now, layout.definition()) : null;
      begin(writer, now);
      written = 0;
      lastKeyLength = -1;
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        written += write(batch, writer, now);
      }
    }

    private Batch count() {
      count.reset(1);
      count.set(0, written);
      result.selectAll(1);
      return result;
    }

    /** Sets a column of the row to a position of a column of the input. */
    final void set(int column, ColumnType type, int inputColumn, Vector vector, int at) {
      LargeColumns references = large;
      LargeSource source =
          references != null && vector instanceof BytesVector bytes && !vector.isNull(at)
              ? references.source(inputColumn, bytes.array(at), bytes.start(at), bytes.length(at))
              : null;
      if (source == null) {
        RowWriter.set(row, column, type, vector, at);
      } else {
        row.setLarge(column, source);
      }
    }

    /** Notes that a row was written, made from a row of the input. */
    final void wrote(Row changed, Batch batch, int at) {
      if (returned != null) {
        returned.add(changed, batch, at);
      }
    }

    /** Whether other changes of the same statement may have written rows. */
    final boolean isOneOfSeveral() {
      return context().sharesChanges();
    }

    /** Whether another change of the same statement has written a row: then this one lets it be. */
    final boolean isTouchedByOthers(byte[] key, int from, int to) {
      TouchedRows touched = touchedByOthers;
      return touched != null && touched.contains(key, from, to);
    }

    @Override
    public final long written() {
      return written;
    }

    /** Called before the first batch. */
    void begin(TableWriter writer, TableAccess now) {}

    /** Whether the key of a row is that of the row before, over all batches. */
    final boolean isSameAsBefore(BytesVector keys, int at) {
      byte[] array = keys.array(at);
      int from = keys.start(at);
      int length = keys.length(at);
      boolean isSame =
          length == lastKeyLength && Arrays.equals(lastKey, 0, length, array, from, from + length);
      if (!isSame) {
        lastKey = length <= lastKey.length ? lastKey : new byte[Math.max(32, 2 * length)];
        System.arraycopy(array, from, lastKey, 0, length);
        lastKeyLength = length;
      }
      return isSame;
    }

    /** Writes the rows of a batch; returns how many. */
    abstract long write(Batch batch, TableWriter writer, TableAccess now);

    @Override
    protected void stop() {
      access = null;
      large = null;
      touchedByOthers = null;
      row.clear();
      if (returned != null) {
        returned.close();
      }
      input.close();
    }
  }
}
