package org.pydb.engine.lock;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.DeadlockException;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * Who is given up. A random history of the driver once met an UPDATE of one row, alone in its
 * transaction, that failed by a deadlock: it stood in the queue of a row between the two that had
 * the deadlock, and its search came first.
 */
class DeadlockSearchTest {
  private final LockTable table = new LockTable(new MemoryVfs().clock());
  private final DeadlockSearch search = new DeadlockSearch(table);
  private final KeyLock row = new KeyLock(0, 1, new byte[] {1});
  private final KeyLock otherRow = new KeyLock(1, 1, new byte[] {2});
  private final LockOwner first = owner("first");
  private final LockOwner second = owner("second");
  private final LockOwner between = owner("between");

  @BeforeEach
  void holdRows() {
    otherRow.hold(second, LockMode.UPDATE);
  }

  /** Its giving way would free nobody. */
  @Test
  void whoOnlyStandsInBetweenIsLeftAlone() {
    row.hold(first, LockMode.UPDATE);
    LockWaiter innocent = await(between, row, LockMode.UPDATE);
    LockWaiter waiter = await(second, row, LockMode.UPDATE);
    LockWaiter other = await(first, otherRow, LockMode.UPDATE);

    assertThatCode(() -> search.check(innocent)).doesNotThrowAnyException();
    assertThatThrownBy(() -> search.check(waiter)).isInstanceOf(DeadlockException.class);
    assertThatCode(() -> search.check(other)).as("the cycle is broken").doesNotThrowAnyException();
  }

  @Test
  void eitherOfTheTwoBreaksTheCycle() {
    row.hold(first, LockMode.UPDATE);
    LockWaiter innocent = await(between, row, LockMode.UPDATE);
    LockWaiter waiter = await(second, row, LockMode.UPDATE);
    LockWaiter other = await(first, otherRow, LockMode.UPDATE);

    assertThatThrownBy(() -> search.check(other)).isInstanceOf(DeadlockException.class);
    assertThatCode(() -> search.check(waiter)).doesNotThrowAnyException();
    assertThatCode(() -> search.check(innocent)).doesNotThrowAnyException();
  }

  /** Two may share the row, and only the one between them keeps the second from it. */
  @Test
  void whoIsAllThatOthersWaitForIsGivenUp() {
    row.hold(first, LockMode.SHARE);
    LockWaiter inTheWay = await(between, row, LockMode.UPDATE);
    await(second, row, LockMode.SHARE);
    await(first, otherRow, LockMode.UPDATE);

    assertThatThrownBy(() -> search.check(inTheWay)).isInstanceOf(DeadlockException.class);
  }

  private LockOwner owner(String name) {
    return new LockOwner(
        table,
        name,
        0,
        (tree, key) -> "a key",
        () -> {
          throw new AssertionError("so few locks need none");
        });
  }

  private static LockWaiter await(LockOwner owner, KeyLock lock, LockMode mode) {
    LockWaiter waiter = new LockWaiter(owner, lock, mode, false, "a key");
    lock.enqueue(waiter);
    owner.setWaiting(waiter);
    return waiter;
  }
}
