package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.FaultyVfs.Operation;
import org.pydb.engine.testkit.WrappingVfs;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * A batch waits for more commits, and whoever brings the last of them leads it on. The clock stands
 * while it waits, so nobody's patience ends: without the hand-over all would wait for ever. And
 * whatever becomes of the one that leads, each is told what became of its own commit.
 */
class CommitLeadTest {
  private static final String NAME = "test.pydb";
  private static final int TREE = 16;

  /** So many commits a batch waits for. */
  private static final int CLIENTS = 3;

  /** Rows that are there before, more than the pool keeps; each is as large as this. */
  private static final int ROWS = 300;

  private static final int VALUE = 1500;

  /** Who waits longer waits for ever. */
  private static final int MILLIS_MAX = 30_000;

  private final MemoryVfs disk = new MemoryVfs();
  private final FaultyVfs faults = new FaultyVfs(disk);
  private final GatedVfs vfs = new GatedVfs(faults);
  private TreeStore store;

  @BeforeEach
  void openAndLearn() throws InterruptedException {
    try (TreeStore first = open();
        TreeTransaction transaction = first.begin(false)) {
      for (int row = 0; row < ROWS; row++) {
        put(transaction, row, 0);
      }
      transaction.commit();
    }
    store = open();
    expectClients();
  }

  /** Commits that are under way together once are waited for from then on. */
  private void expectClients() throws InterruptedException {
    vfs.closeGate();
    Client first = new Client(ROWS);
    first.awaitState(Thread.State.TIMED_WAITING);
    Client[] others = new Client[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
      others[i] = new Client(ROWS + 1 + i);
      others[i].awaitState(i == 0 ? Thread.State.TIMED_WAITING : Thread.State.WAITING);
    }
    vfs.openGate(); // Those in front go when their patience ends, and expect as many again.
    assertThat(first.outcome()).isNull();
    for (Client other : others) {
      assertThat(other.outcome()).isNull();
    }
    vfs.stopClock();
  }

  @AfterEach
  void openedAgainAllIsWhole() {
    vfs.runClock();
    faults.heal();
    store.close();
    try (TreeStore again = open()) {
      assertThat(DatabaseVerifier.verify(again)).isEmpty();
    }
    assertThat(DatabaseVerifier.verifyFile(disk, NAME)).isEmpty();
  }

  @Test
  void theLastToComeLeads() throws InterruptedException {
    for (int round = 1; round <= 20; round++) {
      Client[] clients = twoThatWait(round);
      Client last = new Client(2, round);
      for (Client client : new Client[] {clients[0], clients[1], last}) {
        assertThat(client.outcome()).isNull();
      }
      assertThat(vfs.lastToSync).isSameAs(last.thread);
      assertThat(new int[] {value(0), value(1), value(2)}).containsOnly(round);
    }
  }

  /** Nobody knows whether the batch is durable, and nobody may go on as if it were. */
  @Test
  void syncOfTheNewLeaderFails() throws InterruptedException {
    Client[] clients = twoThatWait(1);
    faults.failOnce(EnumSet.of(Operation.SYNC), 0, () -> new StorageException("planted"));
    Client last = new Client(2, 1);
    for (Client client : new Client[] {clients[0], clients[1], last}) {
      assertThat(client.outcome()).isInstanceOf(CommitUnknownException.class);
    }
    assertThat(new Client(2, 2).outcome()).isInstanceOf(DatabaseFailedException.class);
  }

  /** The same where there is no memory to write the log. */
  @Test
  void newLeaderHasNoMemoryToWrite() throws InterruptedException {
    Client[] clients = twoThatWait(1);
    faults.failFrom(EnumSet.of(Operation.WRITE), 0, CommitLeadTest::outOfMemory);
    Client last = new Client(2, 1);
    for (Client client : new Client[] {clients[0], clients[1], last}) {
      assertThat(client.outcome()).isInstanceOf(CommitUnknownException.class);
    }
  }

  /** Its own commit fails; it must lead those of the others all the same. */
  @Test
  void newLeaderHasNoMemoryForItsOwnCommit() throws InterruptedException {
    Client[] clients = twoThatWait(1);
    // The row is among those that the pool does not keep, and is read when it is applied.
    CountDownLatch failed = new CountDownLatch(1);
    faults.failOnce(
        EnumSet.of(Operation.READ),
        0,
        () -> {
          failed.countDown();
          return outOfMemory();
        });
    Client last = new Client(ROWS / 2, 1);
    assertThat(failed.await(MILLIS_MAX, TimeUnit.MILLISECONDS)).as("it leads").isTrue();
    vfs.runClock(); // What is left waits for a third.
    assertThat(last.outcome()).isInstanceOf(OutOfMemoryError.class);
    assertThat(clients[0].outcome()).isNull();
    assertThat(clients[1].outcome()).isNull();
    assertThat(vfs.lastToSync).isSameAs(last.thread);
    assertThat(new int[] {value(0), value(1)}).containsOnly(1);
    assertThat(value(ROWS / 2)).isZero();
    assertThat(new Client(ROWS / 2, 2).outcome()).isNull();
    assertThat(value(ROWS / 2)).isEqualTo(2);
  }

  /** A commit that is under way is not given up, and nobody loses an interrupt. */
  @Test
  void interruptsEndNothingAndAreKept() throws InterruptedException {
    for (int round = 1; round <= 20; round++) {
      Client[] clients = twoThatWait(round);
      clients[round % 2].thread.interrupt();
      Client last = new Client(2, round, round % 3 == 0);
      for (Client client : new Client[] {clients[0], clients[1], last}) {
        assertThat(client.outcome()).isNull();
      }
      assertThat(clients[round % 2].interrupted).isTrue();
      assertThat(clients[1 - round % 2].interrupted).isFalse();
      assertThat(last.interrupted).isEqualTo(round % 3 == 0);
      assertThat(new int[] {value(0), value(1), value(2)}).containsOnly(round);
    }
  }

  private static RuntimeException outOfMemory() {
    throw new OutOfMemoryError("planted");
  }

  /** Two clients, of whom the first leads and has taken in the second; they wait for a third. */
  private Client[] twoThatWait(int value) throws InterruptedException {
    Client leader = new Client(0, value);
    leader.awaitState(Thread.State.TIMED_WAITING);
    Client other = new Client(1, value);
    other.awaitState(Thread.State.WAITING);
    vfs.awaitLooks(3); // Whoever looks at the clock has taken in before what was there.
    return new Client[] {leader, other};
  }

  /** A thread that makes one commit. */
  private final class Client {
    final Thread thread;
    private @Nullable Throwable failure;
    private boolean interrupted;

    Client(int row) {
      this(row, 0);
    }

    Client(int row, int value) {
      this(row, value, false);
    }

    Client(int row, int value, boolean isInterrupted) {
      thread =
          new Thread(
              () -> {
                if (isInterrupted) {
                  Thread.currentThread().interrupt();
                }
                try (TreeTransaction transaction = store.begin(false)) {
                  put(transaction, row, value);
                  transaction.commit();
                } catch (RuntimeException | Error e) {
                  failure = e;
                }
                interrupted = Thread.currentThread().isInterrupted();
              });
      thread.start();
    }

    void awaitState(Thread.State state) throws InterruptedException {
      for (int i = 0; thread.getState() != state; i++) {
        assertThat(i).as("%s instead of %s", thread.getState(), state).isLessThan(MILLIS_MAX);
        Thread.sleep(1);
      }
    }

    /** What its commit failed with, or null. */
    @Nullable Throwable outcome() throws InterruptedException {
      thread.join(MILLIS_MAX);
      assertThat(thread.isAlive()).as("still waits").isFalse();
      return failure;
    }
  }

  private TreeStore open() {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 256 << 10, Runnable::run, 1 << 20));
  }

  private static void put(TreeTransaction transaction, int row, int value) {
    byte[] bytes = new byte[VALUE];
    Bytes.putInt(bytes, 0, value);
    transaction.writes().put(TREE, false, key(row), 0, 4, bytes, 0, VALUE);
  }

  private int value(int row) {
    try (TreeTransaction transaction = store.begin(true)) {
      EntryPointer entry = new EntryPointer();
      assertThat(transaction.find(TREE, key(row), 0, 4, entry)).isTrue();
      return Bytes.getInt(entry.value(store.file()), 0);
    }
  }

  private static byte[] key(int row) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, row);
    return key;
  }

  /** Holds syncs up, and has a clock that can be stopped. */
  private static final class GatedVfs extends WrappingVfs {
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile @Nullable Thread lastToSync;

    /** What the clock says while it stands, or 0. */
    private volatile long standsAt;

    private final AtomicLong looks = new AtomicLong();

    GatedVfs(Vfs inner) {
      super(inner);
    }

    void closeGate() {
      gate = new CountDownLatch(1);
    }

    void openGate() {
      gate.countDown();
    }

    void stopClock() {
      standsAt = System.nanoTime() | 1;
    }

    void runClock() {
      standsAt = 0;
    }

    /** Waits until somebody has looked at the clock so many times. */
    void awaitLooks(int count) throws InterruptedException {
      long until = looks.get() + count;
      for (int i = 0; looks.get() < until; i++) {
        assertThat(i).as("nobody waits for more commits").isLessThan(MILLIS_MAX);
        Thread.sleep(1);
      }
    }

    @Override
    public VfsClock clock() {
      VfsClock real = super.clock();
      return new VfsClock() {
        @Override
        public long millis() {
          return real.millis();
        }

        @Override
        public long nanos() {
          looks.incrementAndGet();
          long stopped = standsAt;
          return stopped == 0 ? System.nanoTime() : stopped;
        }

        @Override
        public long random() {
          return real.random();
        }
      };
    }

    @Override
    protected VfsFile wrap(VfsFile file, OpenMode mode) {
      return new ForwardingFile(file) {
        @Override
        public void sync() {
          try {
            if (!gate.await(MILLIS_MAX, TimeUnit.MILLISECONDS)) {
              throw new AssertionError("nobody opens the gate");
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          lastToSync = Thread.currentThread();
          super.sync();
        }
      };
    }
  }
}
