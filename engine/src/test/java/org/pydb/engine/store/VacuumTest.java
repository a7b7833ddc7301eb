package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.MemoryVfs;

/** A file of which little is left gets short, while others go on. */
class VacuumTest {
  private static final String NAME = "test.pydb";
  private static final int TREE = 16;
  private static final int ROWS = 20_000;

  /** What a file has besides its rows: the reserve, and room that a step of growth made. */
  private static final long SLACK = 2 << 20;

  private final MemoryVfs vfs = new MemoryVfs();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TreeStore store =
      TreeStore.open(new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 4 << 20, threads));

  /** Every tenth row stays, and every hundredth of those is a large one. */
  @Test
  void shrinksToWhatIsLeft() {
    fill();
    long full = size();
    deleteMost();
    VacuumReport report = store.vacuum();
    assertThat(report.pagesAfter()).isLessThan(report.pagesBefore());
    assertThat(size()).as("of %s bytes", full).isLessThan(full / 4 + SLACK);
    assertThat(size() - used()).isLessThan(SLACK);
    for (int i = 0; i < ROWS; i += 10) {
      assertThat(value(i)).as("row %s", i).isEqualTo(bytesOf(i));
    }
    close();
  }

  /** A second one finds nothing to do, and does it. */
  @Test
  void doesNothingWhenThereIsNothingToDo() {
    fill();
    store.vacuum();
    long size = size();
    VacuumReport again = store.vacuum();
    assertThat(size()).isLessThanOrEqualTo(size);
    assertThat(again.pagesAfter()).isLessThanOrEqualTo(again.pagesBefore());
    close();
  }

  /** What a transaction sees that began before stays; the report says so. */
  @Test
  void openTransactionsKeepWhatTheySee() {
    fill();
    long full = size();
    try (TreeTransaction reader = store.begin(true)) {
      deleteMost();
      VacuumReport report = store.vacuum();
      assertThat(report.pagesHeld()).isPositive();
      EntryPointer entry = new EntryPointer();
      byte[] key = key(ROWS - 1);
      assertThat(reader.find(TREE, key, 0, 4, entry)).isTrue();
      assertThat(entry.value(store.file())).isEqualTo(bytesOf(ROWS - 1));
    }
    store.vacuum();
    assertThat(size()).isLessThan(full / 4 + SLACK);
    close();
  }

  /** Writers change rows, readers check sums, and vacuums run one after the other. */
  @Test
  void othersGoOn() throws Exception {
    fill();
    deleteMost();
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Integer>> others = new ArrayList<>();
    Random seeds = Seeds.random("othersGoOn");
    for (int i = 0; i < 3; i++) {
      Random random = new Random(seeds.nextLong());
      Callable<Integer> client = () -> changeUntil(over, random);
      others.add(threads.submit(client));
    }
    for (int i = 0; i < 4; i++) {
      store.vacuum();
      try (TreeTransaction reader = store.begin(true)) {
        assertThat(DatabaseVerifier.verify(reader.view())).isEmpty();
      }
    }
    over.set(true);
    for (Future<Integer> other : others) {
      assertThat(other.get()).isPositive();
    }
    store.vacuum();
    assertThat(size() - used()).isLessThan(SLACK);
    close();
  }

  private int changeUntil(AtomicBoolean over, Random random) {
    int commits = 0;
    while (!over.get() || commits == 0) {
      int row = random.nextInt(ROWS / 10) * 10;
      try (TreeTransaction transaction = store.begin(false)) {
        byte[] value = bytesOf(row);
        transaction.writes().put(TREE, true, key(row), 0, 4, value, 0, value.length);
        transaction.commitRelaxed();
        commits++;
      } catch (WriteConflictException e) {
        assertThat(e).isNotNull(); // Another client, or the vacuum, was first.
      }
      assertThat(value(row)).isEqualTo(bytesOf(row));
    }
    return commits;
  }

  // ------------------------------------------------------------------ steps

  private void fill() {
    for (int from = 0; from < ROWS; from += 1000) {
      try (TreeTransaction transaction = store.begin(false)) {
        for (int i = from; i < from + 1000; i++) {
          byte[] value = bytesOf(i);
          transaction.writes().put(TREE, true, key(i), 0, 4, value, 0, value.length);
        }
        transaction.commit();
      }
    }
    store.checkpoint();
  }

  private void deleteMost() {
    try (TreeTransaction transaction = store.begin(false)) {
      for (int i = 0; i < ROWS; i++) {
        if (i % 10 != 0) {
          transaction.writes().delete(TREE, true, key(i), 0, 4);
        }
      }
      transaction.commit();
    }
    store.checkpoint();
  }

  private static byte[] bytesOf(int row) {
    byte[] value = new byte[row % 1000 == 990 || row % 1000 == 10 ? 30_000 : 300];
    new Random(row).nextBytes(value);
    return value;
  }

  private static byte[] key(int number) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, number);
    return key;
  }

  private byte[] value(int row) {
    EntryPointer entry = new EntryPointer();
    try (TreeTransaction reader = store.begin(true)) {
      assertThat(reader.find(TREE, key(row), 0, 4, entry)).isTrue();
      return entry.value(store.file());
    }
  }

  private long size() {
    return store.file().pageCount() * PageLayout.PAGE_SIZE;
  }

  private long used() {
    return store.space().takenCount() * PageLayout.PAGE_SIZE;
  }

  private void close() {
    store.close();
    threads.shutdown();
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
  }
}
