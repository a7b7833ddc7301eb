package org.pydb.calcite.exec.recursion;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.spill.SpilledRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Of the rows that come, those that have never come before. NULL equals NULL. Not thread-safe.
 *
 * <p>All rows are kept in a hash table, and new ones go out at once. When it outgrows memory its
 * rows go to the disk, as a run, and the table begins anew. From then on a row that is not in the
 * table may still be in a run: such rows wait until the round ends or the table is full again; then
 * the runs pass by, all of them once, and strike out what they hold.
 */
final class NewRows {
  private final List<ColumnType> types;
  private final Workspace workspace;
  private final MemoryAccount memory;
  private final Vector[] columns;
  private final Batch output;

  private KeyTable table;

  /** Rows that are no longer in the table. */
  private final List<SpilledRows> runs = new ArrayList<>();

  /** Rows of the table, by number, that are in a run as well. */
  private final BitSet struckOut = new BitSet();

  /** Rows of the table from this number on may be in a run. */
  private int checkedCount;

  /** Rows from this one to {@link #checkedCount}, but those struck out, are still to be given. */
  private int nextToGive;

  /** A batch that waits for room in the table. */
  private @Nullable Batch waiting;

  private boolean isRoundDone;
  private int[] ids = {};
  private final int[] chosen = new int[Batch.ROWS_MAX];

  /** No rows yet. */
  NewRows(List<ColumnType> types, Workspace workspace) {
    this.types = types;
    this.workspace = workspace;
    memory = workspace.memory().part();
    table = KeyTable.of(types, true, memory);
    columns = new Vector[types.size()];
    output = Batch.of(types);
  }

  /** The next rows of a round that are new, valid until the next call; null at its end. */
  @Nullable Batch next(Operator round) {
    while (true) {
      Batch checked = nextChecked();
      if (checked != null) {
        return checked;
      }
      Batch batch = take(round);
      if (batch == null && checkedCount == table.size()) {
        isRoundDone = false;
        return null;
      }
      if (batch == null) {
        check();
      } else if (hasRoom(batch)) {
        add(batch);
      } else {
        waiting = batch;
        makeRoom();
      }
    }
  }

  private @Nullable Batch take(Operator round) {
    Batch batch = waiting;
    waiting = null;
    if (batch == null && !isRoundDone) {
      batch = round.next();
      isRoundDone = batch == null;
    }
    return batch;
  }

  private boolean hasRoom(Batch batch) {
    takeColumns(batch);
    return table.size() == 0
        || memory.hasRoom(table.growthBytes(columns, batch.rows(), batch.count()));
  }

  private void takeColumns(Batch batch) {
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
    }
  }

  /** Adds rows to the table. As long as there are no runs, those that it did not have are new. */
  private void add(Batch batch) {
    ids = Selection.ensure(ids, batch.count());
    table.insert(columns, batch.rows(), batch.count(), ids);
    if (runs.isEmpty()) {
      checkedCount = table.size();
    }
  }

  // ------------------------------------------------------------------ beyond memory

  /** Lets the runs strike out what they hold of the rows that wait. */
  private void check() {
    for (SpilledRows run : runs) {
      SpilledRows.Reader reader = run.read();
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        takeColumns(batch);
        ids = Selection.ensure(ids, batch.count());
        table.find(columns, batch.rows(), batch.count(), ids);
        for (int k = 0; k < batch.count(); k++) {
          if (ids[k] >= checkedCount) {
            struckOut.set(ids[k]);
          }
        }
      }
    }
    checkedCount = table.size();
  }

  /** The next rows that were checked and are new; null if there are none. */
  private @Nullable Batch nextChecked() {
    int count = 0;
    while (count < Batch.ROWS_MAX && nextToGive < checkedCount) {
      int row = struckOut.nextClearBit(nextToGive);
      if (row < checkedCount) {
        chosen[count++] = row;
      }
      nextToGive = Math.min(row + 1, checkedCount); // Later rows are given once they are checked.
    }
    if (count == 0) {
      return null;
    }
    table.keys().gather(chosen, 0, count, output, 0);
    output.selectAll(count);
    return output;
  }

  /** Checks rows that wait, which are to be given next; if there are none, empties the table. */
  private void makeRoom() {
    if (checkedCount < table.size()) {
      check();
      return;
    }
    workspace.count().pass(runs.isEmpty() ? 0 : 1);
    SpilledRows run = workspace.rows(types);
    runs.add(run);
    nextToGive = 0;
    for (Batch batch = nextChecked(); batch != null; batch = nextChecked()) {
      run.append(batch);
    }
    run.finish();
    memory.close();
    table = KeyTable.of(types, true, memory);
    struckOut.clear();
    checkedCount = 0;
    nextToGive = 0;
  }
}
