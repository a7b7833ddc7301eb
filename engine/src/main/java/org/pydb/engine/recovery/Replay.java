package org.pydb.engine.recovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.space.LivePoint;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.txn.PartsReader;
import org.pydb.engine.txn.Redo;
import org.pydb.engine.wal.LogReader;

/**
 * Does again what the log says was done after the checkpoint. Many batches are taken together to
 * one version, since nobody watches; from time to time a version is made, so that the pool can
 * write nodes out. Used by one thread.
 */
public final class Replay implements Redo.Target {

  /** Redo that is taken together, in bytes. */
  private static final long GROUP = 2 << 20;

  private final PageFile file;
  private final PageSpace space;
  private final BufferPool pool;
  private final long checkpoint;
  private final String logName;
  private final Supplier<LogReader> log;
  private final List<byte[]> chunks = new ArrayList<>();
  private final Map<Integer, TreeEditor> editors = new HashMap<>();
  private @Nullable Edit edit;
  private @Nullable TreeEditor editor;
  private long redoBytes;
  private RootMap roots;
  private LivePoint point;
  private long version;
  private long batches;

  /** Where the frame begins that is being done. */
  private long framePosition;

  private int highestTree;

  /**
   * A replay onto a checkpoint.
   *
   * @param point of the checkpoint's version; the replay takes over a hold on it
   * @param checkpoint the checkpoint's number
   * @param logName where the log is, for messages
   * @param log opens the log that is being read once more
   */
  public Replay(
      PageFile file,
      PageSpace space,
      BufferPool pool,
      RootMap roots,
      LivePoint point,
      long checkpoint,
      String logName,
      Supplier<LogReader> log) {
    this.file = file;
    this.space = space;
    this.pool = pool;
    this.roots = roots;
    this.point = point;
    this.version = point.version();
    this.checkpoint = checkpoint;
    this.logName = logName;
    this.log = log;
  }

  /** Takes a frame of the log. */
  public void frame(long position, int kind, byte[] body, int length) {
    String where = logName + ", position " + position;
    framePosition = position;
    switch (kind) {
      case Redo.CHUNK_FRAME -> chunks.add(Arrays.copyOf(body, length));
      case Redo.BATCH_FRAME -> batch(where, body, length);
      case Redo.CHECKPOINT_FRAME -> checkpointNote(where, Bytes.getLong(body, 0));
      case Redo.PART_FRAME -> {} // To be read again when a batch names it.
      default ->
          throw new CorruptionException(
              where + ": found a frame of kind " + kind + ", expected one from 1 to 3");
    }
  }

  private void checkpointNote(String where, long number) {
    if (number > checkpoint) {
      throw new CorruptionException(
          where
              + ": found a note that checkpoint "
              + number
              + " is durable, expected none newer than checkpoint "
              + checkpoint
              + ", the newest whole one in "
              + file.description()
              + ". A meta page is damaged; what it pointed to cannot be told any more. Restore a"
              + " backup.");
    }
  }

  private void batch(String where, byte[] body, int length) {
    long number = Bytes.getLong(body, 0);
    int count = Bytes.getInt(body, 8);
    if (number <= version || count < 0 || count > chunks.size()) {
      throw new CorruptionException(
          where
              + ": found batch "
              + number
              + " with "
              + count
              + " chunks after batch "
              + version
              + " and "
              + chunks.size()
              + " chunks");
    }
    if (edit == null) {
      edit = Edit.batch(pool, file, space, number);
    }
    if (count == 0) {
      pending(body, Redo.BATCH_HEADER, length, where);
    } else { // A record may begin in one frame and end in the next.
      ByteBuilder redo = new ByteBuilder(length);
      chunks.subList(chunks.size() - count, chunks.size()).forEach(c -> redo.put(c, 0, c.length));
      redo.put(body, Redo.BATCH_HEADER, length - Redo.BATCH_HEADER);
      pending(redo.array(), 0, redo.length(), where);
    }
    chunks.clear();
    version = number;
    batches++;
    if (redoBytes >= GROUP) {
      finish();
    }
  }

  private void pending(byte[] bytes, int from, int to, String where) {
    int end = Redo.read(bytes, from, to, where, this);
    if (end != to) {
      throw new CorruptionException(where + ": found the first half of a redo record");
    }
    redoBytes += to - from;
  }

  @Override
  public void parts(long origin, long count) {
    redoBytes += PartsReader.read(log, logName, origin, count, framePosition, this);
  }

  /** Makes a version of what was taken so far. */
  public void finish() {
    Edit done = edit;
    if (done == null) {
      return;
    }
    for (TreeEditor changed : editors.values()) {
      roots = roots.with(changed.root());
    }
    editors.clear();
    editor = null;
    done.freeze();
    done.publish();
    LivePoint before = point;
    point = space.publish(version, done.created(), done.died());
    pool.forget(space.release(before));
    pool.adopt(done.created());
    pool.makeRoom();
    edit = null;
    redoBytes = 0;
  }

  /** The trees as they are now. */
  public RootMap roots() {
    return roots;
  }

  /** The point of the current version, held once. */
  public LivePoint point() {
    return point;
  }

  /** The number of the last batch. */
  public long version() {
    return version;
  }

  /** How many batches were done again. */
  public long batches() {
    return batches;
  }

  /** The highest tree id that was seen. */
  public int highestTree() {
    return highestTree;
  }

  // ------------------------------------------------------------------ records

  @Override
  public void tree(int tree) {
    highestTree = Math.max(highestTree, tree);
    editor = editors.computeIfAbsent(tree, id -> new TreeEditor(edit(), roots.getOrEmpty(id)));
  }

  private Edit edit() {
    Edit running = edit;
    assert running != null;
    return running;
  }

  private TreeEditor editor() {
    TreeEditor running = editor;
    if (running == null) {
      throw new CorruptionException(logName + ": found a change before any tree was named");
    }
    return running;
  }

  @Override
  public void put(byte[] bytes, int keyFrom, int keyTo, int valueFrom, int valueLength) {
    editor().put(bytes, keyFrom, keyTo, bytes, valueFrom, valueLength);
    handOverIfFull();
  }

  @Override
  public void delete(byte[] bytes, int keyFrom, int keyTo) {
    editor().delete(bytes, keyFrom, keyTo);
    handOverIfFull();
  }

  private void handOverIfFull() {
    Edit running = edit();
    if (running.isFull()) {
      running.handOver(List.of(), true);
    }
  }

  @Override
  public void dropTree(int tree) {
    TreeEditor changed = editors.remove(tree);
    TreeRoot root = changed == null ? roots.get(tree) : changed.root();
    editor = null;
    if (root != null) {
      roots = roots.with(root.asDropped());
    }
  }
}
