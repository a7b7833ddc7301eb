package org.pydb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.DeadlockException;
import org.pydb.engine.error.LockTimeoutException;
import org.pydb.engine.error.StatementCanceledException;
import org.pydb.engine.error.StatementRestartException;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.lock.LockTable;
import org.pydb.engine.lock.LockWait;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.schema.ForeignKey.Action;
import org.pydb.engine.schema.TableDefinition;

/** Several transactions at once in the music shop: who waits, who sees what, who fails. */
class IsolationTest extends MusicShop {
  private static final TransactionOptions READ_COMMITTED =
      TransactionOptions.DEFAULT.withIsolation(Isolation.READ_COMMITTED);
  private static final TransactionOptions SERIALIZABLE =
      TransactionOptions.DEFAULT.withIsolation(Isolation.SERIALIZABLE);

  private final ExecutorService others = Executors.newCachedThreadPool();

  @AfterEach
  void endOthers() {
    others.shutdownNow();
  }

  private Transaction begin(TransactionOptions options) {
    return shop.database().begin(options);
  }

  /** Does something that will have to wait; returns when it does. */
  private Future<?> waiting(Runnable work) throws InterruptedException {
    int before = shop.database().lockWaits().size();
    Future<?> done = others.submit(work);
    while (shop.database().lockWaits().size() == before && !done.isDone()) {
      Thread.sleep(1);
    }
    assertThat(done).as("it does not wait").isNotDone();
    return done;
  }

  private static boolean lock(Transaction t, int id, LockMode mode, LockWait wait) {
    TableDefinition artist = table(t, "artist");
    byte[] key =
        new KeyEncoder(t.catalog().layout(artist).rows().keyFormat()).addLong(id).toArray();
    return t.lockRow(artist, key, 0, key.length, mode, wait);
  }

  // ------------------------------------------------------------------ snapshots

  @Test
  void readCommittedSeesWhatWasCommittedWhenTheStatementBegan() {
    change(t -> insertArtist(t, 1, "AC/DC"));
    try (Transaction reader = begin(READ_COMMITTED);
        Transaction snapshot = begin(TransactionOptions.DEFAULT)) {
      reader.beginStatement("select");
      snapshot.beginStatement("select");
      change(t -> renameArtist(t, 1, "ACDC"));
      assertThat(text(find(reader, table(reader, "artist"), 1), 1)).isEqualTo("AC/DC");
      reader.beginStatement("select");
      snapshot.beginStatement("select");
      assertThat(text(find(reader, table(reader, "artist"), 1), 1)).isEqualTo("ACDC");
      assertThat(text(find(snapshot, table(snapshot, "artist"), 1), 1)).isEqualTo("AC/DC");
    }
  }

  @Test
  void heldViewOutlivesItsStatementAndTransaction() {
    change(t -> insertArtist(t, 1, "AC/DC"));
    Transaction reader = begin(READ_COMMITTED);
    reader.beginStatement("select");
    View view = reader.view();
    view.hold();
    change(t -> renameArtist(t, 1, "ACDC"));
    reader.beginStatement("select");
    RowLookup lookup = new RowLookup(reader.catalog().layout(table(reader, "artist")));
    byte[] key = {(byte) 0x80, 0, 0, 1};
    reader.close();
    assertThat(lookup.find(view, key, 0, key.length)).isTrue();
    assertThat(text(lookup.row(), 1)).isEqualTo("AC/DC");
    view.release();
  }

  // ------------------------------------------------------------------ writers of the same row

  @Test
  void secondWriterWaitsAndThenRunsItsStatementAgain() throws Exception {
    change(t -> insertArtist(t, 1, "a"));
    Transaction first = begin(READ_COMMITTED);
    Transaction second = begin(READ_COMMITTED);
    renameArtist(first, 1, "ab");
    Future<?> rename =
        waiting(
            () -> {
              Transaction.Savepoint start = second.savepoint();
              try {
                renameArtist(second, 1, "unseen");
              } catch (StatementRestartException e) {
                second.rollbackTo(start);
                second.beginStatement("again");
                String now = text(find(second, table(second, "artist"), 1), 1);
                renameArtist(second, 1, now + "c");
              }
            });
    first.commit();
    rename.get();
    second.commit();
    assertThat(artists()).containsExactly("1 abc");
  }

  @Test
  void secondWriterFailsOnASnapshot() throws Exception {
    change(t -> insertArtist(t, 1, "a"));
    Transaction first = begin(TransactionOptions.DEFAULT);
    Transaction second = begin(TransactionOptions.DEFAULT);
    second.view();
    renameArtist(first, 1, "b");
    Future<?> rename = waiting(() -> renameArtist(second, 1, "c"));
    first.commit();
    assertThatThrownBy(rename::get)
        .hasCauseInstanceOf(WriteConflictException.class)
        .hasMessageContaining("row (1) of table \"artist\" was changed");
    // Trying again does not help, though it has the lock now: its snapshot stays what it is.
    assertThatThrownBy(() -> renameArtist(second, 1, "c"))
        .isInstanceOf(WriteConflictException.class);
    second.close();
    assertThat(artists()).containsExactly("1 b");
  }

  @Test
  void secondWriterGoesOnAfterARollback() throws Exception {
    change(t -> insertArtist(t, 1, "a"));
    Transaction first = begin(TransactionOptions.DEFAULT);
    Transaction second = begin(TransactionOptions.DEFAULT);
    renameArtist(first, 1, "b");
    Future<?> rename = waiting(() -> renameArtist(second, 1, "c"));
    first.close();
    rename.get();
    second.commit();
    assertThat(artists()).containsExactly("1 c");
  }

  // ------------------------------------------------------------------ waiting

  @Test
  void deadlockIsFoundByWhoeverCompletesIt() throws Exception {
    change(t -> insertArtist(t, 1, "a"));
    change(t -> insertArtist(t, 2, "b"));
    change(t -> insertArtist(t, 3, "c"));
    Transaction[] three = new Transaction[3];
    for (int i = 0; i < 3; i++) {
      three[i] = begin(READ_COMMITTED);
      three[i].beginStatement("update artist set name = 'x' where id = " + (i + 1));
      renameArtist(three[i], i + 1, "x");
    }
    Future<?> first = waiting(() -> renameArtist(three[0], 2, "y"));
    Future<?> second = waiting(() -> renameArtist(three[1], 3, "y"));
    assertThatThrownBy(() -> renameArtist(three[2], 1, "y"))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("waits for row (1) of table \"artist\", blocked by transaction")
        .hasMessageContaining("running: update artist set name = 'x' where id = 2");
    three[2].close();
    second.get();
    three[1].close();
    first.get();
    three[0].commit();
    assertThat(artists()).containsExactly("1 x", "2 y", "3 c");
    assertThat(shop.database().lockWaits()).isEmpty();
  }

  @Test
  void waitEndsWithItsTimeout() {
    change(t -> insertArtist(t, 1, "a"));
    try (Transaction holder = begin(READ_COMMITTED);
        Transaction waiter = begin(READ_COMMITTED.withLockTimeout(1))) {
      holder.beginStatement("delete from artist");
      deleteArtist(holder, 1);
      assertThatThrownBy(() -> renameArtist(waiter, 1, "b"))
          .isInstanceOf(LockTimeoutException.class)
          .hasMessageContaining("after 1 ms, row (1) of table \"artist\" is still locked by")
          .hasMessageContaining("running: delete from artist");
    }
  }

  @Test
  void waitIsCancelled() throws Exception {
    change(t -> insertArtist(t, 1, "a"));
    try (Transaction holder = begin(READ_COMMITTED);
        Transaction waiter = begin(READ_COMMITTED)) {
      deleteArtist(holder, 1);
      Future<?> rename = waiting(() -> renameArtist(waiter, 1, "b"));
      List<LockTable.Wait> waits = shop.database().lockWaits();
      assertThat(waits).hasSize(1);
      assertThat(waits.get(0).key()).isEqualTo("row (1) of table \"artist\"");
      waiter.cancel("enough");
      assertThatThrownBy(rename::get)
          .hasCauseInstanceOf(StatementCanceledException.class)
          .hasMessageContaining("enough");
      assertThat(shop.database().lockWaits()).isEmpty();
    }
  }

  @Test
  void interruptEndsAWaitAndStaysSet() throws Exception {
    change(t -> insertArtist(t, 1, "a"));
    try (Transaction holder = begin(READ_COMMITTED);
        Transaction waiter = begin(READ_COMMITTED)) {
      deleteArtist(holder, 1);
      boolean[] flag = new boolean[1];
      Thread[] thread = new Thread[1];
      Future<?> rename =
          waiting(
              () -> {
                thread[0] = Thread.currentThread();
                try {
                  renameArtist(waiter, 1, "b");
                } finally {
                  flag[0] = Thread.interrupted();
                }
              });
      thread[0].interrupt();
      assertThatThrownBy(rename::get).hasCauseInstanceOf(StatementCanceledException.class);
      assertThat(flag[0]).isTrue();
    }
  }

  @Test
  void lockedRowsAreSkippedOrRefused() {
    change(t -> insertArtist(t, 1, "a"));
    change(t -> insertArtist(t, 2, "b"));
    try (Transaction first = begin(READ_COMMITTED);
        Transaction second = begin(READ_COMMITTED)) {
      assertThat(lock(first, 1, LockMode.UPDATE, LockWait.SKIP_LOCKED)).isTrue();
      assertThat(lock(second, 1, LockMode.UPDATE, LockWait.SKIP_LOCKED)).isFalse();
      assertThat(lock(second, 2, LockMode.UPDATE, LockWait.SKIP_LOCKED)).isTrue();
      assertThatThrownBy(() -> lock(second, 1, LockMode.SHARE, LockWait.NOWAIT))
          .isInstanceOf(LockTimeoutException.class)
          .hasMessageContaining("could not obtain lock on row (1) of table \"artist\"");
    }
  }

  @Test
  void sharedLocksAreSharedAndWritersWait() throws Exception {
    change(t -> insertArtist(t, 1, "a"));
    Transaction first = begin(READ_COMMITTED);
    Transaction second = begin(READ_COMMITTED);
    Transaction writer = begin(READ_COMMITTED);
    assertThat(lock(first, 1, LockMode.SHARE, LockWait.NOWAIT)).isTrue();
    assertThat(lock(second, 1, LockMode.SHARE, LockWait.NOWAIT)).isTrue();
    Future<?> rename = waiting(() -> renameArtist(writer, 1, "b"));
    // Fair: a later reader does not get in before the writer.
    try (Transaction later = begin(READ_COMMITTED)) {
      assertThat(lock(later, 1, LockMode.SHARE, LockWait.SKIP_LOCKED)).isFalse();
    }
    first.close();
    second.close();
    rename.get();
    writer.commit();
    assertThat(artists()).containsExactly("1 b");
  }

  /** A transaction with more locks than memory has room for still locks each row, and no other. */
  @Test
  void manyLocksAreStillOneARow() throws Exception {
    int rows = 60_000;
    change(
        t -> {
          for (int id = 0; id < rows; id++) {
            insertArtist(t, id, "a");
          }
        });
    Transaction large = begin(READ_COMMITTED);
    for (int id = 0; id < rows; id += 2) {
      assertThat(lock(large, id, LockMode.NO_KEY_UPDATE, LockWait.NOWAIT)).isTrue();
    }
    try (Transaction other = begin(READ_COMMITTED)) {
      for (int id = 0; id < rows; id++) {
        assertThat(lock(other, id, LockMode.SHARE, LockWait.SKIP_LOCKED)).isEqualTo(id % 2 == 1);
        assertThat(lock(other, id, LockMode.KEY_SHARE, LockWait.SKIP_LOCKED)).isTrue();
      }
    }
    // It still has them all, and can have them stronger.
    assertThat(lock(large, rows - 2, LockMode.UPDATE, LockWait.NOWAIT)).isTrue();
    Transaction waiter = begin(READ_COMMITTED);
    Future<?> first = waiting(() -> lock(waiter, rows - 2, LockMode.KEY_SHARE, LockWait.WAIT));
    large.close();
    first.get();
    waiter.close();
    try (Transaction next = begin(READ_COMMITTED)) {
      assertThat(lock(next, 40_000, LockMode.UPDATE, LockWait.NOWAIT)).isTrue();
    }
  }

  // ------------------------------------------------------------------ serializable

  /** Each of two doctors goes off call, having seen the other on call (Fekete et al., 2005). */
  @Test
  void writeSkewIsRefused() {
    change(t -> insertArtist(t, 1, "on call"));
    change(t -> insertArtist(t, 2, "on call"));
    Transaction first = begin(SERIALIZABLE);
    Transaction second = begin(SERIALIZABLE);
    find(first, table(first, "artist"), 2);
    find(second, table(second, "artist"), 1);
    renameArtist(first, 1, "off");
    renameArtist(second, 2, "off");
    first.commit();
    assertThatThrownBy(second::commit)
        .isInstanceOf(WriteConflictException.class)
        .hasMessageContaining("what this transaction read of table \"artist\"");
    assertThat(artists()).containsExactly("1 off", "2 on call");
  }

  @Test
  void phantomIsRefused() {
    Transaction counter = begin(SERIALIZABLE);
    TableCursor cursor =
        new TableCursor(counter.catalog().layout(table(counter, "artist")), counter.view());
    cursor.open(counter.view(), org.pydb.engine.schema.KeyRange.ALL, false);
    assertThat(cursor.next()).isFalse();
    change(t -> insertArtist(t, 1, "a"));
    insertArtist(counter, 100, "none before me");
    assertThatThrownBy(counter::commit).isInstanceOf(WriteConflictException.class);
  }

  /** Thousands of look-ups are remembered in bounded memory, and still none is forgotten. */
  @Test
  void manyReadsAreRemembered() {
    change(
        t -> {
          for (int id = 0; id < 20_000; id++) {
            insertArtist(t, id, "a");
          }
        });
    Transaction reader = begin(SERIALIZABLE);
    for (int id = 0; id < 20_000; id += 2) {
      find(reader, table(reader, "artist"), id);
    }
    insertArtist(reader, 50_000, "b");
    change(t -> renameArtist(t, 7_778, "changed"));
    assertThatThrownBy(reader::commit).isInstanceOf(WriteConflictException.class);
  }

  // ------------------------------------------------------------------ constraints

  @Test
  void secondOfTwoEqualUniqueValuesWaitsForTheFirst() throws Exception {
    change(t -> indexNames(t, true));
    Transaction first = begin(READ_COMMITTED);
    Transaction second = begin(TransactionOptions.DEFAULT);
    Transaction third = begin(READ_COMMITTED);
    insertArtist(first, 1, "a");
    Future<?> insert = waiting(() -> insertArtist(second, 2, "a"));
    first.commit();
    assertThatThrownBy(insert::get)
        .hasCauseInstanceOf(ConstraintException.class)
        .hasMessageContaining("key (name)=('a') already exists");
    second.close();
    third.beginStatement("delete");
    deleteArtist(third, 1);
    Transaction fourth = begin(READ_COMMITTED);
    Future<?> again = waiting(() -> insertArtist(fourth, 3, "a"));
    third.commit();
    again.get();
    fourth.commit();
    assertThat(artists()).containsExactly("3 a");
  }

  /** One transaction removes the artist, another adds an album of it: one of them must fail. */
  @Test
  void concurrentRemovalOfAReferencedRowIsNoticed() throws Exception {
    change(t -> album(t, Action.NO_ACTION));
    change(t -> insertArtist(t, 1, "AC/DC"));
    Transaction remover = begin(READ_COMMITTED);
    Transaction adder = begin(TransactionOptions.DEFAULT);
    deleteArtist(remover, 1);
    Future<?> add = waiting(() -> insertAlbum(adder, 7, 1));
    remover.commit();
    assertThatThrownBy(add::get)
        .hasCauseInstanceOf(ConstraintException.class)
        .hasMessageContaining("key (artist_id)=(1) is not present in table \"artist\"");
    adder.close();
    change(t -> insertArtist(t, 1, "AC/DC"));
    Transaction secondAdder = begin(READ_COMMITTED);
    Transaction secondRemover = begin(TransactionOptions.DEFAULT);
    insertAlbum(secondAdder, 7, 1);
    Future<?> remove = waiting(() -> deleteArtist(secondRemover, 1));
    secondAdder.commit();
    assertThatThrownBy(remove::get)
        .hasCauseInstanceOf(ConstraintException.class)
        .hasMessageContaining("is still referred to from table \"album\"");
    secondRemover.close();
    assertThat(albums()).containsExactly("7 of 1");
  }

  /** Changing an artist's name does not get in the way of those who add albums. */
  @Test
  void changeOfAReferencedRowThatKeepsItsKeyIsNoConflict() {
    change(t -> album(t, Action.NO_ACTION));
    change(t -> insertArtist(t, 1, "AC/DC"));
    Transaction adder = begin(TransactionOptions.DEFAULT);
    insertAlbum(adder, 7, 1);
    change(t -> renameArtist(t, 1, "ACDC"));
    adder.commit();
    assertThat(albums()).containsExactly("7 of 1");
  }

  /** An album that was added after the snapshot must not be left behind by a cascade. */
  @Test
  void cascadeDoesNotOverlookWhatItsSnapshotDoesNotShow() {
    change(t -> album(t, Action.CASCADE));
    change(t -> insertArtist(t, 1, "AC/DC"));
    for (TransactionOptions options : List.of(READ_COMMITTED, TransactionOptions.DEFAULT)) {
      try (Transaction remover = begin(options)) {
        remover.view();
        change(t -> insertAlbum(t, options.equals(READ_COMMITTED) ? 7 : 8, 1));
        assertThatThrownBy(() -> deleteArtist(remover, 1))
            .isInstanceOf(
                options.equals(READ_COMMITTED)
                    ? StatementRestartException.class
                    : WriteConflictException.class);
      }
    }
    change(t -> deleteArtist(t, 1));
    assertThat(albums()).isEmpty();
  }

  // ------------------------------------------------------------------ definitions

  @Test
  void droppingATableWaitsForItsWriters() throws Exception {
    Transaction writer = begin(READ_COMMITTED);
    Transaction dropper = begin(TransactionOptions.DEFAULT);
    insertArtist(writer, 1, "AC/DC");
    Future<?> drop =
        waiting(
            () -> {
              dropper.design().dropTable(table(dropper, "artist"));
              dropper.commit();
            });
    insertArtist(writer, 2, "Accept");
    writer.commit();
    drop.get();
    change(t -> artist(t));
  }

  @Test
  void writerWhoseTableWasDefinedAnewStartsAgain() {
    Transaction writer = begin(READ_COMMITTED);
    Transaction snapshot = begin(TransactionOptions.DEFAULT);
    writer.catalog();
    snapshot.catalog();
    change(t -> indexNames(t, false));
    assertThatThrownBy(() -> insertArtist(writer, 1, "a"))
        .isInstanceOf(StatementRestartException.class);
    assertThatThrownBy(() -> insertArtist(snapshot, 1, "a"))
        .isInstanceOf(WriteConflictException.class)
        .hasMessageContaining("table public.artist was defined anew");
    snapshot.close();
    writer.beginStatement("again");
    insertArtist(writer, 1, "a");
    writer.commit();
    assertThat(artistsByName()).containsExactly("1 a");
  }

  @Test
  void indexDoesNotMissARowThatWasCommittedMeanwhile() {
    Transaction designer = begin(READ_COMMITTED);
    designer.view();
    change(t -> insertArtist(t, 1, "AC/DC"));
    assertThatThrownBy(() -> indexNames(designer, false))
        .isInstanceOf(StatementRestartException.class);
    designer.beginStatement("again");
    indexNames(designer, false);
    try (Transaction writer = begin(READ_COMMITTED.withLockTimeout(1))) {
      assertThatThrownBy(() -> insertArtist(writer, 2, "Accept"))
          .isInstanceOf(LockTimeoutException.class)
          .hasMessageContaining("table \"artist\" is still locked by");
    }
    designer.commit();
    change(t -> insertArtist(t, 2, "Accept"));
    assertThat(artistsByName()).containsExactly("1 AC/DC", "2 Accept");
  }

  /** A table that begins to refer to another one is known to whoever deletes from that. */
  @Test
  void newForeignKeyIsNotOverlookedByAnOldSnapshot() {
    change(t -> insertArtist(t, 1, "AC/DC"));
    Transaction remover = begin(TransactionOptions.DEFAULT);
    remover.catalog();
    change(t -> album(t, Action.NO_ACTION));
    change(t -> insertAlbum(t, 7, 1));
    assertThatThrownBy(() -> deleteArtist(remover, 1)).isInstanceOf(WriteConflictException.class);
    remover.close();
  }
}
