package org.pydb.engine.inspect;

import java.util.ArrayList;
import java.util.List;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.btree.TreeVerifier;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.buffer.PageWriter;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.FileHeader;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.recovery.RootsTree;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.space.FreeMap;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.Version;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.wal.LogPoint;

/**
 * Proves that a database is whole, or says in words what is not.
 *
 * <p>Of a file that nobody has open, it checks the newest checkpoint: that every page of it has the
 * right checksum, number and generation; that every page is either reached exactly once or free;
 * that keys are in order and within the bounds above them; that indexes and tables agree. Of a
 * version of an open database it checks the same but for the free pages.
 */
public final class DatabaseVerifier {
  private static final long POOL_BYTES = 64L << 20;

  private final List<String> complaints = new ArrayList<>();
  private final PageBitmap reached = new PageBitmap();

  private DatabaseVerifier() {}

  /**
   * Checks the newest checkpoint in a file that nobody has open.
   *
   * @return what is wrong; empty if nothing is
   */
  public static List<String> verifyFile(Vfs vfs, String name) {
    DatabaseVerifier verifier = new DatabaseVerifier();
    try (PageFile file = new PageFile(vfs.open(name, Vfs.OpenMode.READ), vfs.describe(name))) {
      verifier.checkFile(file);
    } catch (EngineException e) {
      verifier.complaints.add(String.valueOf(e.getMessage()));
    }
    return verifier.complaints;
  }

  /**
   * Checks what a view shows of an open database, without its own changes.
   *
   * @return what is wrong; empty if nothing is
   */
  @SuppressWarnings("exports") // for the engine's façade only
  public static List<String> verify(ReadView view) {
    DatabaseVerifier verifier = new DatabaseVerifier();
    try {
      verifier.checkTrees(view.version().roots(), view.source(), view.file());
      verifier.checkTables(new ReadView(view.version(), view.source(), view.file()));
    } catch (EngineException e) {
      verifier.complaints.add(String.valueOf(e.getMessage()));
    }
    return verifier.complaints;
  }

  private void checkFile(PageFile file) {
    Meta meta = Meta.readNewest(file, FileHeader.read(file));
    FreeMap freeMap = FreeMap.read(file, meta.freeMap());
    PageSpace space = new PageSpace(freeMap.used(), meta.version());
    BufferPool pool = new BufferPool(file, new PageWriter(file, space), POOL_BYTES);
    PagePointer root = meta.roots();
    TreeRoot rootsTree =
        root.isNone()
            ? TreeRoot.empty(RootsTree.TREE_ID)
            : new TreeRoot(
                RootsTree.TREE_ID,
                new PageRef(root.number(), root.generation()),
                meta.rootsLevels(),
                meta.rootsEntries(),
                false,
                false);
    checkTree(rootsTree, pool, file);
    RootMap roots = RootsTree.read(rootsTree, pool);
    checkTrees(roots, pool, file);
    checkPages(meta, freeMap, file);
    Version version = new Version(meta.version(), roots, space.current(), LogPoint.ORIGIN);
    checkTables(new ReadView(version, pool, file));
  }

  private void checkTrees(RootMap roots, PageSource source, PageFile file) {
    roots.forEach(tree -> checkTree(tree, source, file));
  }

  private void checkTree(TreeRoot tree, PageSource source, PageFile file) {
    new TreeVerifier(source, file, complaints::add, this::reach).verify(tree);
  }

  private void reach(PagePointer page, int tree) {
    if (reached.contains(page.number())) {
      complaints.add(
          "page " + page.number() + " is reached twice, the second time from tree " + tree);
    }
    reached.add(page.number());
  }

  private void checkPages(Meta meta, FreeMap freeMap, PageFile file) {
    for (PagePointer page : freeMap.pages()) {
      reach(page, RootsTree.TREE_ID);
    }
    for (long page = 0; page < Meta.FIRST_DATA_PAGE; page++) {
      reached.add(page);
    }
    PageBitmap used = freeMap.used();
    if (meta.checkpoint() == 0) {
      return; // A new database has no map yet.
    }
    long end = Math.max(used.end(), reached.end());
    for (long page = 0; page < end; page++) {
      if (used.contains(page) != reached.contains(page)) {
        complaints.add(
            used.contains(page)
                ? "page " + page + " is marked as used, but nothing leads to it"
                : "page " + page + " is in use, but marked as free");
      }
    }
    if (used.end() > file.pageCount()) {
      complaints.add(
          "the file has " + file.pageCount() + " pages, the map speaks of " + used.end());
    }
  }

  private void checkTables(ReadView view) {
    Catalog catalog = new CatalogTree().read(view);
    for (TableDefinition table : catalog.tables()) {
      new TableVerifier(view, catalog.layout(table), complaints::add).verify();
    }
  }
}
