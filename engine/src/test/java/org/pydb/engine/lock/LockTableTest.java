package org.pydb.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.DeadlockException;
import org.pydb.engine.error.LockTimeoutException;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;

/** Many threads lock few keys; a model beside the table notes who holds what. */
class LockTableTest {
  private static final int THREADS = 8;
  private static final int TRANSACTIONS = 3000;
  private static final int KEYS = 10;
  private static final int TREE = 20;
  private static final List<LockMode> MODES = List.of(LockMode.values());

  /** Most wait. */
  private static final List<LockWait> WAITS =
      List.of(LockWait.WAIT, LockWait.WAIT, LockWait.WAIT, LockWait.NOWAIT, LockWait.SKIP_LOCKED);

  private final LockTable table = new LockTable(new MemoryVfs().clock());
  private final Model model = new Model();
  private final AtomicInteger deadlocks = new AtomicInteger();

  /** Who holds which key how. */
  private static final class Model {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Map<LockOwner, LockMode>> held = new HashMap<>();

    void hold(int key, LockOwner owner, LockMode mode) {
      lock.lock();
      try {
        Map<LockOwner, LockMode> holders = held.computeIfAbsent(key, k -> new HashMap<>());
        holders.forEach(
            (other, has) ->
                assertThat(other != owner && has.conflictsWith(mode))
                    .as("%s holds key %d %s, and %s gets it %s", other, key, has, owner, mode)
                    .isFalse());
        holders.merge(owner, mode, (a, b) -> a.covers(b) ? a : b);
      } finally {
        lock.unlock();
      }
    }

    void release(LockOwner owner) {
      lock.lock();
      try {
        held.values().forEach(holders -> holders.remove(owner));
      } finally {
        lock.unlock();
      }
    }
  }

  private LockOwner owner(String name, long timeoutMillis) {
    return new LockOwner(
        table, name, timeoutMillis, (tree, key) -> "key " + key[0], LockTableTest::noOverflow);
  }

  private static LockOverflow noOverflow() {
    throw new AssertionError("so few locks need none");
  }

  private static boolean lock(LockOwner owner, int key, LockMode mode, LockWait wait) {
    return owner.lock(TREE, new byte[] {(byte) key}, 0, 1, mode, wait);
  }

  @Test
  void conflictsAreThoseOfTheTable() {
    Map<LockMode, String> conflicts = new EnumMap<>(LockMode.class);
    for (LockMode mode : LockMode.values()) {
      StringBuilder row = new StringBuilder();
      for (LockMode other : LockMode.values()) {
        row.append(mode.conflictsWith(other) ? 'x' : '.');
      }
      conflicts.put(mode, row.toString());
    }
    assertThat(conflicts.values()).containsExactly("...x", "..xx", ".xxx", "xxxx");
  }

  @Test
  void nobodyHoldsWhatConflictsAndNobodyWaitsForEver() throws Exception {
    Random seeds = Seeds.random("LockTableTest");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seeds.nextLong());
      running.add(threads.submit(() -> run(random)));
    }
    for (Future<?> each : running) {
      each.get(); // A deadlock that nobody found would hang here.
    }
    threads.shutdown();
    assertThat(deadlocks.get()).as("deadlocks").isPositive();
    assertThat(table.size()).as("locks that nobody holds").isZero();
    assertThat(table.waits()).isEmpty();
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private void run(Random random) {
    for (int i = 0; i < TRANSACTIONS; i++) {
      LockOwner owner = owner("", random.nextInt(10) == 0 ? 1 : 0);
      try {
        for (int k = random.nextInt(5); k >= 0; k--) {
          int key = random.nextInt(KEYS);
          LockMode mode = MODES.get(random.nextInt(MODES.size()));
          LockWait wait = WAITS.get(random.nextInt(WAITS.size()));
          if (lock(owner, key, mode, wait)) {
            model.hold(key, owner, mode);
          }
          Thread.yield(); // On one processor they would hardly meet.
        }
      } catch (DeadlockException e) {
        deadlocks.incrementAndGet();
      } catch (LockTimeoutException e) {
        // It gave up, as it said it would.
      } finally {
        model.release(owner);
        owner.releaseAll();
      }
    }
  }

  /** Two readers who both want to write: neither can go first, and one of them is told so. */
  @Test
  void twoUpgradesAreADeadlock() throws Exception {
    LockOwner[] owners = {owner("first", 0), owner("second", 0)};
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<String>> upgrades = new ArrayList<>();
    for (LockOwner owner : owners) {
      lock(owner, 1, LockMode.SHARE, LockWait.WAIT);
    }
    for (LockOwner owner : owners) {
      upgrades.add(threads.submit(() -> upgradeOrGiveUp(owner)));
    }
    List<String> outcomes = List.of(upgrades.get(0).get(), upgrades.get(1).get());
    assertThat(outcomes).contains("upgraded");
    assertThat(String.join(" ", outcomes))
        .contains("second waits for key 1, blocked by first")
        .contains("first waits for key 1, blocked by second");
    threads.shutdown();
    assertThat(table.size()).isZero();
  }

  private static String upgradeOrGiveUp(LockOwner owner) {
    try {
      lock(owner, 1, LockMode.UPDATE, LockWait.WAIT);
      return "upgraded";
    } catch (DeadlockException e) {
      return String.valueOf(e.getMessage());
    } finally {
      owner.releaseAll();
    }
  }

  /** Memory that runs out in the middle of waiting leaves nobody in the queue. */
  @Test
  void whoHasNoMemoryToWaitLeavesTheQueue() {
    LockOwner holder = owner("holder", 0);
    LockOwner poor =
        new LockOwner(
            table, "poor", 0, (tree, key) -> failForWantOfMemory(), LockTableTest::noOverflow);
    lock(holder, 1, LockMode.UPDATE, LockWait.WAIT);
    for (LockWait wait : List.of(LockWait.WAIT, LockWait.NOWAIT)) {
      assertThatThrownBy(() -> lock(poor, 1, LockMode.UPDATE, wait))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(table.waits()).isEmpty();
    }
    holder.releaseAll();
    LockOwner next = owner("next", 0);
    assertThat(lock(next, 1, LockMode.UPDATE, LockWait.NOWAIT)).isTrue();
    next.releaseAll();
    poor.releaseAll();
    assertThat(table.size()).isZero();
  }

  /** What memory holds is released even if the overflow cannot be let go of. */
  @Test
  void locksAreReleasedWithoutMemory() {
    LockOverflow overflow =
        new LockOverflow() {
          @Override
          public void add(long hash, int tree, byte[] key, int from, int to, LockMode mode) {}

          @Override
          public LockMode find(long hash, int tree, byte[] key, int from, int to) {
            return null;
          }

          @Override
          public void drop() {
            failForWantOfMemory();
          }
        };
    LockOwner owner = new LockOwner(table, "large", 0, (tree, key) -> "a key", () -> overflow);
    for (int i = 0; i < LockOwner.HELD_IN_MEMORY_MAX + 10; i++) {
      byte[] key = {(byte) i, (byte) (i >> 8), (byte) (i >> 16)};
      assertThat(owner.lock(TREE, key, 0, 3, LockMode.UPDATE, LockWait.NOWAIT)).isTrue();
    }
    assertThatThrownBy(owner::releaseAll).isInstanceOf(OutOfMemoryError.class);
    assertThat(table.size()).isZero();
  }

  private static String failForWantOfMemory() {
    throw new OutOfMemoryError("planted");
  }
}
