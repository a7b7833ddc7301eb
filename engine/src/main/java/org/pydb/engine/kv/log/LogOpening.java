package org.pydb.engine.kv.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.kv.file.EntryCodec;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.kv.index.Index;
import org.pydb.engine.kv.index.Location;
import org.pydb.engine.kv.storage.EngineContext;

/** Opens a log: finds its end and has the index know all that it does not know. Used once. */
final class LogOpening {
  private final EngineContext context;
  private final Manifest manifest;
  private final Index index;
  private final int segmentBytes;
  private final List<FileEntry> entries;
  private final List<Segment> segments = new ArrayList<>();
  private long number;

  LogOpening(EngineContext context, Manifest manifest, Index index, int segmentBytes) {
    this.context = context;
    this.manifest = manifest;
    this.index = index;
    this.segmentBytes = segmentBytes;
    entries = manifest.files(Segment.KIND, 0);
  }

  LogEngine open() {
    LogEngine engine = null;
    try {
      openSegments();
      Segment active = segments.get(segments.size() - 1);
      engine = new LogEngine(context, segmentBytes, manifest, index, segments, active);
      fill(engine, active);
      finish(engine, active);
      return engine;
    } catch (RuntimeException | Error e) {
      closeAll(engine);
      throw e;
    }
  }

  private void closeAll(@Nullable LogEngine engine) {
    if (engine != null) {
      engine.closeFiles();
      return;
    }
    segments.forEach(segment -> segment.file().close());
    manifest.close();
    index.close();
  }

  private void openSegments() {
    for (FileEntry entry : entries) {
      String name = Manifest.fileName(context.name(), entry.number(), Segment.KIND);
      RecordFile file = RecordFile.open(context.vfs(), name, Segment.KIND, entry.number());
      segments.add(new Segment(entry.number(), entry.rank(), file));
      if (entry.isSealed()) {
        file.seal(entry.length());
      }
    }
    if (segments.isEmpty() || entries.get(entries.size() - 1).isSealed()) {
      throw new CorruptionException(
          context.vfs().describe(context.name()) + ": the manifest names no active segment");
    }
  }

  /** Has the index know all; if it is one that remembers, what follows its mark. */
  private void fill(LogEngine engine, Segment active) {
    number = manifest.durableNumber();
    LogMark mark = LogMark.read(index.mark());
    if (mark != null && isUsable(mark) && fillFromMark(engine, mark)) {
      return;
    }
    if (mark != null || index.size() > 0) {
      index.clear();
    }
    segments.forEach(segment -> segment.addDead(-segment.dead()));
    for (Segment segment : segments) {
      if (segment != active) {
        fillSealed(engine, segment);
      }
    }
    replay(engine, active, RecordFile.HEADER_SIZE, 0);
  }

  private boolean isUsable(LogMark mark) {
    return mark.generation() == manifest.generation()
        && segments.stream()
            .anyMatch(
                segment ->
                    segment.number() == mark.segment() && segment.file().salt() == mark.salt());
  }

  /** False if the log has lost records that the index knows. */
  private boolean fillFromMark(LogEngine engine, LogMark mark) {
    segments.forEach(segment -> segment.addDead(mark.dead().getOrDefault(segment.number(), 0L)));
    number = Math.max(number, mark.number());
    boolean isBehind = false;
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (segment.number() == mark.segment()) {
        replay(engine, segment, mark.synced(), mark.end());
        if (segment.file().end() < mark.end()) {
          number = manifest.durableNumber();
          return false;
        }
        isBehind = true;
      } else if (isBehind) {
        replay(engine, segment, RecordFile.HEADER_SIZE, 0);
      }
    }
    return true;
  }

  private void fillSealed(LogEngine engine, Segment segment) {
    List<HintFile.Hint> hints =
        HintFile.read(context.vfs(), context.name(), segment, segment.file().end());
    if (hints == null) {
      context.vfs().delete(Manifest.hintName(context.name(), segment.number()));
      replay(engine, segment, RecordFile.HEADER_SIZE, 0);
      return;
    }
    for (HintFile.Hint hint : hints) {
      Location place = new Location(segment.number(), hint.position(), hint.length());
      engine.change(hint.key(), hint.isSet(), place);
    }
  }

  /** Reads records from a position on; the index knows those before another one. */
  private void replay(LogEngine engine, Segment segment, long from, long known) {
    FileEntry entry = entries.get(segments.indexOf(segment));
    RecordFile.Visitor visitor =
        (position, recordNumber, bytes, start, length) -> {
          number = Math.max(number, recordNumber);
          if (position >= known) {
            EntryCodec.visit(
                bytes,
                start,
                length,
                (first, end, key, value) -> {
                  long at = position + RecordFile.RECORD_HEADER_SIZE + first - start;
                  Location place = new Location(segment.number(), at, end - first);
                  engine.change(key, value != null, place);
                });
          }
        };
    segment.file().replay(from, entry.length(), entry.isSealed(), visitor);
  }

  /** Makes durable what was found, before anybody reads it. */
  private void finish(LogEngine engine, Segment active) {
    FileEntry entry = entries.get(entries.size() - 1);
    active.file().repair();
    engine.setNumber(number);
    Manifest.Edit edit = new Manifest.Edit().add(active.entry(false)).durable(number);
    if (active.file().end() != entry.length()) {
      edit.replace(); // A mark of an index that was not there knows nothing of what was cut off.
    }
    manifest.apply(edit);
    engine.commitIndex();
    engine.tidySoon();
  }
}
