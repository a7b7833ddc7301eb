package org.pydb.calcite.service;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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

  /** This has ended; something else may run already. */
  void clear(long itsNumber) {
    if (number.getPlain() == itsNumber) {
      number.setRelease(NOTHING);
    }
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
