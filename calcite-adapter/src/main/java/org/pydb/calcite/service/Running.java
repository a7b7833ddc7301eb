package org.pydb.calcite.service;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.RunningStatement;

/**
 * What runs now, if anything, for other threads that want to end it.
 *
 * <p>Executions are objects that are used again, so each run of one has a number, which is what is
 * cancelled. Who cancels reads the number first, and then whose it is: if that has changed
 * meanwhile, the number fits nobody any more.
 */
final class Running {
  private static final long NOTHING = 0;

  private final AtomicLong number = new AtomicLong();
  private final AtomicReference<@Nullable Execution> execution = new AtomicReference<>();

  /** This runs from now on. */
  void set(Execution begun, long itsNumber) {
    number.setRelease(NOTHING);
    execution.setRelease(begun);
    number.setRelease(itsNumber);
  }

  /**
   * Runs something within what runs now, if anything does, which is what runs again afterwards. By
   * the session's thread.
   */
  <T> T within(Supplier<T> inner) {
    long outerNumber = number.getPlain();
    Execution outer = execution.getPlain();
    try {
      return inner.get();
    } finally {
      if (outer != null && outerNumber != NOTHING) {
        set(outer, outerNumber);
      }
    }
  }

  /** This has ended; something else may run already. */
  void clear(long itsNumber) {
    if (number.getPlain() == itsNumber) {
      number.setRelease(NOTHING);
    }
  }

  /** What runs now; null if nothing does, or it ends meanwhile. Callable from any thread. */
  @Nullable RunningStatement statement() {
    long now = number.get();
    Execution its = execution.get();
    if (now == NOTHING || its == null) {
      return null;
    }
    RunningStatement seen = its.statement();
    return number.get() == now ? seen : null;
  }

  /** Why what runs now is to end; null if it is not, or nothing runs. By the session's thread. */
  @Nullable String cancelReason() {
    Execution its = execution.getPlain();
    return number.getPlain() == NOTHING || its == null ? null : its.cancelReason();
  }

  /** Makes what runs now fail soon. Callable from any thread. */
  void cancel(String reason) {
    long now = number.get();
    Execution its = execution.get();
    if (now != NOTHING && its != null) {
      its.cancel(now, reason);
    }
  }
}
