package org.pydb.engine.backup;

import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.FileHeader;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.recovery.RootsTree;
import org.pydb.engine.space.FreeMap;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.txn.TreeHomes;
import org.pydb.engine.txn.Version;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.wal.LogPoint;

/**
 * Writes what one version of a store holds into a new file: a database that was closed cleanly,
 * without free pages, and without need of a log. Stateless.
 *
 * <p>All that it takes from the store is a hold on a version, as any reader does. Since a version
 * never changes, writers go on as if nobody were looking.
 *
 * <pre>
 *   1 hold the current version
 *   2 copy its trees, page by page, to NAME-part; then the tree of roots, the free map, both metas
 *   3 sync; write the file header; sync
 *   4 rename NAME-part to NAME; sync the names
 * </pre>
 *
 * <p>Until 4 there is nothing under the name; whatever fails before removes the part.
 *
 * <p>The copy gets an id of its own. It is another database from here on: the two may commit
 * different things under the same numbers, and then the log of one must never be applied to the
 * other. With another id it is refused. A copy that is encrypted has a data key of its own as well.
 */
public final class Backup {
  private static final String PART = "-part";
  private static final String LOG = "-wal";
  private static final String LOCK = "-lock";

  private final TreeStore store;
  private final Vfs vfs;
  private final String name;
  private final boolean verified;
  private final LongConsumer progress;

  /** Of the copy. */
  private final UUID id;

  private final @Nullable FileKeys keys;

  private Backup(
      TreeStore store,
      Vfs vfs,
      String name,
      @Nullable KeySource newKey,
      boolean verified,
      LongConsumer progress) {
    this.store = store;
    this.vfs = vfs;
    this.name = name;
    this.verified = verified;
    this.progress = progress;
    LongSupplier chance = vfs.clock()::random;
    id = new UUID(chance.getAsLong(), chance.getAsLong());
    FileKeys own = store.file().keys();
    keys =
        newKey != null ? FileKeys.create(newKey, id, chance) : own == null ? null : own.forCopy(id);
  }

  /**
   * Writes a backup of the version that is current now.
   *
   * @param name the file's name; there must be no such file yet
   * @param newKey gives the key of the new file; null for that of the store, if it has one
   * @param verified whether the new file is read again, and all of it checked, before it gets its
   *     name
   * @param progress is told from time to time how many pages have been written; what it throws ends
   *     the backup
   * @throws StorageException if there is such a file already, or writing fails; then there is
   *     nothing under the name that was not there before
   * @throws CorruptionException if a page of the store is damaged
   */
  public static void write(
      TreeStore store,
      Vfs vfs,
      String name,
      @Nullable KeySource newKey,
      boolean verified,
      LongConsumer progress) {
    new Backup(store, vfs, name, newKey, verified, progress).run();
  }

  private void run() {
    checkNameIsFree(); // Before the lock: its message would speak of a holder.
    Vfs.VfsLock lock = vfs.lock(name + LOCK);
    try {
      checkNameIsFree();
      vfs.delete(name + PART); // What a crash left.
      writeAndName();
    } finally {
      lock.close();
    }
  }

  private void writeAndName() {
    Version version = store.pipeline().acquire();
    String made = name + PART;
    boolean done = false;
    try {
      long number = copyStores(version);
      writePart(new Version(number, version.roots(), version.point(), version.log()));
      if (verified) {
        verify();
      }
      vfs.rename(made, name);
      made = name;
      vfs.syncName(name);
      done = true;
    } finally {
      store.pipeline().release(version);
      if (!done) {
        delete(made);
      }
    }
  }

  /**
   * Copies what stores keep, first: their files mean nothing without the database's, and are
   * written over by the next copy to this name.
   *
   * @return the number of the copy's version
   */
  private long copyStores(Version version) {
    boolean[] any = {false};
    version.roots().forEach(tree -> any[0] |= tree.isStored());
    if (!any[0]) {
      return version.number();
    }
    TreeHomes target =
        store
            .homes()
            .open(
                new TreeHomes.Place(
                    vfs, name, id, keys, store.pool().capacity(), Runnable::run, false));
    try {
      return store.pipeline().homes().copyTo(target, version.roots(), version.number());
    } finally {
      target.close();
    }
  }

  private void checkNameIsFree() {
    for (String taken : List.of(name, name + LOG)) {
      if (vfs.exists(taken)) {
        throw new StorageException(
            vfs.describe(taken)
                + ": exists already, and is not overwritten. Name another file for the copy, or"
                + " move this one away.");
      }
    }
  }

  private void delete(String made) {
    try {
      vfs.delete(made);
    } catch (StorageException e) {
      // What made the backup fail is on its way; the next one to this name tries again.
    }
  }

  private void verify() {
    List<String> findings = DatabaseVerifier.verifyFile(vfs, name + PART, keys);
    if (!findings.isEmpty()) {
      throw new CorruptionException(
          store.description()
              + ": a copy of it is not sound, so there is none now: "
              + String.join("; ", findings));
    }
  }

  // ------------------------------------------------------------------ the file

  private void writePart(Version version) {
    try (PageFile file =
        new PageFile(vfs.open(name + PART, OpenMode.CREATE), vfs.describe(name + PART))
            .with(keys)) {
      PageAppender pages = new PageAppender(file, progress);
      TreeRoot roots = copyTrees(version, pages);
      Meta meta = meta(version, roots, writeFreeMap(file, pages, version.number()), pages);
      meta.write(file);
      meta.with(meta.sequence() + 1, true).write(file);
      file.sync();
      new FileHeader(id, vfs.clock().millis(), keys == null ? null : keys.envelope()).write(file);
      file.sync();
      progress.accept(pages.next());
    }
  }

  /** Copies all trees, then the tree of their roots, and returns the root of that. */
  private TreeRoot copyTrees(Version version, PageAppender pages) {
    TreeCopier copier = new TreeCopier(store.file(), pages);
    RootMap[] copies = {RootMap.EMPTY};
    version
        .roots()
        .forEach(
            tree -> {
              if (!tree.dropped()) {
                copies[0] = copies[0].with(copier.copy(tree));
              }
            });
    Edit edit = Edit.batch(store.pool(), store.file(), store.space(), version.number());
    TreeEditor roots = new TreeEditor(edit, TreeRoot.empty(RootsTree.TREE_ID));
    copies[0].forEach(tree -> RootsTree.put(roots, tree));
    edit.freeze();
    TreeRoot copy = copier.copy(roots.root());
    pages.flush();
    return copy;
  }

  private static FreeMap writeFreeMap(PageFile file, PageAppender pages, long generation) {
    PageBitmap used = new PageBitmap();
    for (long page = 0; page < pages.next(); page++) {
      used.add(page);
    }
    FreeMap map = new FreeMap(file);
    map.write(used, generation, pages::skip);
    return map;
  }

  private Meta meta(Version version, TreeRoot roots, FreeMap map, PageAppender pages) {
    PageRef root = roots.root();
    return new Meta(
        2,
        1,
        version.number(),
        id,
        true,
        store.nextTreeId().get(),
        root == null ? PagePointer.NONE : new PagePointer(root.number(), root.generation()),
        roots.levels(),
        roots.entries(),
        map.first(),
        pages.next(),
        LogPoint.ORIGIN.position(),
        LogPoint.ORIGIN.frame());
  }
}
