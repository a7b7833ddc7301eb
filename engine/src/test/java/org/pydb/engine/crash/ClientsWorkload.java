package org.pydb.engine.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.pydb.engine.SmallDatabase;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.testkit.crash.Life;
import org.pydb.engine.testkit.crash.Workload;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;

/**
 * Several clients commit at once, so that batches and checkpoints overlap. Each counts its commits
 * in a row of its own, with what it saw of the others' counts, and adds a few rows that must come
 * and go with it. After a crash each count must be one that was acknowledged or under way; and if a
 * commit is there, so is all that it saw: what is left is a beginning of the order of commits.
 *
 * @param clients how many there are
 * @param commits how many commits each makes
 */
record ClientsWorkload(int clients, int commits) implements Workload<ClientsWorkload.Counts> {

  /** The tree of the counts; those of the clients' rows follow. */
  private static final int COUNTS = 16;

  private static final int ROWS_OF_A_COMMIT = 4;

  /** A client's rows of so many commits are there, older ones are deleted. */
  private static final int COMMITS_KEPT = 5;

  /** How many commits of each client were acknowledged, and how many had begun. */
  record Counts(List<Integer> acknowledged, List<Integer> begun) {}

  @Override
  public void live(Life<Counts> life) {
    AtomicIntegerArray begun = new AtomicIntegerArray(clients);
    AtomicIntegerArray acknowledged = new AtomicIntegerArray(clients);
    life.promiseBy(() -> new Counts(list(acknowledged), list(begun)));
    life.begin("concurrent commits");
    ExecutorService threads = Executors.newFixedThreadPool(clients + 1);
    try (SmallDatabase database = SmallDatabase.open(life.disk(), threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        running.add(
            threads.submit(
                () -> {
                  for (int commit = 1; commit <= commits; commit++) {
                    begun.set(client, commit);
                    commit(database.store(), client, commit);
                    acknowledged.set(client, commit);
                    if (commit % 10 == client) {
                      database.store().checkpoint();
                    }
                  }
                }));
      }
      for (Future<?> client : running) {
        client.get();
      }
      life.begin("close");
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdown();
    }
  }

  private static List<Integer> list(AtomicIntegerArray counts) {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < counts.length(); i++) {
      list.add(counts.get(i));
    }
    return list;
  }

  private void commit(TreeStore store, int client, int commit) {
    try (TreeTransaction transaction = store.begin(false)) {
      byte[] seen = new byte[4 * clients];
      for (int other = 0; other < clients; other++) {
        Bytes.putInt(seen, 4 * other, count(transaction, other));
      }
      Bytes.putInt(seen, 4 * client, commit);
      put(transaction, COUNTS, client, 0, seen);
      for (int row = 0; row < ROWS_OF_A_COMMIT; row++) {
        put(transaction, COUNTS + 1 + client, commit, row, payload(client, commit, row));
        byte[] old = key(commit - COMMITS_KEPT, row);
        transaction.writes().delete(COUNTS + 1 + client, false, old, 0, old.length);
      }
      transaction.commit();
    }
  }

  private int count(TreeTransaction transaction, int client) {
    byte[] key = key(client, 0);
    EntryPointer found = new EntryPointer();
    if (!transaction.find(COUNTS, key, 0, key.length, found)) {
      return 0;
    }
    return Bytes.getInt(found.value(transaction.view().file()), 4 * client);
  }

  private static byte[] payload(int client, int commit, int row) {
    byte[] payload = new byte[commit % 7 == 0 && row == 0 ? 5_000 : 300];
    Arrays.fill(payload, (byte) (client * 31 + commit * 7 + row));
    return payload;
  }

  private static byte[] key(int a, int b) {
    byte[] key = new byte[8];
    Bytes.putInt(key, 0, a);
    Bytes.putInt(key, 4, b);
    return key;
  }

  private static void put(TreeTransaction transaction, int tree, int a, int b, byte[] value) {
    byte[] key = key(a, b);
    transaction.writes().put(tree, false, key, 0, key.length, value, 0, value.length);
  }

  @Override
  public void recover(Life<Counts> life, Counts promised) {
    life.begin("recovery");
    try (SmallDatabase database = SmallDatabase.open(life.disk());
        TreeTransaction transaction = database.store().begin(true)) {
      List<Integer> found = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        found.add(count(transaction, client));
      }
      for (int client = 0; client < clients; client++) {
        int count = found.get(client);
        if (count < promised.acknowledged.get(client) || count > promised.begun.get(client)) {
          throw new AssertionError("found the counts " + found + ", promised: " + promised);
        }
        checkSeen(transaction, client, found);
        checkRows(transaction, client, count);
      }
      life.promise(new Counts(found, found));
      life.begin("close");
    }
    TablesWorkload.verify(life.disk());
  }

  private void checkSeen(TreeTransaction transaction, int client, List<Integer> found) {
    byte[] key = key(client, 0);
    EntryPointer entry = new EntryPointer();
    if (transaction.find(COUNTS, key, 0, key.length, entry)) {
      byte[] seen = entry.value(transaction.view().file());
      for (int other = 0; other < clients; other++) {
        if (Bytes.getInt(seen, 4 * other) > found.get(other)) {
          throw new AssertionError(
              "client " + client + " has seen what is lost of client " + other + ": " + found);
        }
      }
    }
  }

  private static void checkRows(TreeTransaction transaction, int client, int count) {
    ViewCursor rows = new ViewCursor();
    rows.open(transaction.view(), COUNTS + 1 + client, KeyRange.ALL, false);
    EntryPointer entry = new EntryPointer();
    for (int commit = Math.max(1, count - COMMITS_KEPT + 1); commit <= count; commit++) {
      for (int row = 0; row < ROWS_OF_A_COMMIT; row++) {
        boolean there = rows.next();
        if (there) {
          entry.set(rows.node(), rows.index());
        }
        if (!there
            || !Arrays.equals(
                entry.value(transaction.view().file()), payload(client, commit, row))) {
          throw new AssertionError("row " + row + " of commit " + commit + " is not as written");
        }
      }
    }
    if (rows.next()) {
      throw new AssertionError("client " + client + " has rows that no commit left there");
    }
  }
}
