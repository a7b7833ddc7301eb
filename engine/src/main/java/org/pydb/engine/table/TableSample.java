package org.pydb.engine.table;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.LeafSample;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.node.Node;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.row.RowView;

/**
 * Looks at some of a table's rows and index entries, drawn at random, to say something about all of
 * them: what is committed in one view, without what its transaction has written. A bounded number
 * of pages is read, however large the table is. Not thread-safe.
 */
public final class TableSample {
  private final View view;
  private final TableLayout layout;
  private final LongSupplier random;
  private final Runnable canceled;

  /**
   * A sample of a table.
   *
   * @param random gives 64 random bits
   * @param canceled is called for each page, and throws to end it
   */
  public TableSample(View view, TableLayout layout, LongSupplier random, Runnable canceled) {
    this.view = view;
    this.layout = layout;
    this.random = random;
    this.canceled = canceled;
  }

  /** How many rows the table has. */
  public long rowCount() {
    return root(layout.definition().id()).entries();
  }

  /**
   * Draws rows: all if there are no more than wanted, else each with the same chance.
   *
   * @param rowsMax how many are wanted, about
   * @param pagesMax from how many pages at most
   * @param visitor takes a row, which is valid during the call; false if it wants no more
   * @return whether every row of the table was visited
   */
  public boolean rows(int rowsMax, int pagesMax, Predicate<RowView> visitor) {
    TreeRoot root = root(layout.definition().id());
    LeafSample leaves = LeafSample.of(root, view.read.source(), random, pagesMax);
    double share = rowsMax * leaves.leafCount() / (Math.max(1, leaves.size()) * rows(root));
    boolean isAll = leaves.isComplete() && share >= 1;
    RowPlace place = new RowPlace();
    RowView row = new RowView(layout.rows());
    for (Node leaf = leaves.next(); leaf != null; leaf = leaves.next()) {
      canceled.run();
      for (int i = 0; i < leaf.count(); i++) {
        if (share >= 1 || isDrawn(share)) {
          place.show(leaf, i, view.read.file(), row);
          if (!visitor.test(row)) {
            return false;
          }
        }
      }
    }
    return isAll;
  }

  private boolean isDrawn(double share) {
    return (random.getAsLong() >>> 11) * 0x1.0p-53 < share;
  }

  /**
   * How many different values the leading columns of a tree's key have, counted in random pages.
   *
   * <p>Equal values stand side by side in a tree, so each value has exactly one entry with which it
   * begins, and the share of such entries among all is the number of values by the number of
   * entries. In a page every entry but the first is known to begin a value or not.
   *
   * @param index the index, or null for the table's own key
   * @param pagesMax how many pages are read
   * @return for one column, two columns and so on; {@link Double#NaN} where too few values began to
   *     say anything. Empty if the table has no key
   */
  public double[] distinctPrefixes(@Nullable IndexLayout index, int pagesMax) {
    KeyFormat format = index == null ? layout.rows().keyFormat() : index.format();
    TreeRoot root = root(index == null ? layout.definition().id() : index.index().treeId());
    LeafSample leaves = LeafSample.allInOrderOrSome(root, view.read.source(), random, pagesMax);
    Beginnings beginnings = new Beginnings(format, leaves.isComplete());
    for (Node leaf = leaves.next(); leaf != null; leaf = leaves.next()) {
      canceled.run();
      beginnings.addLeaf(leaf);
    }
    return beginnings.estimate(root.entries());
  }

  private TreeRoot root(int tree) {
    return view.read.base(tree);
  }

  private static double rows(TreeRoot root) {
    return Math.max(1, root.entries());
  }

  /** Counts entries that begin a value, for each number of leading columns. */
  private final class Beginnings {

    /** With fewer beginnings an estimate would be chance. */
    private static final int LEAST = 30;

    private final KeyFormat format;
    private final boolean isComplete;
    private final long[] counts;
    private long entries;
    private byte @Nullable [] before;

    Beginnings(KeyFormat format, boolean isComplete) {
      this.format = format;
      this.isComplete = isComplete;
      counts = new long[format.size()];
    }

    void addLeaf(Node leaf) {
      if (!isComplete) {
        before = null;
      }
      for (int i = 0; i < leaf.count(); i++) {
        byte[] key = LongKey.of(leaf, i, view.read.file());
        if (before != null || isComplete) {
          add(key, before == null ? -1 : mismatch(before, key));
        }
        before = key;
      }
    }

    private void add(byte[] key, int same) {
      entries++;
      for (int columns = counts.length; columns > 0; columns--) {
        if (same >= format.length(key, 0, key.length, columns)) {
          break;
        }
        counts[columns - 1]++;
      }
    }

    double[] estimate(long all) {
      double[] estimates = new double[counts.length];
      for (int i = 0; i < estimates.length; i++) {
        boolean isKnown = isComplete || counts[i] >= LEAST;
        estimates[i] = isKnown ? (double) counts[i] * all / Math.max(1, entries) : Double.NaN;
      }
      return estimates;
    }
  }

  private static int mismatch(byte[] a, byte[] b) {
    int at = Arrays.mismatch(a, b);
    return at < 0 ? a.length : at;
  }
}
