package org.pydb.engine.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.EntryEstimate;
import org.pydb.engine.btree.KeySplit;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.txn.ReadSet;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;

/**
 * What one statement sees: a snapshot, and over it what its transaction had written when the
 * statement began. Immutable; valid until the transaction begins its next statement or ends, and
 * while it is {@linkplain #hold held}. Several threads may read through it at once, but only trees
 * of which it {@linkplain #hasOwn shows nothing of its own}.
 */
public final class View {
  final ReadView read;
  private final @Nullable TreeTransaction transaction;

  View(ReadView read, @Nullable TreeTransaction transaction) {
    this.read = read;
    this.transaction = transaction;
  }

  /** The same as a view of tables. */
  public static View of(ReadView read) {
    return new View(read, null);
  }

  /**
   * Keeps the view valid, for a cursor that stays open. {@link #release} it, once for each time.
   */
  public void hold() {
    if (transaction != null) {
      transaction.hold(read);
    }
  }

  /** Ends a {@link #hold}. */
  public void release() {
    if (transaction != null) {
      transaction.release(read);
    }
  }

  /** Whether this shows anything of a tree that its own transaction has written. */
  public boolean hasOwn(int tree) {
    return read.overlay(tree) != null;
  }

  /** Whether a tree may have entries; false only if it has none. */
  public boolean hasEntries(int tree) {
    return hasOwn(tree) || read.base(tree).entries() > 0;
  }

  /**
   * How many rows a table has, told without reading them, and noted as if all were read.
   *
   * @return negative if they have to be read: because the transaction has written there
   */
  public long countRows(int table) {
    if (hasOwn(table)) {
      return -1;
    }
    noteRead(table, KeyRange.ALL);
    return read.base(table).entries();
  }

  /** About how many committed entries of a tree lie in a range; exact if it is all of them. */
  public double expectedEntries(int tree, KeyRange range) {
    return EntryEstimate.of(read.base(tree), range, read.source());
  }

  /**
   * Cuts a range into parts of about the same size, for several threads that read one each, and
   * notes the whole as read. Cursors that {@linkplain TableCursor#openPart open} a part do not.
   *
   * @return at most {@code partsMax}, in the order of keys
   */
  public List<KeyRange> split(int tree, KeyRange range, int partsMax) {
    noteRead(tree, range);
    return KeySplit.of(read.base(tree), range, partsMax, read.source(), read.file());
  }

  /** Tells a serializable transaction that a range was read. */
  void noteRead(int tree, KeyRange range) {
    ReadSet reads = read.reads();
    if (reads != null) {
      reads.add(tree, range);
    }
  }

  /** Tells a serializable transaction that a key was looked up. */
  void noteRead(int tree, byte[] key, int from, int to) {
    ReadSet reads = read.reads();
    if (reads != null) {
      reads.addKey(tree, key, from, to);
    }
  }
}
