package org.pydb.engine.recovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.StoredRoot;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.space.LivePoint;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.txn.PartsReader;
import org.pydb.engine.txn.Redo;
import org.pydb.engine.txn.StoredChange;
import org.pydb.engine.wal.LogReader;

/**
 * Does again what the log says was done after the checkpoint. Many batches are taken together to
 * one version, since nobody watches, and {@linkplain GatheredChanges brought into the order of
 * keys}; from time to time a version is made, so that the pool can write nodes out. Used by one
 * thread.
 */
public final class Replay implements Redo.Target, GatheredChanges.Target {

  /**
   * Changes that are taken together, in bytes of memory: as many as the pool may take, within
   * bounds. A leaf is read and written once for each group that changes it, so a whole log should
   * fit; and nothing else takes memory yet. The lower bound is so low that tests with small pools
   * meet several groups.
   */
  private static final long GROUP_MIN = 1 << 16;

  private static final long GROUP_MAX = 256 << 20;

  /** The part of the pool that is used while changes are done in the order of keys. */
  private static final int PASS_SHARE = 4;

  private static final long PASS_MIN = 16 << 20;

  /** Values from this length on are not kept in memory, but done at once. */
  private static final int VALUE_GATHERED_MAX = 1 << 16;

  private final PageFile file;
  private final PageSpace space;
  private final BufferPool pool;
  private final long checkpoint;
  private final String logName;
  private final Supplier<LogReader> log;
  private final Executor executor;
  private final List<byte[]> chunks = new ArrayList<>();
  private final Map<Integer, TreeEditor> editors = new HashMap<>();
  private @Nullable Edit edit;
  private final GatheredChanges gathered = new GatheredChanges();
  private final long groupMemory;
  private final long passBytes;
  private int currentTree = -1;
  private RootMap roots;
  private LivePoint point;
  private long version;
  private long batches;

  /** Where the frame begins that is being done. */
  private long framePosition;

  private int highestTree;

  /** What is to be done again to trees in stores, by the numbers of the batches. */
  private final SortedMap<Long, List<StoredChange>> storedChanges = new TreeMap<>();

  /** The number of the batch that is being done. */
  private long batchNumber;

  /**
   * A replay onto a checkpoint.
   *
   * @param point of the checkpoint's version; the replay takes over a hold on it
   * @param checkpoint the checkpoint's number
   * @param logName where the log is, for messages
   * @param log opens the log that is being read once more
   * @param executor runs what can be done beside this
   */
  public Replay(
      PageFile file,
      PageSpace space,
      BufferPool pool,
      RootMap roots,
      LivePoint point,
      long checkpoint,
      String logName,
      Supplier<LogReader> log,
      Executor executor) {
    this.file = file;
    this.space = space;
    this.pool = pool;
    this.roots = roots;
    this.point = point;
    this.version = point.version();
    this.checkpoint = checkpoint;
    this.logName = logName;
    this.log = log;
    this.executor = executor;
    passBytes = Math.min(pool.capacity(), Math.max(PASS_MIN, pool.capacity() / PASS_SHARE));
    groupMemory = Math.max(GROUP_MIN, Math.min(pool.capacity(), GROUP_MAX));
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
    batchNumber = number;
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
    currentTree = -1;
    if (gathered.memory() >= groupMemory) {
      finish();
    }
  }

  private void pending(byte[] bytes, int from, int to, String where) {
    int end = Redo.read(bytes, from, to, where, this);
    if (end != to) {
      throw new CorruptionException(where + ": found the first half of a redo record");
    }
  }

  @Override
  public void parts(long origin, long count) {
    PartsReader.read(log, logName, origin, count, framePosition, this);
  }

  /** Makes a version of what was taken so far. */
  public void finish() {
    Edit done = edit;
    if (done == null) {
      return;
    }
    move();
    for (TreeEditor changed : editors.values()) {
      roots = roots.with(changed.root());
    }
    editors.clear();
    done.freeze();
    done.publish();
    LivePoint before = point;
    point = space.publish(version, done.created(), done.died());
    pool.forget(space.release(before));
    pool.adopt(done.created());
    pool.makeRoom();
    edit = null;
  }

  /** Does what was gathered. The pool keeps little meanwhile, since no leaf is needed again. */
  private void move() {
    pool.beginPass(passBytes);
    try {
      gathered.moveTo(this);
    } finally {
      pool.endPass();
    }
  }

  /** The trees as they are now. */
  public RootMap roots() {
    return roots;
  }

  /** What is to be done again to trees in stores, by the numbers of the batches. */
  public SortedMap<Long, List<StoredChange>> storedChanges() {
    return storedChanges;
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
    currentTree = tree;
    if (isStored(tree)) {
      return;
    }
    editor(tree); // So that the tree is known, even if it stays empty.
  }

  @Override
  public void storedTree(int tree, String home) {
    highestTree = Math.max(highestTree, tree);
    roots = roots.with(new StoredRoot(home, 0, 0).of(tree));
  }

  private boolean isStored(int tree) {
    TreeRoot root = roots.get(tree);
    return root != null && root.isStored();
  }

  /** Stores get nothing before the log that is being read is durable again. */
  private void later(byte[] key, byte @Nullable [] value) {
    storedChanges
        .computeIfAbsent(batchNumber, number -> new ArrayList<>())
        .add(new StoredChange(currentTree, key, value));
  }

  @Override
  public void put(byte[] bytes, int keyFrom, int keyTo, int valueFrom, int valueLength) {
    checkTreeNamed();
    if (isStored(currentTree)) {
      later(
          Arrays.copyOfRange(bytes, keyFrom, keyTo),
          Arrays.copyOfRange(bytes, valueFrom, valueFrom + valueLength));
      return;
    }
    if (valueLength > VALUE_GATHERED_MAX) {
      move();
      editor(currentTree).put(bytes, keyFrom, keyTo, bytes, valueFrom, valueLength);
      handOverIfFull();
    } else {
      gathered.put(currentTree, bytes, keyFrom, keyTo, valueFrom, valueLength);
      moveIfMany();
    }
  }

  @Override
  public void delete(byte[] bytes, int keyFrom, int keyTo) {
    checkTreeNamed();
    if (isStored(currentTree)) {
      later(Arrays.copyOfRange(bytes, keyFrom, keyTo), null);
      return;
    }
    gathered.delete(currentTree, bytes, keyFrom, keyTo);
    moveIfMany();
  }

  private void checkTreeNamed() {
    if (currentTree < 0) {
      throw new CorruptionException(logName + ": found a change before any tree was named");
    }
  }

  /** A single batch may be larger than memory. */
  private void moveIfMany() {
    if (gathered.memory() >= 2 * groupMemory) {
      move();
    }
  }

  @Override
  public void dropTree(int tree) {
    move();
    TreeEditor changed = editors.remove(tree);
    TreeRoot root = changed == null ? roots.get(tree) : changed.root();
    currentTree = -1;
    if (root != null) {
      roots = roots.with(root.asDropped());
    }
  }

  // ------------------------------------------------------------------ changes in the order of keys

  @Override
  public void change(int tree, TreeChanges changes) {
    TreeEditor editor = editor(tree);
    try (LeafReadAhead ahead = readAhead(tree, editor, changes)) {
      for (int i = 0; i < changes.count(); i++) {
        ahead.reached(i);
        if (!changes.isSuperseded(i)) {
          change(editor, changes, i);
        }
      }
    }
  }

  private LeafReadAhead readAhead(int tree, TreeEditor editor, TreeChanges changes) {
    TreeRoot before = roots.getOrEmpty(tree);
    boolean isUnchanged = editor.root().root() == before.root();
    return new LeafReadAhead(
        isUnchanged ? before : TreeRoot.empty(tree),
        changes,
        pool,
        passBytes / PageLayout.PAGE_SIZE,
        executor);
  }

  private void change(TreeEditor editor, TreeChanges changes, int i) {
    byte[] bytes = changes.bytes(i);
    int keyFrom = changes.keyFrom(i);
    int keyTo = changes.keyTo(i);
    if (changes.isDeleted(i)) {
      editor.delete(bytes, keyFrom, keyTo);
    } else {
      editor.put(bytes, keyFrom, keyTo, bytes, keyTo, changes.valueLength(i));
    }
    handOverIfFull();
  }

  private TreeEditor editor(int tree) {
    return editors.computeIfAbsent(tree, id -> new TreeEditor(edit(), roots.getOrEmpty(id)));
  }

  private Edit edit() {
    Edit running = edit;
    assert running != null;
    return running;
  }

  private void handOverIfFull() {
    Edit running = edit();
    if (running.isFull()) {
      running.handOver(List.of(), true);
    }
  }
}
