package org.pydb.engine.table;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;

/**
 * The catalogs of a database's versions, read when asked for, and the ids of trees. Thread-safe.
 */
public final class Definitions {

  /** A catalog, and the version of its tree that it was read from. */
  private record Known(TreeRoot root, Catalog catalog) {}

  private final CatalogTree reader = new CatalogTree();
  private final AtomicInteger nextTreeId;
  private volatile @Nullable Known known;

  /**
   * The definitions of a database.
   *
   * @param nextTreeId the next id that a tree gets
   */
  public Definitions(AtomicInteger nextTreeId) {
    this.nextTreeId = nextTreeId;
  }

  /** The definitions that a transaction sees. */
  Catalog of(TreeTransaction transaction) {
    if (transaction.hasWrittenTo(CatalogTree.TREE_ID)) {
      return reader.read(transaction.view());
    }
    Known last = known;
    TreeRoot root = transaction.version().roots().getOrEmpty(CatalogTree.TREE_ID);
    return last != null && last.root.root() == root.root()
        ? last.catalog
        : committed(transaction.committedView());
  }

  /** The definitions that were committed last. */
  Catalog newest(TreeTransaction transaction) {
    return transaction.onNewest(CatalogTree.TREE_ID, view -> committed(view.withoutOwn()));
  }

  private Catalog committed(ReadView view) {
    TreeRoot root = view.base(CatalogTree.TREE_ID);
    Known last = known;
    if (last != null && last.root.root() == root.root()) {
      return last.catalog;
    }
    Catalog catalog = reader.read(view);
    known = new Known(root, catalog);
    return catalog;
  }

  /** An id for a new tree; never given again. */
  int newTreeId() {
    return nextTreeId.getAndIncrement();
  }
}
