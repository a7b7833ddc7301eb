package org.pydb.engine.txn;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.TreeReader;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.PageFile;

/**
 * What one statement sees: a version, and over it what its own transaction had written when the
 * statement began. Immutable; valid as long as the transaction is open.
 *
 * @param version the committed state
 * @param own what the transaction had written, or null if nothing
 * @param reads is told what is read through this, or null if nobody wants to know
 * @param source where nodes come from
 * @param file where chains are
 */
public record ReadView(
    Version version,
    WriteSet.@Nullable Mark own,
    @Nullable ReadSet reads,
    PageSource source,
    PageFile file) {

  /** What is committed, seen by nobody in particular. */
  public ReadView(Version version, PageSource source, PageFile file) {
    this(version, null, null, source, file);
  }

  /** The same without what the transaction had written. */
  public ReadView withoutOwn() {
    return new ReadView(version, null, null, source, file);
  }

  /** The committed part of a tree. */
  public TreeRoot base(int tree) {
    return version.roots().getOrEmpty(tree);
  }

  /** The own part of a tree, or null if there is none. */
  public @Nullable TreeRoot overlay(int tree) {
    return own == null ? null : own.root(tree);
  }

  /**
   * Looks a key up. Does not note that it was read.
   *
   * @param found is pointed at the entry
   * @return whether there is one
   */
  public boolean get(int tree, byte[] key, int from, int to, EntryPointer found) {
    return get(overlay(tree), base(tree), key, from, to, source, found);
  }

  static boolean get(
      @Nullable TreeRoot own,
      TreeRoot base,
      byte[] key,
      int from,
      int to,
      PageSource source,
      EntryPointer found) {
    if (own != null && find(own, key, from, to, source, found)) {
      return !found.node().isTombstone(found.index());
    }
    return find(base, key, from, to, source, found);
  }

  static boolean find(
      TreeRoot tree, byte[] key, int from, int to, PageSource source, EntryPointer found) {
    Node leaf = TreeReader.leaf(tree, key, from, to, source);
    if (leaf == null) {
      return false;
    }
    int at = leaf.search(key, from, to, source);
    if (at >= 0) {
      found.set(leaf, at);
    }
    return at >= 0;
  }
}
