package org.pydb.engine.txn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.StoredRoot;
import org.pydb.engine.btree.TreeCursor;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.space.PageSpace;

/**
 * The transactions that one sync of the log will make durable: validates each against the newest
 * trees, those of its predecessors in the batch included, applies it to them and writes down its
 * redo. Becomes one version. Used by the pipeline's builder alone.
 */
final class Batch {
  private static final String CHANGED_BY_ANOTHER =
      "a row that this transaction wrote was changed by another transaction, which committed"
          + " first; run the transaction again";

  private final BufferPool pool;
  private final PageFile file;
  private final PageSpace space;
  private final TreeHomes treeHomes;
  private RootMap before;
  private final long number;
  private final List<Commit> commits = new ArrayList<>();
  private final ByteBuilder redo = new ByteBuilder(1024);
  private final List<Note> notes = new ArrayList<>(0);

  /** Where redo goes that is too much to be kept, or null. */
  private @Nullable RedoParts parts;

  /** The transaction whose redo goes there. */
  private @Nullable TreeTransaction largeOne;

  private RootMap roots;
  private Edit edit;
  private boolean changed;
  private boolean dropsTrees;

  /** What is changed in stores; null if nothing is. */
  private @Nullable HomeChanges homes;

  /** Of the commit that is being taken in: whether it has put anything in, or taken away. */
  private boolean puts;

  private boolean takesAway;

  /**
   * An empty batch.
   *
   * @param treeHomes the stores that keep trees
   * @param before the newest trees
   * @param number of the version that it will become
   */
  Batch(
      BufferPool pool,
      PageFile file,
      PageSpace space,
      TreeHomes treeHomes,
      RootMap before,
      long number) {
    this.treeHomes = treeHomes;
    this.pool = pool;
    this.file = file;
    this.space = space;
    this.before = before;
    this.number = number;
    roots = before;
    edit = Edit.batch(pool, file, space, number);
    redo.skip(Redo.BATCH_HEADER);
  }

  long number() {
    return number;
  }

  RootMap roots() {
    return roots;
  }

  Edit edit() {
    return edit;
  }

  List<Commit> commits() {
    return commits;
  }

  /** The redo, with room for a frame's header in front. */
  ByteBuilder redo() {
    return redo;
  }

  /**
   * Takes a large commit in, alone: its redo goes to the log in parts, while it is applied.
   *
   * @param out who appends to the log meanwhile
   */
  void addLarge(Commit commit, RedoParts out) {
    assert commits.isEmpty();
    parts = out;
    add(commit);
  }

  /**
   * Puts a batch that was built beside the pipeline, with one large commit, behind the newest
   * trees: its turn has come, and who says so has the log.
   *
   * @param newest the newest trees
   * @param newestNumber the number of their version
   * @return false if that cannot be, so that it is of no use
   */
  boolean takeTurn(RootMap newest, long newestNumber) {
    try {
      if (newestNumber >= number || rebase(newest) < 0) {
        return false;
      }
      validateReads(newest);
    } catch (RuntimeException | Error e) {
      commits.forEach(commit -> commit.fail(e));
      commits.clear();
    }
    RedoParts written = parts;
    if (written != null) {
      written.hasLog();
    }
    return true;
  }

  /**
   * Puts what others have changed since on top of the trees of a large commit, so that they follow
   * from newer ones. Both, the trees that they follow from until now and the newer ones, are held.
   *
   * @return how many pages others have replaced or made in those trees; negative if that cannot be,
   *     so that the batch is of no use
   * @throws WriteConflictException if somebody has changed a key that the commit must be the first
   *     to change
   */
  int rebase(RootMap newer) {
    List<TreeRoot> made = new ArrayList<>();
    RootMap.forEachDifference(before, roots, (then, mine) -> made.add(mine));
    Rebase rebase = new Rebase(edit, pool, file);
    RootMap rebased = newer;
    for (TreeRoot mine : made) {
      TreeRoot then = before.getOrEmpty(mine.tree());
      TreeRoot now = newer.getOrEmpty(mine.tree());
      boolean isSame = then.root() == now.root() && then.dropped() == now.dropped();
      if (!isSame && (mine.dropped() || now.dropped() || then.dropped())) {
        return -1;
      }
      rebased = rebased.with(isSame ? mine : rebase.tree(then, now, mine, keysOf(mine.tree())));
    }
    before = newer;
    roots = rebased;
    return rebase.settle() ? rebase.size() : -1;
  }

  /** Tells of a key whether the large commit has changed it; throws if nobody else may have. */
  private Predicate<byte[]> keysOf(int tree) {
    WriteSet writes = largeOne == null ? null : largeOne.writeSet();
    TreeRoot written = writes == null ? null : writes.root(tree);
    if (writes == null || written == null) {
      return key -> false;
    }
    EntryPointer found = new EntryPointer();
    boolean isValidated = writes.isValidated(tree);
    return key -> {
      boolean isMine = ReadView.find(written, key, 0, key.length, pool, found);
      if (isMine && isValidated) {
        throw new WriteConflictException(CHANGED_BY_ANOTHER);
      }
      return isMine;
    };
  }

  /**
   * Takes a commit in, or notes in it why it failed. A failure while it is applied may have left
   * nodes half changed, so everything is done again without the culprit.
   */
  void add(Commit commit) {
    int redoBefore = redo.length();
    puts = false;
    takesAway = false;
    try {
      commit.change().applyTo(this);
      commit.setFrees(takesAway && !puts);
      commits.add(commit);
    } catch (WriteConflictException e) {
      commit.fail(e); // Nothing was touched yet.
    } catch (RuntimeException | Error e) {
      commit.fail(e);
      redo.truncate(redoBefore);
      redoWithout();
    }
  }

  private void redoWithout() {
    edit.drop();
    edit = Edit.batch(pool, file, space, number);
    roots = before;
    redo.truncate(Redo.BATCH_HEADER);
    notes.clear();
    homes = null;
    changed = false;
    List<Commit> again = new ArrayList<>(commits);
    commits.clear();
    again.forEach(this::add);
  }

  /** Whether all that it does is to free room. */
  boolean frees() {
    return commits.stream().allMatch(Commit::frees);
  }

  /** Turns away all commits that do more than free room. */
  void keepThoseThatFree(DiskFullException cause) {
    for (Commit commit : List.copyOf(commits)) {
      if (!commit.frees()) {
        commits.remove(commit);
        commit.fail(cause);
      }
    }
    redoWithout();
  }

  /** Takes a transaction in. */
  void commit(TreeTransaction transaction) {
    validate(transaction);
    changed = true;
    if (parts != null) {
      largeOne = transaction;
    }
    apply(transaction);
  }

  /** Takes a dropped tree off the map, unless it is off already; its pages die with that. */
  void forgetTree(int tree, List<PageRef> pages) {
    if (roots.get(tree) == null) {
      return; // Its pages have died: a second death would free what they were given to.
    }
    changed = true;
    takesAway = true;
    roots = roots.without(tree);
    edit.died().addAll(pages);
  }

  /** Deletes some entries of a dropped tree in a store; tells whether there are more. */
  boolean clearTree(int tree) {
    TreeRoot root = roots.get(tree);
    advance();
    return root != null && root.isStored() && homes().clear(root);
  }

  /** What this changes in stores. */
  private HomeChanges homes() {
    HomeChanges made = homes;
    if (made == null) {
      made = treeHomes.begin(roots.stored(), number);
      homes = made;
      roots = roots.withStored(made.state());
    }
    return made;
  }

  /** What this changes in stores; null if nothing is. */
  @Nullable HomeChanges homeChanges() {
    return homes;
  }

  /** Copies the nodes that lead to some keys, so that they get new places. */
  void touch(int tree, List<byte[]> keys) {
    TreeRoot root = roots.get(tree);
    if (root == null || root.dropped() || root.isStored()) {
      return;
    }
    advance();
    TreeEditor editor = new TreeEditor(edit, root);
    for (byte[] key : keys) {
      editor.touch(key, 0, key.length);
    }
    roots = roots.with(editor.root());
  }

  /** Becomes a version even if nothing is changed. */
  void advance() {
    changed = true;
    takesAway = true;
  }

  /** Puts a frame of its own into the log, before the batch's. */
  void note(int kind, byte[] body) {
    takesAway = true; // Whatever is noted, it lets something go.
    notes.add(new Note(kind, body));
  }

  /** A frame that is not redo. */
  @SuppressWarnings("ArrayRecordComponent") // made here, used once, never compared
  record Note(int kind, byte[] body) {}

  List<Note> notes() {
    return notes;
  }

  /** Whether any tree was dropped. */
  boolean dropsTrees() {
    return dropsTrees;
  }

  /** Whether anybody waits for the sync. */
  boolean needsSync() {
    HomeChanges elsewhere = homes;
    if (elsewhere != null && elsewhere.isDurable()) {
      return true; // No store may have what the log may lose.
    }
    for (Commit commit : commits) {
      if (commit.needsSync()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the batch makes a new version. */
  boolean isVersion() {
    return changed;
  }

  // ------------------------------------------------------------------ validation

  private void validate(TreeTransaction transaction) {
    RootMap read = transaction.version().roots();
    if (read == roots) {
      return; // Nobody committed meanwhile.
    }
    TreeComparison comparison = new TreeComparison(pool, file);
    WriteSet writes = transaction.writeSet();
    if (writes != null) {
      for (TreeRoot written : writes.roots()) {
        if (writes.isValidated(written.tree())) {
          validateKeys(read, written, comparison);
        }
      }
    }
    validateReads(transaction, roots);
  }

  /** Throws if what the large commit has read is not as it was. */
  private void validateReads(RootMap newest) {
    TreeTransaction transaction = largeOne;
    if (transaction != null) {
      validateReads(transaction, newest);
    }
  }

  private void validateReads(TreeTransaction transaction, RootMap newest) {
    ReadSet reads = transaction.reads();
    if (reads != null) {
      reads.validate(transaction.validatedRoots(), newest, new TreeComparison(pool, file));
    }
  }

  private void validateKeys(RootMap read, TreeRoot written, TreeComparison comparison) {
    TreeRoot then = read.getOrEmpty(written.tree());
    TreeRoot now = roots.getOrEmpty(written.tree());
    if (then.root() == now.root()) {
      return;
    }
    if (now.dropped()) {
      throw new WriteConflictException("a table that was written to has been dropped meanwhile");
    }
    TreeCursor cursor = new TreeCursor(pool);
    cursor.open(written, KeyRange.ALL, false);
    while (cursor.next()) {
      byte[] key = LongKey.of(cursor.node(), cursor.index(), file);
      if (!comparison.isSame(then, now, key, 0, key.length)) {
        throw new WriteConflictException(CHANGED_BY_ANOTHER);
      }
    }
  }

  // ------------------------------------------------------------------ application

  private void apply(TreeTransaction transaction) {
    transaction.placedTrees().forEach(this::placeTree);
    WriteSet writes = transaction.writeSet();
    if (writes != null) {
      for (TreeRoot written : writes.roots()) {
        TreeRoot target = roots.get(written.tree());
        if (target != null && target.isStored()) {
          applyStored(target, written);
        } else {
          applyTree(written, writes.edit());
        }
      }
    }
    RedoParts out = parts;
    if (out != null) {
      out.write(redo);
      Redo.parts(redo, out.origin(), out.count());
    }
    for (int tree : transaction.droppedTrees()) {
      TreeRoot root = roots.get(tree);
      if (root != null) {
        roots = roots.with(root.asDropped());
        dropsTrees = true;
        takesAway = true;
        Redo.dropTree(redo, tree);
      }
    }
    Redo.commit(redo);
  }

  private void placeTree(TreeTransaction.Placed placed) {
    TreeRoot made = homes().create(placed.tree(), placed.home());
    roots = roots.with(made);
    Redo.storedTree(redo, placed.tree(), placed.home());
  }

  /** What is gone with the process anyway is not logged. */
  private void applyStored(TreeRoot target, TreeRoot written) {
    HomeChanges changes = homes();
    boolean isLogged =
        !(target.root() instanceof StoredRoot root && treeHomes.isVolatile(root.home()));
    int tree = target.tree();
    if (isLogged) {
      Redo.tree(redo, tree);
    }
    TreeCursor cursor = new TreeCursor(pool);
    cursor.open(written, KeyRange.ALL, false);
    while (cursor.next()) {
      Node node = cursor.node();
      int i = cursor.index();
      byte[] key = LongKey.of(node, i, file);
      if (node.isTombstone(i)) {
        changes.delete(target, key, 0, key.length);
        takesAway = true;
        if (isLogged) {
          Redo.delete(redo, key.length);
          redo.put(key, 0, key.length);
        }
        continue;
      }
      puts = true;
      byte[] bytes = node.bytes();
      int from = node.valueStart(i);
      int length = node.valueLength(i);
      if (node.isOverflow(i)) {
        bytes = Edit.readOverflow(file, bytes, from);
        from = 0;
        length = bytes.length;
      }
      changes.put(target, key, 0, key.length, bytes, from, length);
      if (isLogged) {
        Redo.put(redo, key.length);
        redo.put(key, 0, key.length);
        Redo.value(redo, bytes, from, length);
      }
    }
    roots = roots.with(changes.changed(target));
  }

  private void applyTree(TreeRoot written, Edit writeSet) {
    int tree = written.tree();
    boolean putBefore = puts;
    TreeEditor editor = new TreeEditor(edit, roots.getOrEmpty(tree));
    Redo.tree(redo, tree);
    TreeCursor cursor = new TreeCursor(pool);
    cursor.open(written, KeyRange.ALL, false);
    while (cursor.next()) {
      applyEntry(editor, cursor.node(), cursor.index(), writeSet);
      if (edit.isFull()) {
        edit.handOver(List.of(), true); // If it may not use the reserve, that shows at its end.
      }
      RedoParts out = parts;
      if (out != null && out.isEnough(redo)) {
        out.write(redo);
      }
    }
    roots = roots.with(editor.root());
    if (tree < TreeRoot.FIRST_ID) {
      puts = putBefore; // To drop a table may change the definitions of others.
    }
  }

  private void applyEntry(TreeEditor editor, Node node, int i, Edit writeSet) {
    byte[] longKey = node.hasTail(i) ? LongKey.of(node, i, file) : Bytes.EMPTY;
    int keyLength = node.hasTail(i) ? longKey.length : node.headLength(i);
    boolean tombstone = node.isTombstone(i);
    if (tombstone) {
      Redo.delete(redo, keyLength);
    } else {
      Redo.put(redo, keyLength);
    }
    int from = redo.skip(keyLength);
    if (node.hasTail(i)) {
      System.arraycopy(longKey, 0, redo.array(), from, keyLength);
    } else {
      node.copyHead(i, redo.array(), from);
    }
    byte[] bytes = redo.array();
    int to = from + keyLength;
    if (tombstone) {
      editor.delete(bytes, from, to);
      takesAway = true;
      return;
    }
    puts = true;
    int value = node.valueStart(i);
    if (node.isOverflow(i)) {
      byte[] whole = Edit.readOverflow(file, node.bytes(), value);
      Redo.value(redo, whole, 0, whole.length);
      edit.adoptChain(writeSet, PagePointer.get(node.bytes(), value), whole.length);
      editor.putChain(redo.array(), from, to, node.bytes(), value);
    } else {
      int length = node.valueLength(i);
      Redo.value(redo, node.bytes(), value, length);
      editor.put(redo.array(), from, to, node.bytes(), value, length);
    }
  }

  /** Frees what the batch keeps in the file: it will not be published. */
  void drop() {
    edit.drop();
  }
}
