package org.pydb.engine.kv.log;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.file.BackgroundWork;
import org.pydb.engine.kv.file.EntryCodec;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.kv.index.Index;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.index.Location;
import org.pydb.engine.kv.index.OrderedIndex;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;

/**
 * An append-only log with an index in front of it (Sheehy and Smith, "Bitcask: a log-structured
 * hash table for fast key/value data", 2010). A write appends to the segment that is active; the
 * index leads from each key to its newest entry, so a read costs one access of the disk.
 *
 * <pre>
 *   index   key ──▶ segment, position, length
 *                      │
 *   log     [ 1 sealed ][ 2 sealed ][ 3 active ▸     oldest first; entries of a key: the last counts
 *              └── merge ──┘
 *                  [ 4 ]                              the living entries of 1 and 2, before 3
 * </pre>
 *
 * <p>A segment that is full is sealed, and a {@link HintFile} of its keys is written in the
 * background. When half of the sealed bytes are dead a merge copies the living entries of all
 * sealed segments into new ones, and one edit of the manifest replaces the old by the new.
 * Deletions need no copy, for nothing is older than what is merged. Files that a snapshot still
 * reads are deleted with its end.
 *
 * <p>Reads hold the lock shared, and so does nothing else for long: a write holds it alone while it
 * changes the index, not while it writes or syncs.
 */
public final class LogEngine implements StorageEngine {

  /** Makes and opens such stores with a skip list as the index. */
  public static final EngineFactory FACTORY = with(IndexFactory.SKIP_LIST);

  private static final int SEGMENT_BYTES = 64 << 20;

  private final EngineContext context;
  private final int segmentBytes;
  private final Manifest manifest;
  private final Index index;
  private final BackgroundWork background;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // Guarded by the lock.
  private final Map<Long, Segment> segments = new TreeMap<>();
  private final List<Retired> retired = new ArrayList<>();
  private Segment active;
  private @Nullable LogSnapshot newest;
  private long lastSnapshotId;

  /**
   * Whether the index may lack what the log has. Then nothing is merged any more, for a merge
   * believes the index, and a persistent index is made anew by the next opening.
   */
  private volatile boolean isIndexBroken;

  private volatile long number;
  private volatile long durableNumber;

  /** A segment that was merged, and the last snapshot that may read it. */
  private record Retired(Segment segment, long snapshotId) {}

  LogEngine(
      EngineContext context,
      int segmentBytes,
      Manifest manifest,
      Index index,
      List<Segment> known,
      Segment active) {
    this.context = context;
    this.segmentBytes = segmentBytes;
    this.manifest = manifest;
    this.index = index;
    this.active = active;
    known.forEach(segment -> segments.put(segment.number(), segment));
    background = new BackgroundWork(context.executor(), this::tidy);
  }

  /** Makes and opens such stores with an index of choice; each opening may choose another one. */
  public static EngineFactory with(IndexFactory index) {
    return with(index, SEGMENT_BYTES);
  }

  /** The same with segments of about so many bytes. */
  public static EngineFactory with(IndexFactory index, int segmentBytes) {
    return new LogFactory(index, segmentBytes);
  }

  // ------------------------------------------------------------------ writing

  @Override
  public void apply(WriteBatch batch, long newNumber, Durability durability) {
    if (active.file().end() > RecordFile.HEADER_SIZE
        && active.file().end() + batch.bytes() > segmentBytes) {
      roll();
    }
    RecordFile file = active.file();
    ByteBuilder record = RecordFile.newRecord((int) Math.min(batch.bytes() + 64, 1 << 20));
    int[] starts = new int[batch.changes().size() + 1];
    for (int i = 0; i < batch.changes().size(); i++) {
      WriteBatch.Change change = batch.changes().get(i);
      starts[i] = record.length();
      EntryCodec.put(record, change.key(), change.value(), file.salt());
    }
    starts[batch.changes().size()] = record.length();
    long position = file.append(record, newNumber);
    if (durability == Durability.SYNCED) {
      file.sync();
    }
    publish(batch, position, starts, newNumber);
    if (durability == Durability.SYNCED) {
      durableNumber = newNumber;
    }
  }

  /** Lets everybody see what is in the log. */
  private void publish(WriteBatch batch, long position, int[] starts, long newNumber) {
    lock.writeLock().lock();
    try {
      for (int i = 0; i < starts.length - 1; i++) {
        WriteBatch.Change change = batch.changes().get(i);
        Location place =
            new Location(active.number(), position + starts[i], starts[i + 1] - starts[i]);
        change(change.key(), change.value() != null, place);
      }
      number = newNumber;
      index.commit(mark(), false);
    } catch (RuntimeException e) {
      isIndexBroken = true;
      throw new CommitUnknownException(
          "the index of " + active.file().place() + " failed after the log was written", e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Has the index know a change. The lock is held, or nobody else is there. */
  void change(byte[] key, boolean isSet, Location place) {
    Location old = index.get(key);
    if (newest != null) {
      newest.keep(key, old);
    }
    if (old != null) {
      segment(old).addDead(old.length());
    }
    if (isSet) {
      index.put(key, place);
    } else {
      index.remove(key);
      segment(place).addDead(place.length());
    }
  }

  private byte[] mark() {
    long generation = isIndexBroken ? -1 : manifest.generation();
    return LogMark.of(generation, active, number, segments.values());
  }

  /** Seals the active segment and begins the next one. */
  private void roll() {
    active.file().sync();
    durableNumber = number;
    long next = manifest.newNumber();
    RecordFile file = createFile(next);
    Segment fresh = new Segment(next, next, file);
    try {
      manifest.apply(
          new Manifest.Edit().add(active.entry(true)).add(fresh.entry(false)).durable(number));
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
    lock.writeLock().lock();
    try {
      segments.put(next, fresh);
      active = fresh;
    } finally {
      lock.writeLock().unlock();
    }
    background.order();
  }

  RecordFile createFile(long newNumber) {
    context.vfs().delete(Manifest.hintName(context.name(), newNumber));
    String name = Manifest.fileName(context.name(), newNumber, Segment.KIND);
    return RecordFile.create(context.vfs(), name, Segment.KIND, newNumber);
  }

  @Override
  public void checkpoint() {
    active.file().sync();
    durableNumber = number;
  }

  // ------------------------------------------------------------------ reading

  @Override
  public byte @Nullable [] get(byte[] key) {
    return get(null, key);
  }

  byte @Nullable [] get(@Nullable LogSnapshot snapshot, byte[] key) {
    lock.readLock().lock();
    try {
      Location place = snapshot == null ? index.get(key) : snapshot.find(key);
      return place == null ? null : read(place, key);
    } finally {
      lock.readLock().unlock();
    }
  }

  private byte[] read(Location place, byte[] key) {
    RecordFile file = segment(place).file();
    byte[] bytes = file.read(place.position(), place.length());
    byte[] value =
        EntryCodec.isValueOf(bytes, key, file.salt()) ? EntryCodec.value(bytes, 0) : null;
    if (value == null) {
      throw file.damaged(place.position(), "it does not hold the entry that the index names");
    }
    return value;
  }

  private Segment segment(Location place) {
    Segment segment = segments.get(place.segment());
    if (segment == null) {
      throw new CorruptionException(
          context.vfs().describe(context.name())
              + ": the index leads to segment "
              + place.segment()
              + ", which there is not");
    }
    return segment;
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    orderedIndex();
    LogSnapshot snapshot = newSnapshot();
    return new LogCursor(this, snapshot, range, backward, snapshot::close);
  }

  /** The index, if it knows the order of keys. */
  OrderedIndex orderedIndex() {
    if (index instanceof OrderedIndex ordered) {
      return ordered;
    }
    throw new UnsupportedOperationException(
        "the index of "
            + context.vfs().describe(context.name())
            + " does not know the order of keys: open the store with a skip list or a B+tree");
  }

  /** The next entry that a snapshot sees; null if there is none that is not behind the range. */
  LogCursor.@Nullable Entry next(
      LogSnapshot snapshot,
      KeyRange range,
      byte @Nullable [] from,
      boolean fromInclusive,
      boolean backward) {
    OrderedIndex ordered = orderedIndex();
    byte[] bound = from;
    boolean inclusive = fromInclusive;
    lock.readLock().lock();
    try {
      while (true) {
        byte[] found =
            backward ? ordered.previous(bound, inclusive) : ordered.next(bound, inclusive);
        byte[] key = snapshot.first(found, bound, inclusive, backward);
        if (key == null || range.isBehind(key, backward)) {
          return null;
        }
        Location place = snapshot.find(key);
        if (place != null) {
          return new LogCursor.Entry(key, read(place, key));
        }
        bound = key;
        inclusive = false;
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** All entries that a snapshot sees. Meanwhile nothing is merged, so that they stay in place. */
  void forEach(LogSnapshot snapshot, BiConsumer<byte[], byte[]> visitor) {
    background.pause();
    try {
      for (Segment segment : allSegments()) {
        forEach(snapshot, segment, visitor);
      }
    } finally {
      background.resume();
    }
  }

  private List<Segment> allSegments() {
    lock.readLock().lock();
    try {
      return List.copyOf(segments.values());
    } finally {
      lock.readLock().unlock();
    }
  }

  private void forEach(LogSnapshot snapshot, Segment segment, BiConsumer<byte[], byte[]> visitor) {
    segment
        .file()
        .scan(
            (position, batch, bytes, from, length) ->
                EntryCodec.visit(
                    bytes,
                    from,
                    length,
                    (start, end, key, value) -> {
                      long at = position + RecordFile.RECORD_HEADER_SIZE + start - from;
                      Location place = new Location(segment.number(), at, end - start);
                      if (value != null && place.equals(find(snapshot, key))) {
                        visitor.accept(key, value);
                      }
                    }));
  }

  private @Nullable Location find(LogSnapshot snapshot, byte[] key) {
    lock.readLock().lock();
    try {
      return snapshot.find(key);
    } finally {
      lock.readLock().unlock();
    }
  }

  Index index() {
    return index;
  }

  @Override
  public Snapshot snapshot() {
    return newSnapshot();
  }

  private LogSnapshot newSnapshot() {
    lock.writeLock().lock();
    try {
      LogSnapshot snapshot = new LogSnapshot(this, ++lastSnapshotId, newest);
      newest = snapshot;
      return snapshot;
    } finally {
      lock.writeLock().unlock();
    }
  }

  void close(LogSnapshot snapshot) {
    lock.writeLock().lock();
    try {
      snapshot.leave();
      if (newest == snapshot) {
        newest = snapshot.older();
      }
      deleteRetired();
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public long durableNumber() {
    return durableNumber;
  }

  /** Lets a persistent index know how far it reaches. */
  void commitIndex() {
    index.commit(mark(), true);
  }

  void setNumber(long last) {
    number = last;
    durableNumber = last;
  }

  // ------------------------------------------------------------------ merging

  /** Does in the background what there is to do. */
  private void tidy() {
    List<Segment> sealed = sealed();
    for (Segment segment : sealed) {
      String name = Manifest.hintName(context.name(), segment.number());
      if (!context.vfs().exists(name) && !background.isClosing()) {
        HintFile.write(context.vfs(), context.name(), segment, hints(segment));
      }
    }
    if (!isIndexBroken && isMergeDue(sealed)) {
      new Merge(this, context, manifest, segmentBytes).run(sealed, background::isClosing);
    }
  }

  /** Orders what an opening has left to do. */
  void tidySoon() {
    background.order();
  }

  private boolean isMergeDue(List<Segment> sealed) {
    lock.readLock().lock();
    try {
      long dead = sealed.stream().mapToLong(Segment::dead).sum();
      long all = sealed.stream().mapToLong(segment -> segment.file().end()).sum();
      return dead > 0 && 2 * dead >= all;
    } finally {
      lock.readLock().unlock();
    }
  }

  private List<Segment> sealed() {
    lock.readLock().lock();
    try {
      List<Segment> sealed = new ArrayList<>();
      for (FileEntry entry : manifest.files(Segment.KIND, 0)) {
        Segment segment = segments.get(entry.number());
        if (segment != null && entry.isSealed()) {
          sealed.add(segment);
        }
      }
      return sealed;
    } finally {
      lock.readLock().unlock();
    }
  }

  private static List<HintFile.Hint> hints(Segment segment) {
    List<HintFile.Hint> hints = new ArrayList<>();
    segment
        .file()
        .scan(
            (position, number, bytes, from, length) ->
                EntryCodec.visit(
                    bytes,
                    from,
                    length,
                    (start, end, key, value) -> {
                      long at = position + RecordFile.RECORD_HEADER_SIZE + start - from;
                      hints.add(new HintFile.Hint(key, at, end - start, value != null));
                    }));
    return hints;
  }

  /** Whether an entry is the newest of its key. */
  boolean isLive(byte[] key, Location place) {
    lock.readLock().lock();
    try {
      return place.equals(index.get(key));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Makes durable all that is in the log now. */
  void syncLog() {
    lock.readLock().lock();
    try {
      active.file().sync();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Goes over from merged segments to those that hold their living entries. */
  void replace(List<Segment> merged, List<Segment> fresh, List<Merge.Move> moves) {
    lock.writeLock().lock();
    try {
      fresh.forEach(segment -> segments.put(segment.number(), segment));
      for (Merge.Move move : moves) {
        if (move.from().equals(index.get(move.key()))) {
          index.put(move.key(), move.to());
        } else {
          segment(move.to()).addDead(move.to().length());
        }
      }
      index.commit(mark(), true);
      merged.forEach(segment -> retired.add(new Retired(segment, lastSnapshotId)));
      deleteRetired();
    } catch (RuntimeException | Error e) {
      isIndexBroken = true; // The merged segments stay open, so what it leads to is there.
      throw e;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Deletes the merged segments that no snapshot may read. */
  private void deleteRetired() {
    LogSnapshot oldest = newest;
    while (oldest != null && oldest.older() != null) {
      oldest = oldest.older();
    }
    Iterator<Retired> rest = retired.iterator();
    while (rest.hasNext()) {
      Retired next = rest.next();
      if (oldest == null || oldest.id() > next.snapshotId) {
        rest.remove();
        segments.remove(next.segment.number());
        next.segment.file().close();
        deleteFile(next.segment.number());
      }
    }
  }

  void deleteFile(long fileNumber) {
    try {
      manifest.deleteFile(fileNumber, Segment.KIND);
    } catch (StorageException e) {
      return; // The manifest has dropped it: the next opening tries again.
    }
  }

  @Override
  public @Nullable Throwable backgroundFailure() {
    return background.failure();
  }

  // ------------------------------------------------------------------ closing

  @Override
  public void close() {
    background.close();
    try {
      closeCleanly();
    } catch (DatabaseFailedException e) {
      return; // Who wrote has been told; the next opening recovers what there is.
    } finally {
      closeFiles();
    }
  }

  private void closeCleanly() {
    checkpoint();
    index.commit(mark(), true);
    manifest.apply(new Manifest.Edit().add(active.entry(false)).durable(number));
  }

  /** Closes the files, whatever is in them. */
  void closeFiles() {
    try {
      index.close();
    } finally {
      manifest.close();
      segments.values().forEach(segment -> segment.file().close());
    }
  }
}
