package org.pydb.engine.store;

import java.util.function.Consumer;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.VfsClock;
import org.pydb.engine.vfs.VfsFile;

/** Tells how far a recovery is, if it takes long. For one recovery. */
final class RecoveryProgress {

  /** A recovery that is shorter is not worth a word. */
  private static final long SILENT_NANOS = 2_000_000_000L;

  private static final long INTERVAL_NANOS = 1_000_000_000L;
  private static final long MEGABYTE = 1 << 20;

  private final String where;
  private final VfsClock clock;
  private final Consumer<String> listener;
  private final long from;
  private final long bytesMax;
  private final long begin;
  private long nextReport;
  private boolean hasReported;

  /**
   * The recovery begins.
   *
   * @param from the position of the log from which it is done again
   */
  RecoveryProgress(StoreOptions options, long from) {
    Vfs vfs = options.vfs();
    where = vfs.describe(options.name());
    clock = vfs.clock();
    listener = options.recoveryListener();
    this.from = from;
    begin = clock.nanos();
    nextReport = begin + SILENT_NANOS;
    bytesMax = vfs.exists(options.logName()) ? size(vfs, options.logName()) : 0;
  }

  private static long size(Vfs vfs, String name) {
    try (VfsFile log = vfs.open(name, Vfs.OpenMode.READ)) {
      return log.size();
    }
  }

  /** The log has been done again up to here. */
  void reached(long position) {
    long now = clock.nanos();
    if (now - nextReport >= 0) {
      nextReport = now + INTERVAL_NANOS;
      hasReported = true;
      listener.accept(
          where
              + ": recovering what was committed before a crash: "
              + (position - from) / MEGABYTE
              + " of at most "
              + bytesMax / MEGABYTE
              + " MB of the log done again in "
              + seconds(now)
              + " s");
    }
  }

  /** The log has been done again. */
  void ended() {
    if (hasReported) {
      listener.accept(where + ": recovered in " + seconds(clock.nanos()) + " s");
    }
  }

  private long seconds(long now) {
    return (now - begin) / 1_000_000_000L;
  }
}
