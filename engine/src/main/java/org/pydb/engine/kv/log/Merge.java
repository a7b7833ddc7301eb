package org.pydb.engine.kv.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.kv.file.EntryCodec;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.kv.index.Location;
import org.pydb.engine.kv.storage.EngineContext;

/**
 * Copies the living entries of the sealed segments into new ones. A crash leaves the old ones or,
 * since one edit of the manifest, the new ones. Used once.
 */
final class Merge {
  private static final int RECORD_BYTES = 64 << 10;

  private final LogEngine engine;
  private final EngineContext context;
  private final Manifest manifest;
  private final int segmentBytes;

  private final List<Segment> fresh = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();
  private final List<HintFile.Hint> hints = new ArrayList<>();
  private final ByteBuilder record = RecordFile.newRecord(RECORD_BYTES);
  private @Nullable Segment current;

  /** An entry that is copied: where it was, and where it is. */
  @SuppressWarnings("ArrayRecordComponent") // on its way into an index, never compared
  record Move(byte[] key, Location from, Location to) {}

  Merge(LogEngine engine, EngineContext context, Manifest manifest, int segmentBytes) {
    this.engine = engine;
    this.context = context;
    this.manifest = manifest;
    this.segmentBytes = segmentBytes;
  }

  void run(List<Segment> merged, BooleanSupplier isCanceled) {
    boolean isNamed = false;
    try {
      for (Segment segment : merged) {
        if (isCanceled.getAsBoolean()) {
          return;
        }
        copy(segment, merged.get(merged.size() - 1).rank());
      }
      finishSegment();
      engine.syncLog(); // What is left out was overwritten: by writes that no crash may take.
      Manifest.Edit edit = new Manifest.Edit().replace();
      fresh.forEach(segment -> edit.add(segment.entry(true)));
      merged.forEach(segment -> edit.drop(segment.number()));
      try {
        manifest.apply(edit);
        isNamed = true;
      } catch (CommitUnknownException e) {
        isNamed = true; // Perhaps. The next opening finds out, and needs the files then.
        fresh.forEach(segment -> segment.file().close());
        throw e;
      }
      engine.replace(merged, fresh, moves);
    } finally {
      if (!isNamed) {
        giveUp();
      }
    }
  }

  private void copy(Segment from, long rank) {
    from.file()
        .scan(
            (position, number, bytes, start, length) ->
                EntryCodec.visit(
                    bytes,
                    start,
                    length,
                    (entry, end, key, value) -> {
                      long at = position + RecordFile.RECORD_HEADER_SIZE + entry - start;
                      Location place = new Location(from.number(), at, end - entry);
                      if (value != null && engine.isLive(key, place)) {
                        copy(key, value, place, rank);
                      }
                    }));
  }

  private void copy(byte[] key, byte[] value, Location from, long rank) {
    Segment target = current;
    if (target == null) {
      long number = manifest.newNumber();
      target = new Segment(number, rank, engine.createFile(number));
      current = target;
      fresh.add(target);
    }
    long at = target.file().end() + record.length();
    int start = record.length();
    EntryCodec.put(record, key, value, target.file().salt());
    int length = record.length() - start;
    moves.add(new Move(key, from, new Location(target.number(), at, length)));
    hints.add(new HintFile.Hint(key, at, length, true));
    if (record.length() > RECORD_BYTES) {
      flush(target);
    }
    if (target.file().end() + record.length() > segmentBytes) {
      finishSegment();
    }
  }

  private void flush(Segment target) {
    if (record.length() > RecordFile.RECORD_HEADER_SIZE) {
      target.file().append(record, 0);
      record.truncate(RecordFile.RECORD_HEADER_SIZE);
    }
  }

  private void finishSegment() {
    Segment target = current;
    if (target != null) {
      flush(target);
      target.file().sync();
      HintFile.write(context.vfs(), context.name(), target, hints);
      hints.clear();
      current = null;
    }
  }

  private void giveUp() {
    for (Segment segment : fresh) {
      segment.file().close();
      engine.deleteFile(segment.number());
    }
  }
}
