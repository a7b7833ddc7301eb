package org.pydb.engine.txn;

import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.wal.LogPoint;
import org.pydb.engine.wal.WriteAheadLog;

/** Brings batches into the log. Used by who has the log, one thread at a time. */
final class BatchLog {

  /** Slots of the log that commits leave alone which do more than to free room. */
  static final int SLOTS_FOR_FREEING = 1;

  /** Redo of a batch goes out in frames of at most this many bytes. */
  private static final int FRAME_MAX = 1 << 20;

  private final WriteAheadLog log;
  private final PageSpace space;
  private final CommitPatience patience;

  /**
   * Batches for a log.
   *
   * @param space where their pages go
   * @param patience is told how long syncs take
   */
  BatchLog(WriteAheadLog log, PageSpace space, CommitPatience patience) {
    this.log = log;
    this.space = space;
    this.patience = patience;
  }

  /**
   * Finds room for a batch, in the log and for its pages. If there is too little, those of its
   * commits fail that do more than to free room.
   *
   * @throws DiskFullException if there is no room for those either
   */
  void reserve(Batch batch) {
    try {
      tryReserve(batch);
    } catch (DiskFullException e) {
      if (batch.frees()) {
        throw e;
      }
      batch.keepThoseThatFree(e);
      tryReserve(batch);
    }
  }

  /** The more a batch does to make room, the less it has to leave to others. */
  private void tryReserve(Batch batch) {
    if (batch.isVersion()) {
      boolean frees = batch.frees();
      space.reserve(batch.edit().created(), frees);
      log.reserve(logSize(batch), frees ? 0 : SLOTS_FOR_FREEING);
    } else {
      log.reserve(logSize(batch));
    }
  }

  private long logSize(Batch batch) {
    long size = 0;
    for (Batch.Note note : batch.notes()) {
      size += log.frameSize(note.body().length);
    }
    int redo = batch.redo().length();
    return size + log.frameSize(redo) + (redo / FRAME_MAX) * log.frameSize(0);
  }

  /** Writes the redo, and syncs it if anybody waits for that; returns the place behind it. */
  LogPoint write(Batch batch) {
    for (Batch.Note note : batch.notes()) {
      log.append(note.kind(), note.body(), 0, note.body().length);
    }
    if (batch.isVersion()) {
      writeRedo(batch);
    }
    if (batch.needsSync()) {
      long begin = patience.beginSync();
      log.sync();
      patience.endSync(begin);
    } else {
      log.syncSoon();
    }
    return log.end();
  }

  private void writeRedo(Batch batch) {
    ByteBuilder redo = batch.redo();
    int last = Redo.BATCH_HEADER;
    int chunks = 0;
    while (redo.length() - last > FRAME_MAX) {
      log.append(Redo.CHUNK_FRAME, redo.array(), last, FRAME_MAX);
      last += FRAME_MAX;
      chunks++;
    }
    // The header goes where the end of the last chunk was, right before the rest.
    int header = last - Redo.BATCH_HEADER;
    Bytes.putLong(redo.array(), header, batch.number());
    Bytes.putInt(redo.array(), header + 8, chunks);
    log.append(Redo.BATCH_FRAME, redo.array(), header, redo.length() - header);
  }
}
