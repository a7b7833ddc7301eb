package org.pydb.engine.salvage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.MessageCipher;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.page.Meta;
import org.pydb.engine.txn.PartsReader;
import org.pydb.engine.txn.Redo;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.wal.LogPoint;
import org.pydb.engine.wal.LogPresence;
import org.pydb.engine.wal.LogReader;

/**
 * What the log changes in each tree, up to its end or to where it is damaged: commits behind that
 * are lost. Not thread-safe.
 */
final class LogChanges implements Redo.Target {
  private final List<byte[]> chunks = new ArrayList<>();
  private final Map<Integer, NavigableMap<byte[], Optional<byte[]>>> changes = new HashMap<>();
  private final Set<Integer> dropped = new HashSet<>();
  private final Map<Integer, String> elsewhere = new HashMap<>();
  private final String where;
  private final Supplier<LogReader> log;
  private int tree;
  private long batches;
  private long newestCheckpoint;
  private @Nullable String damage;

  /** Where the frame begins that is being read. */
  private long framePosition;

  private LogChanges(String where, Supplier<LogReader> log) {
    this.where = where;
    this.log = log;
  }

  /** No changes. */
  static LogChanges none() {
    return new LogChanges(
        "",
        () -> {
          throw new IllegalStateException("there is no log");
        });
  }

  /**
   * Reads the log from where a checkpoint needs it.
   *
   * @param keys of an encrypted database, or null
   */
  static LogChanges read(Vfs vfs, String name, Meta meta, @Nullable FileKeys keys) {
    MessageCipher cipher = keys == null ? null : keys.log();
    Supplier<LogReader> open = () -> LogReader.open(vfs, name, cipher);
    LogChanges log = new LogChanges(vfs.describe(name), open);
    if (LogReader.presence(vfs, name) != LogPresence.PRESENT) {
      log.damage = log.where + ": is missing or empty";
      return log;
    }
    try (LogReader reader = open.get()) {
      if (!reader.databaseId().equals(meta.databaseId())) {
        log.damage = log.where + ": belongs to another database";
      } else {
        reader.read(
            new LogPoint(meta.logPosition(), meta.logFrame()),
            (position, number, kind, body, length) -> {
              log.framePosition = position;
              log.frame(kind, body, length);
            });
      }
    } catch (EngineException e) {
      log.damage = String.valueOf(e.getMessage());
    }
    return log;
  }

  /** Why the log could not be read to its end, or null if it could. */
  @Nullable String damage() {
    return damage;
  }

  /** How many batches of commits were read. */
  long batches() {
    return batches;
  }

  /** The newest checkpoint that the log says was durable, 0 for none. */
  long newestCheckpoint() {
    return newestCheckpoint;
  }

  /** Whether a tree was dropped: what was in it before does not count. */
  boolean isDropped(int id) {
    return dropped.contains(id);
  }

  /** The keys of a tree that were set, with their values, or deleted. */
  NavigableMap<byte[], Optional<byte[]>> of(int id) {
    return changes.getOrDefault(id, new TreeMap<>(Arrays::compareUnsigned));
  }

  /** The highest id of a tree that is mentioned. */
  int highestTree() {
    return changes.keySet().stream().mapToInt(id -> id).max().orElse(0);
  }

  private void frame(int kind, byte[] body, int length) {
    switch (kind) {
      case Redo.CHUNK_FRAME -> chunks.add(Arrays.copyOf(body, length));
      case Redo.BATCH_FRAME -> batch(body, length);
      case Redo.CHECKPOINT_FRAME ->
          newestCheckpoint = Math.max(newestCheckpoint, Bytes.getLong(body, 0));
      default -> {
        // Of a later version, which would have another format: not to be met.
      }
    }
  }

  private void batch(byte[] body, int length) {
    int count = Math.min(Bytes.getInt(body, 8), chunks.size());
    ByteBuilder redo = new ByteBuilder(length);
    chunks.subList(chunks.size() - count, chunks.size()).forEach(redo::put);
    redo.put(body, Redo.BATCH_HEADER, length - Redo.BATCH_HEADER);
    chunks.clear();
    Redo.read(redo.array(), 0, redo.length(), where, this);
    batches++;
  }

  // ------------------------------------------------------------------ records

  @Override
  public void tree(int id) {
    tree = id;
  }

  @Override
  public void storedTree(int id, String home) {
    elsewhere.put(id, home);
  }

  /** The store that keeps a tree which began in the log; null for others. */
  @Nullable String home(int id) {
    return elsewhere.get(id);
  }

  private NavigableMap<byte[], Optional<byte[]>> changed() {
    return changes.computeIfAbsent(tree, id -> new TreeMap<>(Arrays::compareUnsigned));
  }

  @Override
  public void put(byte[] bytes, int keyFrom, int keyTo, int valueFrom, int valueLength) {
    changed()
        .put(
            Arrays.copyOfRange(bytes, keyFrom, keyTo),
            Optional.of(Arrays.copyOfRange(bytes, valueFrom, valueFrom + valueLength)));
  }

  @Override
  public void delete(byte[] bytes, int keyFrom, int keyTo) {
    changed().put(Arrays.copyOfRange(bytes, keyFrom, keyTo), Optional.empty());
  }

  @Override
  public void parts(long origin, long count) {
    PartsReader.read(log, where, origin, count, framePosition, this);
  }

  @Override
  public void dropTree(int id) {
    changes.remove(id);
    dropped.add(id);
  }
}
