package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.catalog.StatisticsTree;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.StatementRestartException;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.lock.LockOwner;
import org.pydb.engine.lock.LockTable;
import org.pydb.engine.lock.LockWait;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.spill.SpillSpace;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.WriteSet;

/**
 * A unit of work on tables: all of it is committed, or nothing.
 *
 * <p>A transaction reads one snapshot, or one for each statement (see {@link Isolation}), and its
 * own writes. A statement begins with {@link #beginStatement}, takes a {@link #view}, reads through
 * that, and so never meets what it writes itself; when it is done it calls {@link #endStatement}.
 * To undo a statement that failed half-way, take a {@link #savepoint} before it.
 *
 * <p>Whoever writes a row, or a unique key, locks it until the end of the transaction, and waits if
 * somebody else has it. Constraints are checked against what was committed last, not against the
 * snapshot: with the locks, that is what holds when this commits.
 *
 * <p>Not thread-safe, except for {@link #cancel}. Must be closed; closing rolls back what was not
 * committed.
 */
public final class Transaction implements AutoCloseable {
  private final TreeTransaction tree;
  private final Definitions definitions;
  private final RowIds rowIds;
  private final ChangeCounts changeCounts;
  private final SpillSpace spillSpace;
  private final Isolation isolation;

  /** Its locks; null if it does not write. */
  private final @Nullable LockOwner locks;

  /** What changes need, made with the first of them: readers are many and short. */
  private @Nullable Changes changes;

  private static final class Changes {
    final Map<Integer, TableWriter> writers = new HashMap<>();
    final List<Runnable> checks = new ArrayList<>();
    final Set<Integer> cascadedTo = new HashSet<>();

    void endStatement() {
      checks.clear();
      cascadedTo.clear();
    }
  }

  /** The constraints that wait for the commit; null until one may. */
  private @Nullable DeferredChecks deferred;

  private @Nullable Catalog catalog;
  private @Nullable View view;

  /** A transaction over one of trees. */
  public Transaction(
      TreeTransaction tree,
      Definitions definitions,
      RowIds rowIds,
      ChangeCounts changeCounts,
      LockTable lockTable,
      SpillSpace spillSpace,
      TransactionOptions options) {
    this.tree = tree;
    this.spillSpace = spillSpace;
    this.definitions = definitions;
    this.rowIds = rowIds;
    this.changeCounts = changeCounts;
    isolation = options.isolation();
    if (tree.isReadOnly()) {
      locks = null; // And its snapshot is a prefix of the order of commits: serializable as it is.
      return;
    }
    locks =
        new LockOwner(
            lockTable,
            options.name(),
            options.lockTimeoutMillis(),
            (treeId, key) -> KeyNames.of(catalog(), treeId, key),
            tree::newLockOverflow);
    if (isolation == Isolation.SERIALIZABLE) {
      tree.trackReads(treeId -> KeyNames.of(catalog(), treeId));
    }
  }

  /** How much of what others commit this sees. */
  public Isolation isolation() {
    return isolation;
  }

  // ------------------------------------------------------------------ statements

  /**
   * Begins a statement: under READ COMMITTED it sees all that is committed now.
   *
   * @param sql what runs, for those who will have to wait for this transaction
   */
  public void beginStatement(String sql) {
    if (locks != null) {
      locks.begin(sql);
    }
    tree.beginStatement();
    if (isolation == Isolation.READ_COMMITTED && tree.refresh() && !hasOwnDefinitions()) {
      Catalog before = catalog;
      if (before != null && before != definitions.of(tree)) {
        forgetDefinitions();
      }
    }
  }

  /** Sets how long it waits for one lock from now on, in milliseconds; 0 for ever. */
  public void setLockTimeout(long millis) {
    if (locks != null) {
      locks.setTimeout(millis);
    }
  }

  /**
   * Ends a wait for a lock, or the building of an index, now or later in the same statement.
   * Callable from any thread.
   *
   * @param reason what the statement fails with
   */
  public void cancel(String reason) {
    if (locks != null) {
      locks.cancel(reason);
    }
  }

  /** The transaction over keys and values behind this one. */
  TreeTransaction tree() {
    return tree;
  }

  /** The definitions that this transaction sees, its own included. */
  public Catalog catalog() {
    Catalog known = catalog;
    if (known == null) {
      known = definitions.of(tree);
      catalog = known;
    }
    return known;
  }

  /** What a statement that begins now sees. Valid until the next one begins, or as it is held. */
  @SuppressWarnings("ReferenceEquality") // the same one, or anew
  public View view() {
    ReadView read = tree.view();
    View last = view;
    if (last == null || last.read != read) {
      last = new View(read, tree);
      view = last;
    }
    return last;
  }

  /** Whether it is neither committed nor rolled back. */
  public boolean isOpen() {
    return tree.isOpen();
  }

  /** Whether it may not write. */
  public boolean isReadOnly() {
    return tree.isReadOnly();
  }

  /** Whether there is anything to commit. */
  public boolean hasWritten() {
    return tree.hasWritten();
  }

  /** Whether it has defined anything itself, so that {@link #catalog} is nobody else's. */
  public boolean hasOwnDefinitions() {
    return tree.hasWrittenTo(CatalogTree.TREE_ID);
  }

  /**
   * A writer of rows to a table of {@link #catalog}.
   *
   * @throws StatementRestartException if the table was defined anew since the snapshot, under READ
   *     COMMITTED
   * @throws WriteConflictException if it was, at another level
   */
  public TableWriter writer(TableDefinition table) {
    Map<Integer, TableWriter> writers = changes().writers;
    TableWriter writer = writers.get(table.id());
    if (writer == null || !writer.layout().definition().equals(table)) {
      lockForWriting(table);
      writer = new TableWriter(this, catalog().layout(table));
      writers.put(table.id(), writer);
    }
    return writer;
  }

  /** Changes definitions. */
  public TableDesigner design() {
    return new TableDesigner(this, definitions, spillSpace);
  }

  /**
   * Ends a statement: looks at what was put off until now. If this fails, the caller rolls back to
   * the statement's beginning.
   *
   * @throws org.pydb.engine.error.ConstraintException if a constraint is not satisfied
   */
  public void endStatement() {
    endPart();
    tree.endStatement();
  }

  /**
   * Ends one of several statements that are undone together: looks at what was put off until now,
   * but for index entries that still wait to be sorted.
   *
   * @throws org.pydb.engine.error.ConstraintException if a constraint is not satisfied
   */
  public void endPart() {
    Changes made = changes;
    if (made == null) {
      return;
    }
    try {
      for (int i = 0; i < made.checks.size(); i++) {
        made.checks.get(i).run();
      }
    } finally {
      made.endStatement();
    }
  }

  /** Takes a mark to which {@link #rollbackTo} can return. */
  public Savepoint savepoint() {
    return new Savepoint(tree.savepoint());
  }

  /** A place in a transaction. */
  public static final class Savepoint {
    private final TreeTransaction.Savepoint place;

    private Savepoint(TreeTransaction.Savepoint place) {
      this.place = place;
    }
  }

  /** Says that nobody will return to a savepoint: what only it needs is freed. */
  public void release(Savepoint savepoint) {
    tree.release(savepoint.place);
  }

  /** Undoes all writes since the savepoint. It stays usable; later ones do not. */
  public void rollbackTo(Savepoint savepoint) {
    tree.rollbackTo(savepoint.place);
    forgetDefinitions();
    if (changes != null) {
      changes.endStatement();
    }
  }

  /** Commits in {@linkplain Durability#FULL full}. */
  public void commit() {
    commit(Durability.FULL);
  }

  /**
   * Commits. When this returns, everybody sees the changes.
   *
   * @throws org.pydb.engine.error.ConstraintException if a constraint that was put off is not
   *     satisfied; then the transaction is still open, and can only be closed
   * @throws org.pydb.engine.error.WriteConflictException if somebody else got in the way first
   * @throws org.pydb.engine.error.DiskFullException if there is no room for the log
   * @throws org.pydb.engine.error.CommitUnknownException if writing the log failed half-way
   */
  public void commit(Durability durability) {
    assert changes == null || changes.checks.isEmpty() : "a statement was not ended";
    if (deferred != null) {
      deferred.run(); // If this fails, the caller rolls back.
    }
    try {
      switch (durability) {
        case FULL -> tree.commit();
        case RELAXED -> tree.commitRelaxed();
      }
      countChanges();
    } finally {
      releaseLocks();
    }
  }

  /** Tells how many rows were changed; those that a foreign key has changed are left out. */
  private void countChanges() {
    Changes made = changes;
    if (made != null) {
      for (TableWriter writer : made.writers.values()) {
        if (writer.changeCount() > 0) {
          changeCounts.add(writer.layout().definition().id(), writer.changeCount());
        }
      }
    }
  }

  /** Gives up all writes. Does nothing when it has ended already. */
  @Override
  public void close() {
    view = null;
    try {
      tree.close();
    } finally {
      releaseLocks();
    }
  }

  /**
   * Begins a read-only transaction anew after it was closed, on what is committed now: as good as
   * another one, for those who begin many.
   */
  public void reopen() {
    if (!isReadOnly() || isOpen()) {
      throw new IllegalStateException("only a read-only transaction that has ended begins anew");
    }
    catalog = null;
    tree.reopen();
  }

  // ------------------------------------------------------------------ locks

  private LockOwner locks() {
    LockOwner owner = locks;
    if (owner == null) {
      throw new IllegalStateException("a read-only transaction does not lock");
    }
    return owner;
  }

  /** Throws if the statement was cancelled; for work that goes on for long. */
  void checkCanceled() {
    locks().checkCanceled();
  }

  private void releaseLocks() {
    if (locks != null) {
      locks.releaseAll();
    }
  }

  /**
   * Locks a row that the statement has seen, until the end of the transaction.
   *
   * @param key the row's encoded key
   * @return false if it is locked by somebody else and was to be skipped
   * @throws StatementRestartException if the row was changed after the snapshot, under READ
   *     COMMITTED; the lock is held
   * @throws WriteConflictException if it was, at another level
   * @throws org.pydb.engine.error.DeadlockException if the wait would never end
   * @throws org.pydb.engine.error.LockTimeoutException if it took too long, or was not to be waited
   *     for
   * @throws org.pydb.engine.error.StatementCanceledException if the wait was cancelled
   */
  public boolean lockRow(
      TableDefinition table, byte[] key, int from, int to, LockMode mode, LockWait wait) {
    lockForWriting(table);
    if (!locks().lock(table.id(), key, from, to, mode, wait)) {
      return false;
    }
    checkUnchanged(table, key, from, to);
    return true;
  }

  /** Locks a row that is about to be changed, as the statement has seen it. */
  void lockForChange(TableDefinition table, ByteBuilder key, LockMode mode) {
    locks().lock(table.id(), key.array(), 0, key.length(), mode, LockWait.WAIT);
    checkUnchanged(table, key.array(), 0, key.length());
  }

  private void checkUnchanged(TableDefinition table, byte[] key, int from, int to) {
    if (!tree.isUnchanged(table.id(), key, from, to)) {
      byte[] row = Arrays.copyOfRange(key, from, to);
      throw conflict(KeyNames.of(catalog(), table.id(), row) + " was changed");
    }
  }

  /**
   * Throws if a row that is locked is not as the snapshot shows it, unless statements look at what
   * is committed last.
   */
  void checkSeen(TableDefinition table, byte[] key) {
    if (isolation != Isolation.READ_COMMITTED) {
      checkUnchanged(table, key, 0, key.length);
    }
  }

  /**
   * Whether this transaction has written a row since a view was taken: inserted, changed or deleted
   * it. To write the very bytes that it wrote before does not count.
   *
   * @param key the row's encoded key
   */
  public boolean hasWrittenSince(View before, TableDefinition table, byte[] key, int from, int to) {
    return tree.hasWrittenSince(before.read, table.id(), key, from, to);
  }

  /** Locks a key, whether it is there or not. */
  void lockKey(int tree, byte[] key, int length, LockMode mode) {
    locks().lock(tree, key, 0, length, mode, LockWait.WAIT);
  }

  /** Keeps a table from being defined anew, which it must not have been since the snapshot. */
  private void lockForWriting(TableDefinition table) {
    lockTable(table, LockMode.SHARE);
    if (hasOwnDefinitions() || tree.isUnchanged(CatalogTree.TREE_ID)) {
      return; // Nobody else defines anything meanwhile; or nobody has.
    }
    Catalog newest = definitions.newest(tree);
    boolean same =
        table.equals(newest.table(table.id()))
            && newest.references(table.id()).equals(catalog().references(table.id()));
    if (!same) {
      throw conflict("table " + table.qualifiedName() + " was defined anew or dropped");
    }
  }

  private void lockTable(TableDefinition table, LockMode mode) {
    byte[] key = CatalogTree.key(table.id());
    locks().lock(CatalogTree.TREE_ID, key, 0, key.length, mode, LockWait.WAIT);
  }

  /**
   * Makes this the only transaction that defines anything, and keeps others from writing to some
   * tables.
   */
  void lockForDefinition(Collection<TableDefinition> tables) {
    if (deferred != null) {
      deferred.refuseChange(tables);
    }
    locks().lock(CatalogTree.TREE_ID, Bytes.EMPTY, 0, 0, LockMode.UPDATE, LockWait.WAIT);
    tables.forEach(table -> lockTable(table, LockMode.UPDATE));
    if (!hasOwnDefinitions() && !tree.isUnchanged(CatalogTree.TREE_ID)) {
      throw conflict("something was defined or dropped");
    }
  }

  /** Throws if a table's rows are not as the statement sees them; others must not write to it. */
  void checkRowsUnchanged(TableDefinition table) {
    if (!tree.isUnchanged(table.id())) {
      throw conflict("table " + table.qualifiedName() + " was changed");
    }
  }

  private EngineException conflict(String what) {
    return isolation == Isolation.READ_COMMITTED
        ? new StatementRestartException(what + " by a transaction that committed meanwhile")
        : new WriteConflictException(
            "could not serialize access: "
                + what
                + " by a transaction that committed after this one began; run this one again");
  }

  // ------------------------------------------------------------------ statistics

  /** How many pages of tables the database has read from its file so far, for whomever. */
  public long pagesRead() {
    return tree.pagesRead();
  }

  /** What this transaction knows of the contents of a table, as {@link #putStatistics} set it. */
  public byte @Nullable [] statistics(TableDefinition table) {
    return StatisticsTree.read(view().read, table.id());
  }

  /**
   * Sets what is known of the contents of a table.
   *
   * @throws StatementRestartException if the table was defined anew since the snapshot, or {@link
   *     WriteConflictException}
   */
  public void putStatistics(TableDefinition table, byte[] statistics) {
    lockForWriting(table);
    StatisticsTree.put(writes(), table.id(), statistics);
  }

  // ------------------------------------------------------------------ for writers

  WriteSet writes() {
    return tree.writes();
  }

  private Changes changes() {
    Changes made = changes;
    if (made == null) {
      made = new Changes();
      changes = made;
    }
    return made;
  }

  void forgetDefinitions() {
    catalog = null;
    if (changes != null) {
      changes.writers.clear();
    }
  }

  long nextRowId(int tableId) {
    return rowIds.next(tableId, tree);
  }

  void checkLater(Runnable check) {
    changes().checks.add(check);
  }

  // ------------------------------------------------------------------ foreign keys

  /** The constraints that wait for the commit, and which ones do. */
  public DeferredChecks deferredChecks() {
    DeferredChecks made = deferred;
    if (made == null) {
      made = new DeferredChecks();
      deferred = made;
    }
    return made;
  }

  /** A writer for rows that follow others by a foreign key. */
  TableWriter cascadeWriter(TableDefinition table) {
    changes().cascadedTo.add(table.id());
    // Not the statement's own: it may be in the middle of a row.
    return new TableWriter(this, catalog().layout(table));
  }

  /** Whether a foreign key has changed rows of a table since the statement began. */
  boolean hasCascadedTo(int tableId) {
    return changes != null && changes.cascadedTo.contains(tableId);
  }
}
