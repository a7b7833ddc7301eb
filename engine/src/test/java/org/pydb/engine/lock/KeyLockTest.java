package org.pydb.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * Whom a waiter waits for, beside a model that looks at all pairs. A deadlock was overlooked once,
 * about once in thirty runs of {@link LockTableTest}: one asked whom the last before it in the
 * queue waits for when that one had just left, and so never heard of those before it.
 */
class KeyLockTest {
  private static final int ROUNDS = 20_000;
  private static final List<LockMode> MODES = List.of(LockMode.values());

  private final LockTable table = new LockTable(new MemoryVfs().clock());
  private final KeyLock lock = new KeyLock(0, 1, new byte[0]);
  private final List<LockOwner> holders = new ArrayList<>();

  /** In the order of the queue. */
  private final List<LockWaiter> waiters = new ArrayList<>();

  @Test
  void allBlockersAreThoseThatPairsTell() {
    Random random = Seeds.random("KeyLockTest");
    for (int round = 0; round < ROUNDS; round++) {
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        hold(random);
      }
      for (int i = 0; i < 5; i++) {
        enqueue(random);
      }
      for (LockWaiter waiter : waiters) {
        assertThat(new HashSet<>(lock.allBlockers(waiter)))
            .as("round %d, waiter %d", round, waiters.indexOf(waiter))
            .isEqualTo(blockers(waiter));
      }
      LockWaiter left = waiters.isEmpty() ? null : waiters.get(0);
      clear();
      if (left != null) {
        assertThat(lock.allBlockers(left)).as("whom nobody waits for any more").isEmpty();
      }
    }
  }

  private LockOwner owner() {
    return new LockOwner(
        table,
        "",
        0,
        (tree, key) -> "a key",
        () -> {
          throw new AssertionError("so few locks need none");
        });
  }

  private void hold(Random random) {
    LockOwner owner = owner();
    LockMode mode = MODES.get(random.nextInt(MODES.size()));
    if (lock.isGrantable(owner, mode)) {
      lock.hold(owner, mode);
      holders.add(owner);
    }
  }

  /** Lets somebody wait: a new owner, or a holder that does not wait yet. */
  private void enqueue(Random random) {
    LockOwner owner = random.nextBoolean() ? owner() : holders.get(random.nextInt(holders.size()));
    LockMode mode = MODES.get(random.nextInt(MODES.size()));
    LockMode held = lock.modeOf(owner);
    boolean waits = waiters.stream().anyMatch(waiter -> waiter.owner == owner);
    if (waits || (held != null && held.covers(mode)) || lock.isGrantable(owner, mode)) {
      return;
    }
    LockWaiter waiter = new LockWaiter(owner, lock, mode, held != null, "a key");
    lock.enqueue(waiter);
    waiters.add(waiter.upgrades ? 0 : waiters.size(), waiter);
  }

  /** The model: whom it waits for, and whom those wait for that stand before it. */
  private Set<LockOwner> blockers(LockWaiter waiter) {
    Set<LockOwner> found = new HashSet<>();
    for (LockOwner holder : holders) {
      LockMode held = lock.modeOf(holder);
      if (holder != waiter.owner && held != null && held.conflictsWith(waiter.mode)) {
        found.add(holder);
      }
    }
    for (LockWaiter before : waiters.subList(0, waiters.indexOf(waiter))) {
      if (before.mode.conflictsWith(waiter.mode)) {
        found.add(before.owner);
        found.addAll(blockers(before));
      }
    }
    return found;
  }

  private void clear() {
    waiters.forEach(lock::dequeue);
    holders.forEach(lock::release);
    waiters.clear();
    holders.clear();
  }
}
