package org.pydb.engine.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.WriteSet;
import org.pydb.engine.vfs.DiskVfs;

/** The program that {@link SmallHeapTest} runs. */
public final class LargeTransaction {
  static final String NAME = "large.pydb";
  private static final int TABLE = 16;
  private static final int INDEX = 17;
  private static final int ROW_SIZE = 150;

  /** An odd number: multiplying by it puts keys out of order, and gives none twice. */
  private static final long SHUFFLE = 0x9E37_79B9_7F4A_7C15L;

  private final DiskVfs vfs;
  private final int rows;
  private final List<AssertionError> failures = new ArrayList<>();
  private long began = System.nanoTime();

  private LargeTransaction(Path directory, int rows) {
    vfs = new DiskVfs(directory);
    this.rows = rows;
  }

  /** Runs; exits with 0 if all went well. */
  public static void main(String[] arguments) {
    new LargeTransaction(Path.of(arguments[0]), Integer.parseInt(arguments[1])).run();
    System.out.println("done");
  }

  private TreeStore open() {
    long pool = Runtime.getRuntime().maxMemory() / 4;
    return TreeStore.open(
        new StoreOptions(
            vfs, NAME, StoreOptions.Mode.CREATE, pool, task -> new Thread(task).start()));
  }

  private void run() {
    try (TreeStore store = open()) {
      try (TreeTransaction transaction = store.begin(false)) {
        insert(transaction);
        say("written");
        transaction.commit();
        say("committed");
      }
      check(count(store, TABLE) == rows && count(store, INDEX) == rows, "rows are missing");
    }
    say("closed");
    try (TreeStore store = open()) {
      try (TreeTransaction transaction = store.begin(false)) {
        delete(transaction);
        say("half of it deleted");
        transaction.commit();
        say("committed");
      }
    }
    say("closed");
    try (TreeStore store = open()) {
      check(count(store, TABLE) == rows / 2 && count(store, INDEX) == rows / 2, "half is not left");
    }
    failures.forEach(
        failure -> {
          throw failure;
        });
  }

  private void insert(TreeTransaction transaction) {
    WriteSet writes = transaction.writes();
    byte[] row = new byte[ROW_SIZE];
    for (int i = 0; i < rows; i++) {
      byte[] key = key(i);
      byte[] shuffled = key(i * SHUFFLE);
      Bytes.putLong(row, 0, i);
      writes.put(TABLE, false, key, 0, 8, row, 0, row.length);
      writes.put(INDEX, false, shuffled, 0, 8, key, 0, 8);
    }
  }

  private void delete(TreeTransaction transaction) {
    WriteSet writes = transaction.writes();
    for (int i = 0; i < rows; i += 2) {
      writes.delete(TABLE, false, key(i), 0, 8);
      writes.delete(INDEX, false, key(i * SHUFFLE), 0, 8);
    }
  }

  private static byte[] key(long number) {
    byte[] key = new byte[8];
    Bytes.putLong(key, 0, number);
    return key;
  }

  private static long count(TreeStore store, int tree) {
    return store.pipeline().current().roots().getOrEmpty(tree).entries();
  }

  private void check(boolean holds, String complaint) {
    if (!holds) {
      failures.add(new AssertionError(complaint));
    }
  }

  private void say(String what) {
    long now = System.nanoTime();
    System.out.println(what + " after " + (now - began) / 1_000_000 + " ms");
    began = now;
  }
}
