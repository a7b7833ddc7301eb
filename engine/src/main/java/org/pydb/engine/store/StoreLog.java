package org.pydb.engine.store;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.MessageCipher;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.page.Meta;
import org.pydb.engine.recovery.Replay;
import org.pydb.engine.txn.Redo;
import org.pydb.engine.wal.LogPoint;
import org.pydb.engine.wal.LogPresence;
import org.pydb.engine.wal.LogReader;
import org.pydb.engine.wal.WriteAheadLog;

/** What opening a store does with the log that stands beside it. */
final class StoreLog {
  private final StoreOptions options;
  private final @Nullable MessageCipher cipher;
  private final String where;

  /**
   * The log of a store.
   *
   * @param keys of an encrypted one, or null
   */
  StoreLog(StoreOptions options, @Nullable FileKeys keys) {
    this.options = options;
    cipher = keys == null ? null : keys.log();
    where = options.vfs().describe(options.logName());
  }

  private static LogPoint start(Meta meta) {
    return new LogPoint(meta.logPosition(), meta.logFrame());
  }

  /** Makes the log of a database that was closed cleanly, and so has none. */
  WriteAheadLog create(Meta meta) {
    removeLeftover(meta);
    return WriteAheadLog.create(
        options.vfs(),
        options.logName(),
        meta.databaseId(),
        cipher,
        options.logSegmentSize(),
        start(meta),
        options.executor());
  }

  /**
   * Removes the log that a crash left between two steps of opening or closing, where the data file
   * needs it no more, or not yet.
   */
  private void removeLeftover(Meta meta) {
    if (LogReader.presence(options.vfs(), options.logName()) != LogPresence.PRESENT) {
      return;
    }
    try (LogReader reader = reader()) {
      checkOwner(reader, meta);
      reader.read(
          start(meta),
          (position, number, kind, body, length) -> {
            if (kind == Redo.BATCH_FRAME) {
              throw new CorruptionException(
                  where
                      + ": holds commits that the file beside it knows nothing of, though that"
                      + " was closed cleanly: one of the two was replaced by another copy. Both"
                      + " were left untouched; put the right ones together.");
            }
          });
    }
    options.vfs().delete(options.logName());
    options.vfs().syncNames();
  }

  private void checkOwner(LogReader reader, Meta meta) {
    if (!reader.databaseId().equals(meta.databaseId())) {
      throw new CorruptionException(
          where
              + ": belongs to another database than the file beside it. Both were left"
              + " untouched; put the right log there, or move this one away.");
    }
  }

  /** Opens the log to be read, beside who reads it already. */
  LogReader reader() {
    return LogReader.open(options.vfs(), options.logName(), cipher);
  }

  /** Recovers the log that a crash left. */
  WriteAheadLog recover(Meta meta, Replay replay) {
    RecoveryProgress progress = new RecoveryProgress(options, meta.logPosition());
    WriteAheadLog log =
        WriteAheadLog.recover(
            options.vfs(),
            options.logName(),
            meta.databaseId(),
            cipher,
            start(meta),
            options.executor(),
            (position, number, kind, body, length) -> {
              replay.frame(position, kind, body, length);
              progress.reached(position);
            });
    progress.ended();
    return log;
  }

  /** Reads the log that a crash left, and leaves it alone. */
  LogPoint read(Meta meta, Replay replay) {
    if (LogReader.presence(options.vfs(), options.logName()) != LogPresence.PRESENT) {
      throw new CorruptionException(
          where
              + ": is missing or empty, expected the log from frame "
              + meta.logFrame()
              + " on. Without it the last commits are lost: put it back, or restore a backup.");
    }
    try (LogReader reader = reader()) {
      checkOwner(reader, meta);
      return reader
          .read(
              start(meta),
              (position, number, kind, body, length) -> replay.frame(position, kind, body, length))
          .end();
    }
  }
}
