package org.pydb.engine.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.SmallDatabase;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.testkit.crash.Life;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;
import org.pydb.engine.testkit.crash.Workload;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;

/**
 * Several clients commit at once, to the same two trees, so that batches, checkpoints, vacuum and
 * backups overlap; some commits of the first are so large that they are applied beside those of the
 * others. Each client counts its commits in a row of its own, with what it saw of the others'
 * counts, and adds a few rows that must come and go with it. After a crash each count must be one
 * that was acknowledged or under way; and if a commit is there, so is all that it saw: what is left
 * is a beginning of the order of commits. So is each backup.
 *
 * @param clients how many there are
 * @param commits how many commits each makes
 */
record ClientsWorkload(int clients, int commits) implements Workload<ClientsWorkload.Counts> {

  /** The tree of the counts. */
  private static final int COUNTS = 16;

  /** The tree of the rows. */
  private static final int ROWS = 17;

  private static final int ROWS_OF_A_COMMIT = 4;

  /** So many do not fit in memory, as small as it is. */
  private static final int ROWS_OF_A_LARGE_COMMIT = 150;

  /** A client's rows of so many commits are there, older ones are deleted. */
  private static final int COMMITS_KEPT = 5;

  /**
   * What was promised.
   *
   * @param acknowledged how many commits of each client were acknowledged
   * @param begun how many had begun
   * @param copies the backups that were acknowledged
   */
  record Counts(List<Integer> acknowledged, List<Integer> begun, List<String> copies) {}

  @Override
  public void live(Life<Counts> life) {
    AtomicIntegerArray begun = new AtomicIntegerArray(clients);
    AtomicIntegerArray acknowledged = new AtomicIntegerArray(clients);
    List<String> copies = new CopyOnWriteArrayList<>();
    life.promiseBy(() -> new Counts(list(acknowledged), list(begun), List.copyOf(copies)));
    Running running = new Running(life);
    ExecutorService threads = Executors.newFixedThreadPool(clients + 1);
    try (SmallDatabase database = SmallDatabase.open(life.disk(), threads)) {
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        working.add(
            threads.submit(
                () -> {
                  for (int commit = 1; commit <= commits; commit++) {
                    begun.set(client, commit);
                    int number = commit;
                    running.during(
                        rowCount(client, commit) > ROWS_OF_A_COMMIT
                            ? "large commit beside others"
                            : "small commit",
                        () -> commit(database.store(), client, number));
                    acknowledged.set(client, commit);
                    if (commit % 10 == client) {
                      database.store().checkpoint();
                    }
                    if (client == 1 && commit % 8 == 0) {
                      running.during("vacuum beside commits", database.database()::vacuum);
                    }
                    if (client == 2 && commit % 12 == 0) {
                      String name = copyName(commit);
                      running.during(
                          "backup beside commits",
                          () -> database.database().backup(life.disk(), name, pages -> {}));
                      copies.add(name);
                    }
                  }
                }));
      }
      for (Future<?> client : working) {
        client.get();
      }
      life.begin("close");
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdown();
    }
  }

  /** Tells the laboratory what is under way, of all threads together. */
  private record Running(Life<?> life, List<String> names) {
    Running(Life<?> life) {
      this(life, new ArrayList<>());
    }

    void during(String name, Runnable action) {
      change(() -> names.add(name));
      try {
        action.run();
      } finally {
        change(() -> names.remove(name));
      }
    }

    private synchronized void change(Runnable change) {
      change.run();
      Set<String> all = new HashSet<>(names);
      all.add("concurrent commits");
      life.begin(all.toArray(String[]::new));
    }
  }

  private static String copyName(int commit) {
    return "copy-" + commit + DatabaseOptions.SUFFIX;
  }

  private static int rowCount(int client, int commit) {
    return client == 0 && commit % 4 == 0 ? ROWS_OF_A_LARGE_COMMIT : ROWS_OF_A_COMMIT;
  }

  private static int rowKey(int commit, int row) {
    return commit * 1_000 + row;
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
      for (int row = 0; row < rowCount(client, commit); row++) {
        put(transaction, ROWS, client, rowKey(commit, row), payload(client, commit, row));
      }
      int last = commit - COMMITS_KEPT;
      for (int row = 0; last > 0 && row < rowCount(client, last); row++) {
        byte[] old = key(client, rowKey(last, row));
        transaction.writes().delete(ROWS, false, old, 0, old.length);
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
    for (int commit = 1; commit <= commits; commit++) {
      String name = copyName(commit);
      if (life.disk().exists(name)) {
        checkCopy(life.disk(), name, promised.begun);
      } else if (promised.copies.contains(name)) {
        throw new AssertionError(name + " is missing");
      }
    }
    try (SmallDatabase database = SmallDatabase.open(life.disk())) {
      List<Integer> found = check(database.store(), promised.acknowledged, promised.begun);
      life.promise(new Counts(found, found, promised.copies));
      life.begin("close");
    }
    TablesWorkload.verify(life.disk());
  }

  private void checkCopy(SimulatedDisk disk, String name, List<Integer> most) {
    SimulatedDisk quiet = new SimulatedDisk(Kind.POSIX, disk.state(), 0); // Nothing crashes here.
    List<String> complaints = DatabaseVerifier.verifyFile(quiet, name);
    if (!complaints.isEmpty()) {
      throw new AssertionError(name + ": " + String.join("; ", complaints));
    }
    StoreOptions options =
        new StoreOptions(quiet, name, StoreOptions.Mode.EXISTING, 1 << 20, Runnable::run);
    try (TreeStore copy = TreeStore.open(options)) {
      List<Integer> unused = check(copy, Collections.nCopies(clients, 0), most);
      assert unused.size() == clients;
    }
  }

  /** What is there must be a beginning of the order of commits; returns the counts. */
  private List<Integer> check(TreeStore store, List<Integer> least, List<Integer> most) {
    try (TreeTransaction transaction = store.begin(true)) {
      List<Integer> found = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        found.add(count(transaction, client));
      }
      for (int client = 0; client < clients; client++) {
        int count = found.get(client);
        if (count < least.get(client) || count > most.get(client)) {
          throw new AssertionError("found " + found + ", promised " + least + " to " + most);
        }
        checkSeen(transaction, client, found);
        checkRows(transaction, client, count);
      }
      return found;
    }
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
    KeyRange range = new KeyRange(key(client, 0), key(client + 1, 0));
    rows.open(transaction.view(), ROWS, range, false);
    EntryPointer entry = new EntryPointer();
    for (int commit = Math.max(1, count - COMMITS_KEPT + 1); commit <= count; commit++) {
      for (int row = 0; row < rowCount(client, commit); row++) {
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
