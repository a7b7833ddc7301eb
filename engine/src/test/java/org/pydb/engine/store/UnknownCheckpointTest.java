package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.testkit.crash.DiskChange;
import org.pydb.engine.testkit.crash.DiskChange.Operation;
import org.pydb.engine.testkit.crash.Fault;
import org.pydb.engine.testkit.crash.Fault.Outcome;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;

/**
 * The sync of a checkpoint's meta page failed. Nobody knew then which checkpoint would count, but
 * the pages of the new one were taken for free, and others that needed room wrote over them; the
 * next opening went by the new meta page.
 */
class UnknownCheckpointTest {
  private static final String NAME = "test.pydb";
  private static final int TREE = 20;
  private static final int KEYS = 300;
  private static final int VALUE = 1000;

  private final SimulatedDisk disk = new SimulatedDisk(1);

  private static TreeStore open(SimulatedDisk where) {
    return TreeStore.open(
        new StoreOptions(
            where, NAME, StoreOptions.Mode.CREATE, 256 << 10, Runnable::run, 32 << 10));
  }

  @Test
  void bothCheckpointsAreKeptWhenNobodyKnowsWhichCounts() throws Exception {
    TreeStore store = open(disk);
    commit(store, 1);
    store.checkpoint();
    commit(store, 2);
    AtomicBoolean first = new AtomicBoolean(true);
    disk.setWatcher(
        (change, state) ->
            isSyncOfData(change) && first.getAndSet(false) ? () -> commit(store, 3) : null);
    disk.setFault(Fault.nth(1, Outcome.FAILED, UnknownCheckpointTest::isSyncOfData));
    assertThatThrownBy(store::checkpoint).isInstanceOf(StorageException.class);
    disk.setWatcher((change, state) -> null);
    TreeTransaction large = store.begin(false);
    write(large, KEYS, 3 * KEYS, 4); // More than memory holds, so it takes room in the file.

    SimulatedDisk left = new SimulatedDisk(Kind.POSIX, disk.state(), 2);
    try (TreeStore again = open(left);
        TreeTransaction reader = again.begin(true)) {
      for (int i = 0; i < KEYS; i++) {
        EntryPointer found = new EntryPointer();
        assertThat(reader.find(TREE, key(i), 0, 4, found)).as("key %d", i).isTrue();
      }
    }
    assertThat(DatabaseVerifier.verifyFile(left, NAME)).isEmpty();
  }

  private static boolean isSyncOfData(DiskChange change) {
    return change.operation() == Operation.SYNC && change.name().equals(NAME);
  }

  private static void commit(TreeStore store, int value) {
    try (TreeTransaction transaction = store.begin(false)) {
      write(transaction, 0, KEYS, value);
      transaction.commit();
    }
  }

  private static void write(TreeTransaction transaction, int from, int to, int value) {
    byte[] bytes = new byte[VALUE];
    bytes[0] = (byte) value;
    for (int i = from; i < to; i++) {
      transaction.writes().put(TREE, true, key(i), 0, 4, bytes, 0, VALUE);
    }
  }

  private static byte[] key(int number) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, number);
    return key;
  }
}
