package org.pydb.engine.inspect;

import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.buffer.PageWriter;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.recovery.RootsTree;
import org.pydb.engine.space.FreeMap;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.Version;
import org.pydb.engine.wal.LogPoint;

/**
 * Proves a checkpoint whole as it stands in the file: reads all its pages past what is in memory,
 * and compares what its trees lead to with its map of free pages. Used once.
 */
final class CheckpointVerifier {
  private static final long POOL_BYTES = 16L << 20;

  private final PageFile file;
  private final Meta meta;
  private final TreeNames names;
  private final Findings findings;

  /** Whether tree 1 has definitions of tables. */
  private final boolean withTables;

  CheckpointVerifier(
      PageFile file, Meta meta, TreeNames names, Findings findings, boolean withTables) {
    this.withTables = withTables;
    this.file = file;
    this.meta = meta;
    this.names = names;
    this.findings = findings;
  }

  /**
   * Checks trees and free pages.
   *
   * @return what the checkpoint shows, to check its tables
   * @throws CorruptionException if the roots cannot be read
   */
  ReadView verify() {
    PageSpace space = new PageSpace(new PageBitmap(), meta.version());
    BufferPool pool = new BufferPool(file, new PageWriter(file, space), POOL_BYTES);
    Reach reach = new Reach(pool, file, names, findings);
    TreeRoot rootsTree = rootsTree(meta);
    reach.walk(rootsTree);
    RootMap roots = RootsTree.read(rootsTree, pool);
    Version version = new Version(meta.version(), roots, space.current(), LogPoint.ORIGIN);
    ReadView view = new ReadView(version, pool, file);
    if (withTables) {
      readNames(view);
    }
    reach.walk(roots);
    verifyFreeMap(reach);
    return view;
  }

  private void readNames(ReadView view) {
    try {
      names.addAll(new CatalogTree().read(view));
    } catch (CorruptionException e) {
      // The walk says so.
    }
  }

  /** The tree of roots that a meta leads to. */
  static TreeRoot rootsTree(Meta meta) {
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

  private void verifyFreeMap(Reach reach) {
    if (meta.checkpoint() == 0) {
      return; // A new database has no map yet.
    }
    FreeMap freeMap;
    try {
      freeMap = FreeMap.read(file, meta.freeMap());
    } catch (CorruptionException e) {
      findings.add(Findings.Kind.DAMAGE, "the map of free pages: " + e.getMessage());
      return;
    }
    freeMap.pages().forEach(page -> reach.add(page, RootsTree.TREE_ID));
    for (long page = 0; page < Meta.FIRST_DATA_PAGE; page++) {
      reach.pages().add(page);
    }
    compare(freeMap.used(), reach);
  }

  private void compare(PageBitmap used, Reach reach) {
    long end = Math.max(used.end(), reach.pages().end());
    for (long page = 0; page < end; page++) {
      boolean isUsed = used.contains(page);
      if (!isUsed && reach.pages().contains(page)) {
        findings.add(
            Findings.Kind.SPACE,
            "page " + page + " is in use, but the last checkpoint marks it as free");
      } else if (isUsed && reach.isComplete() && !reach.pages().contains(page)) {
        findings.add(
            Findings.Kind.SPACE,
            "page " + page + " is marked as used by the last checkpoint, but nothing leads to it");
      }
    }
    if (used.end() > file.pageCount()) {
      findings.add(
          Findings.Kind.DAMAGE,
          "the file has " + file.pageCount() + " pages, the map speaks of " + used.end());
    }
  }
}
