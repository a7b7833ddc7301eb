package org.pydb.engine.store;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.buffer.PageWriter;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.FileHeader;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.recovery.Checkpointer;
import org.pydb.engine.recovery.Replay;
import org.pydb.engine.recovery.RootsTree;
import org.pydb.engine.space.FileGrowth;
import org.pydb.engine.space.FreeMap;
import org.pydb.engine.space.LivePoint;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.txn.CommitPipeline;
import org.pydb.engine.txn.TreeHomes;
import org.pydb.engine.txn.Version;
import org.pydb.engine.vfs.ShadowFile;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.Vfs.VfsLock;
import org.pydb.engine.vfs.VfsFile;
import org.pydb.engine.wal.LogPoint;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * Opens a store: takes the lock, judges the file, reads the checkpoint, does again what the log
 * says, and begins a new log where there is none. Used once.
 *
 * <p>A file that is refused is left as it was found.
 */
final class StoreOpening {

  /** Slots that the first commits will want to be there, for themselves and in reserve. */
  private static final int SLOTS_AHEAD = 2;

  /** What to do about a damaged database. */
  private static final String WAYS_OUT =
      " If there is no backup: open=readonly shows what is whole of a damaged database, and recover"
          + " salvages its rows into a new file.";

  private final StoreOptions options;
  private final Vfs vfs;
  private @Nullable VfsLock lock;
  private @Nullable PageFile file;
  private @Nullable WriteAheadLog log;
  private TreeHomes homes = TreeHomes.NONE;

  StoreOpening(StoreOptions options) {
    this.options = options;
    this.vfs = options.vfs();
  }

  TreeStore open() {
    boolean opened = false;
    try {
      TreeStore store = options.mode() == StoreOptions.Mode.MEMORY ? inMemory() : onDisk();
      opened = true;
      return store;
    } catch (CorruptionException e) {
      String message = String.valueOf(e.getMessage());
      throw new CorruptionException(message + (message.endsWith(".") ? "" : ".") + WAYS_OUT, e);
    } finally {
      if (!opened) {
        closeAll();
      }
    }
  }

  private void closeAll() {
    try {
      homes.close();
      if (log != null) {
        log.close();
      }
      if (file != null) {
        file.close();
      }
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }

  // ------------------------------------------------------------------ in memory

  private TreeStore inMemory() {
    FileKeys.check(null, options.keySource(), "a database in memory");
    PageFile pages = openFile(OpenMode.CREATE);
    PageSpace space = new PageSpace(new PageBitmap(), 0);
    PageWriter writer = new PageWriter(pages, space);
    BufferPool pool = new BufferPool(pages, writer, Long.MAX_VALUE);
    Version first = new Version(0, RootMap.EMPTY, space.current(), LogPoint.ORIGIN);
    openHomes(pages, new UUID(0, 0));
    CommitPipeline pipeline =
        new CommitPipeline(pages, space, pool, null, first, vfs.clock(), homes);
    return new TreeStore(
        options,
        null,
        pages,
        space,
        pool,
        pipeline,
        null,
        null,
        new AtomicInteger(TreeRoot.FIRST_ID));
  }

  private void openHomes(PageFile pages, UUID id) {
    homes =
        options
            .homes()
            .open(
                new TreeHomes.Place(
                    vfs,
                    options.name(),
                    id,
                    pages.keys(),
                    options.poolBytes(),
                    options.executor(),
                    options.mode() == StoreOptions.Mode.READ_ONLY));
  }

  private RootMap withHomes(PageFile pages, Meta meta, Replay replay) {
    openHomes(pages, meta.databaseId());
    return homes.recover(replay.roots(), replay.storedChanges(), replay.version());
  }

  // ------------------------------------------------------------------ on disk

  private TreeStore onDisk() {
    boolean create = options.mode() == StoreOptions.Mode.CREATE;
    if (!create && !vfs.exists(options.name())) {
      throw new NotADatabaseException(
          vfs.describe(options.name())
              + ": there is no such file. Check the path, or open it with open=create.");
    }
    lock = vfs.lock(options.lockName());
    boolean readOnly = options.mode() == StoreOptions.Mode.READ_ONLY;
    OpenMode mode = create ? OpenMode.CREATE : readOnly ? OpenMode.READ : OpenMode.READ_WRITE;
    PageFile pages = openFile(mode);
    if (create && FileHeader.isBlank(pages)) {
      return begin(pages);
    }
    FileHeader header = FileHeader.read(pages);
    pages = header.unlock(pages, options.keySource(), vfs.clock()::random);
    Meta meta = Meta.readNewest(pages, header);
    if (readOnly) {
      return show(pages, meta);
    }
    writeAgain(pages, header, meta);
    return resume(pages, meta);
  }

  /**
   * Makes sure that what opening goes by is durable. A process that died before its sync, or whose
   * sync failed, may have left it in the system's memory only: there it can be read, and lost with
   * the power, when the log is already as it demands. After a failed sync another one promises
   * nothing, so it is written again; the same bytes, so nothing can be torn. The file's name may be
   * lost as well, and a log be left that belongs to no file.
   */
  private void writeAgain(PageFile pages, FileHeader header, Meta meta) {
    header.write(pages);
    meta.write(pages);
    pages.sync();
    vfs.syncNames();
  }

  private PageFile openFile(OpenMode mode) {
    VfsFile opened = vfs.open(options.name(), mode);
    // What recovery changes of a file that is only read stays in memory.
    VfsFile shown = mode == OpenMode.READ ? new ShadowFile(opened) : opened;
    PageFile pages = new PageFile(shown, vfs.describe(options.name()));
    file = pages;
    return pages;
  }

  /** Makes a new database. The header goes last: without it the file counts as blank. */
  private TreeStore begin(PageFile blank) {
    UUID id = new UUID(vfs.clock().random(), vfs.clock().random());
    FileKeys keys = FileKeys.create(options.keySource(), id, vfs.clock()::random);
    PageFile pages = blank.with(keys);
    LogPoint origin = LogPoint.ORIGIN;
    Meta meta =
        new Meta(
            0,
            0,
            0,
            id,
            true,
            TreeRoot.FIRST_ID,
            PagePointer.NONE,
            0,
            0,
            PagePointer.NONE,
            Meta.FIRST_DATA_PAGE,
            origin.position(),
            origin.frame());
    meta.write(pages);
    meta = meta.with(1, true);
    meta.write(pages);
    pages.sync();
    new FileHeader(id, vfs.clock().millis(), keys == null ? null : keys.envelope()).write(pages);
    pages.sync();
    vfs.syncNames();
    return resume(pages, meta);
  }

  /**
   * Opens what a checkpoint, and perhaps a log, left, to read it. What is not needed for that is
   * not looked at: the free map may be damaged. Where a page of the tree of roots is damaged,
   * whoever asks for a tree that it may have known is told so.
   *
   * <p>If a meta page is damaged, the other one may be of an older checkpoint. It serves here, if
   * the log still reaches back to it: pages that were written over since then show by their
   * generations.
   */
  private TreeStore show(PageFile pages, Meta meta) {
    PageBitmap used = new PageBitmap();
    for (long page = 0; page < pages.pageCount(); page++) {
      used.add(page);
    }
    PageSpace space = new PageSpace(used, meta.version());
    // Nothing can be written out to make room, so what recovery changes stays.
    long capacity = meta.clean() ? options.poolBytes() : Long.MAX_VALUE;
    BufferPool pool =
        new BufferPool(pages, new PageWriter(pages, space), capacity, options.eviction().get());
    RootMap roots = RootsTree.readWhatIsWhole(rootsTree(meta), pool, meta.nextTreeId());
    StoreLog storeLog = new StoreLog(options, pages.keys());
    Replay replay =
        new Replay(
            pages,
            space,
            pool,
            roots,
            space.current(),
            Long.MAX_VALUE,
            vfs.describe(options.logName()),
            storeLog::reader,
            options.executor());
    LogPoint end = new LogPoint(meta.logPosition(), meta.logFrame());
    if (!meta.clean()) {
      end = storeLog.read(meta, replay);
      replay.finish();
    }
    RootMap shown = withHomes(pages, meta, replay);
    Version current = new Version(replay.version(), shown, replay.point(), end);
    return new TreeStore(
        options,
        lock,
        pages,
        space,
        pool,
        new CommitPipeline(pages, space, pool, null, current, vfs.clock(), homes),
        null,
        null,
        new AtomicInteger(Math.max(meta.nextTreeId(), replay.highestTree() + 1)));
  }

  /** Opens what a checkpoint, and perhaps a log, left. */
  private TreeStore resume(PageFile pages, Meta meta) {
    FreeMap freeMap = FreeMap.read(pages, meta.freeMap());
    PageSpace space = new PageSpace(freeMap.used(), meta.version());
    PageWriter writer = new PageWriter(pages, space);
    space.setGrowth(
        new FileGrowth(pages, Math.max(pages.pageCount(), space.end()), options.executor()));
    BufferPool pool = new BufferPool(pages, writer, options.poolBytes(), options.eviction().get());
    TreeRoot rootsTree = rootsTree(meta);
    RootMap roots = RootsTree.read(rootsTree, pool);
    LivePoint point = space.current();
    LogPoint from = new LogPoint(meta.logPosition(), meta.logFrame());
    Version durable = new Version(meta.version(), roots, point, from);
    point.tryHold(); // Once as the current version, once as the durable one.

    StoreLog storeLog = new StoreLog(options, pages.keys());
    Replay replay =
        new Replay(
            pages,
            space,
            pool,
            roots,
            point,
            meta.checkpoint(),
            vfs.describe(options.logName()),
            storeLog::reader,
            options.executor());
    WriteAheadLog running = meta.clean() ? storeLog.create(meta) : storeLog.recover(meta, replay);
    log = running;
    replay.finish();
    RootMap found = withHomes(pages, meta, replay);
    Version current = new Version(replay.version(), found, replay.point(), running.end());
    CommitPipeline pipeline =
        new CommitPipeline(pages, space, pool, running, current, vfs.clock(), homes);
    if (!meta.clean()) {
      pipeline.skipNumbers();
    }
    AtomicInteger nextTreeId =
        new AtomicInteger(Math.max(meta.nextTreeId(), replay.highestTree() + 1));
    Checkpointer checkpointer =
        new Checkpointer(
            pages,
            space,
            pool,
            writer,
            pipeline,
            running,
            nextTreeId::get,
            meta,
            freeMap,
            rootsTree,
            durable);
    if (meta.clean()) {
      checkpointer.markInUse();
    }
    TreeStore store =
        new TreeStore(
            options, lock, pages, space, pool, pipeline, running, checkpointer, nextTreeId);
    running.prepare(SLOTS_AHEAD);
    if (!meta.clean() || hasDroppedTrees(current.roots())) {
      store.afterOpening();
    }
    return store;
  }

  private static TreeRoot rootsTree(Meta meta) {
    PagePointer root = meta.roots();
    return root.isNone()
        ? TreeRoot.empty(RootsTree.TREE_ID)
        : new TreeRoot(
            RootsTree.TREE_ID,
            new PageRef(root.number(), root.generation()),
            meta.rootsLevels(),
            meta.rootsEntries(),
            false,
            false);
  }

  private static boolean hasDroppedTrees(RootMap roots) {
    boolean[] any = {false};
    roots.forEach(root -> any[0] |= root.dropped());
    return any[0];
  }
}
