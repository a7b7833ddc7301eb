package org.pydb.engine.txn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;

/**
 * Puts what others have changed meanwhile on top of trees that a large commit has made, so that
 * they follow from the newest version as if they had been made from it. What the large commit has
 * changed is much, what the others have changed is little: so it goes this way round.
 *
 * <pre>
 *   old ───── others ─────▶ newest
 *    │                        │
 *    large                    large, not done
 *    ▼                        ▼
 *   mine ─── difference ───▶ mine on newest
 * </pre>
 *
 * <p>The entries are easy: keys that both have changed are the large commit's, which comes later in
 * the order of commits. The pages need care. Which may be freed is told by those that each version
 * replaces of the one before it, so in the end
 *
 * <ol>
 *   <li>mine may share with the old version only what the newest one still has: the ways to all
 *       that it has given up are copied, be there a changed entry or not (nodes that were merged or
 *       moved);
 *   <li>what mine replaces of the newest version is what it has replaced of the old one, without
 *       what the others have replaced already, and all that they have made.
 * </ol>
 *
 * <p>1 is checked by 2: every page that the others have replaced must be among those that mine has
 * replaced. If one is not, this is of no use, and the large commit is applied anew. That happens if
 * the rest of a long key, kept in a chain, stands in the way.
 */
final class Rebase {
  private final Edit edit;
  private final PageSource source;
  private final PageFile file;
  private final List<PageRef> gone = new ArrayList<>();
  private final List<PageRef> come = new ArrayList<>();

  Rebase(Edit edit, PageSource source, PageFile file) {
    this.edit = edit;
    this.source = source;
    this.file = file;
  }

  /**
   * Puts on top of one tree what has become of it.
   *
   * @param mine what was made from the old version of the tree
   * @param isMine whether mine has changed a key
   * @return mine, as if made from the newest version
   */
  TreeRoot tree(TreeRoot old, TreeRoot newest, TreeRoot mine, Predicate<byte[]> isMine) {
    TreeDifference difference = new TreeDifference(old, newest, source, file);
    TreeEditor editor = new TreeEditor(edit, mine);
    Changes changes = new Changes(editor, isMine);
    difference.forEachEntry(changes);
    for (byte[] key : difference.keysBelowGone()) {
      editor.touch(key, 0, key.length);
      changes.handOverIfFull();
    }
    difference.addGone(gone);
    difference.addCome(come, changes.sharedChains);
    return editor.root();
  }

  /** How many pages the others have replaced, and made. */
  int size() {
    return gone.size() + come.size();
  }

  /** Settles which pages die; false if the trees are of no use. To be called once, at the end. */
  boolean settle() {
    return edit.rebase(gone, come);
  }

  /** Does to a tree what has become of another. */
  private final class Changes implements TreeDifference.Entries {
    private final TreeEditor editor;
    private final Predicate<byte[]> isMine;

    /** Chains of the newest version to which mine refers as well. */
    private final List<PagePointer> sharedChains = new ArrayList<>();

    Changes(TreeEditor editor, Predicate<byte[]> isMine) {
      this.editor = editor;
      this.isMine = isMine;
    }

    @Override
    public void put(byte[] key, @Nullable Node before, int beforeIndex, Node leaf, int index) {
      if (isMine.test(key)) {
        return;
      }
      if (before != null && !TreeDifference.isSameTail(before, beforeIndex, leaf, index)) {
        editor.delete(key, 0, key.length); // With the old chain of its rest.
      }
      int at = leaf.valueStart(index);
      if (leaf.isOverflow(index)) {
        sharedChains.add(PagePointer.get(leaf.bytes(), at));
        editor.putChain(key, 0, key.length, leaf.bytes(), at);
      } else {
        editor.put(key, 0, key.length, leaf.bytes(), at, leaf.valueLength(index));
      }
      handOverIfFull();
    }

    @Override
    public void deleted(byte[] key) {
      if (!isMine.test(key)) {
        editor.delete(key, 0, key.length);
        handOverIfFull();
      }
    }

    void handOverIfFull() {
      if (edit.isFull()) {
        edit.handOver(List.of(), true);
      }
    }
  }
}
