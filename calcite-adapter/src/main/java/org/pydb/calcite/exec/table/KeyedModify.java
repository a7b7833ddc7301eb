package org.pydb.calcite.exec.table;

import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.engine.row.RowView;
import org.pydb.engine.table.RowLookup;
import org.pydb.engine.table.TableWriter;

/**
 * Changes rows that are there. The first column of the input has the {@link RowKey} of each; of a
 * row that comes several times in succession the first counts.
 */
abstract class KeyedModify extends ModifyNode.Modify {
  private final RowLookup lookup;

  KeyedModify(ModifyNode node) {
    super(node);
    lookup = new RowLookup(layout);
  }

  /**
   * Changes a row.
   *
   * @param old the row as it is, until the next one is asked for
   * @param at the position in the batch of what came with its key
   * @return false if it was not to be changed after all
   */
  abstract boolean change(RowView old, Batch batch, int at, TableWriter writer);

  @Override
  final long write(Batch batch, TableWriter writer, TableAccess now) {
    BytesVector keys = (BytesVector) batch.column(0);
    long written = 0;
    for (int k = 0; k < batch.count(); k++) {
      int at = batch.rows()[k];
      byte[] key = keys.array(at);
      int from = keys.start(at);
      int to = from + keys.length(at);
      if (isSameAsBefore(keys, at) || isTouchedByOthers(key, from, to)) {
        continue;
      }
      if (!lookup.find(now.view(), key, from, to)) {
        throw new IllegalStateException("a row to change is not in the statement's view");
      }
      written += change(lookup.row(), batch, at, writer) ? 1 : 0;
    }
    return written;
  }
}
