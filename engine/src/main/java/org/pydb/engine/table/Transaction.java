package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.WriteSet;

/**
 * A unit of work on tables: all of it is committed, or nothing.
 *
 * <p>A transaction reads one snapshot, taken when it began, and its own writes. A statement takes a
 * {@link #view} first, reads through that, and so never meets what it writes itself; when it is
 * done it calls {@link #endStatement}. To undo a statement that failed half-way, take a {@link
 * #savepoint} before it.
 *
 * <p>Not thread-safe. Must be closed; closing rolls back what was not committed.
 */
public final class Transaction implements AutoCloseable {
  private final TreeTransaction tree;
  private final Definitions definitions;
  private final RowIds rowIds;

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

  private @Nullable Catalog catalog;
  private @Nullable View view;

  /** A transaction over one of trees. */
  @SuppressWarnings("exports") // for the engine's façade only
  public Transaction(TreeTransaction tree, Definitions definitions, RowIds rowIds) {
    this.tree = tree;
    this.definitions = definitions;
    this.rowIds = rowIds;
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

  /** What a statement that begins now sees. Valid until the transaction ends. */
  @SuppressWarnings("ReferenceEquality") // the same one, or anew
  public View view() {
    ReadView read = tree.view();
    View last = view;
    if (last == null || last.read != read) {
      last = new View(read);
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

  /** A writer of rows to a table of {@link #catalog}. */
  public TableWriter writer(TableDefinition table) {
    Map<Integer, TableWriter> writers = changes().writers;
    TableWriter writer = writers.get(table.id());
    if (writer == null || !writer.layout().definition().equals(table)) {
      byte[] key = CatalogTree.key(table.id());
      tree.rely(
          CatalogTree.TREE_ID,
          KeyRange.prefix(key),
          "the definition of table " + table.qualifiedName());
      writer = new TableWriter(this, catalog().layout(table));
      writers.put(table.id(), writer);
    }
    return writer;
  }

  /** Changes definitions. */
  public TableDesigner design() {
    return new TableDesigner(this, definitions);
  }

  /**
   * Ends a statement: looks at what was put off until now.
   *
   * @throws org.pydb.engine.error.ConstraintException if a foreign key is not satisfied; the caller
   *     rolls back to the statement's beginning
   */
  public void endStatement() {
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

  /** Undoes all writes since the savepoint. It stays usable. */
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
   * @throws org.pydb.engine.error.WriteConflictException if somebody else got in the way first
   * @throws org.pydb.engine.error.DiskFullException if there is no room for the log
   * @throws org.pydb.engine.error.CommitUnknownException if writing the log failed half-way
   */
  public void commit(Durability durability) {
    assert changes == null || changes.checks.isEmpty() : "a statement was not ended";
    switch (durability) {
      case FULL -> tree.commit();
      case RELAXED -> tree.commitRelaxed();
    }
  }

  /** Gives up all writes. Does nothing when it has ended already. */
  @Override
  public void close() {
    tree.close();
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

  static String print(KeyFormat format, byte[] key) {
    return KeyPrinter.print(format, key, 0, key.length);
  }
}
