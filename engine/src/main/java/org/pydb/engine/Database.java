package org.pydb.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.table.Definitions;
import org.pydb.engine.table.RowIds;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.txn.TreeTransaction;

/**
 * An open database: tables with rows and indexes, changed by transactions. Thread-safe.
 *
 * <pre>{@code
 * try (Database database = Database.open(DatabaseOptions.at(Path.of("shop")));
 *     Transaction transaction = database.begin()) {
 *   TableDefinition song = transaction.catalog().table("public", "song");
 *   RowBuilder row = new RowBuilder(transaction.catalog().layout(song).rows());
 *   row.setLong(0, 1);
 *   transaction.writer(song).insert(row);
 *   transaction.endStatement();
 *   transaction.commit();
 * }
 * }</pre>
 */
public final class Database implements AutoCloseable {
  private final TreeStore store;
  private final Definitions definitions;
  private final RowIds rowIds = new RowIds();

  private Database(TreeStore store) {
    this.store = store;
    definitions = new Definitions(store.nextTreeId());
  }

  /**
   * Opens a database; makes it if the options say so; recovers it if it was not closed cleanly.
   *
   * @throws org.pydb.engine.error.DatabaseLockedException if somebody else has it open
   * @throws org.pydb.engine.error.NotADatabaseException if the file is missing or not one of ours
   * @throws org.pydb.engine.error.FormatTooNewException if a newer version made it
   * @throws org.pydb.engine.error.CorruptionException if it is damaged
   */
  public static Database open(DatabaseOptions options) {
    StoreOptions.Mode mode =
        switch (options.mode()) {
          case CREATE -> StoreOptions.Mode.CREATE;
          case EXISTING -> StoreOptions.Mode.EXISTING;
          case READ_ONLY -> StoreOptions.Mode.READ_ONLY;
          case MEMORY -> StoreOptions.Mode.MEMORY;
        };
    return open(
        new StoreOptions(
            options.vfs(), options.name(), mode, options.poolBytes(), options.executor()));
  }

  /** Opens one on a store whose measures are not for everybody: as small as tests want them. */
  static Database open(StoreOptions options) {
    return new Database(TreeStore.open(options));
  }

  /** Begins a transaction on the current state. Close it. */
  public Transaction begin() {
    return begin(false);
  }

  /** Begins a transaction on the current state, which may be one that does not write. Close it. */
  public Transaction begin(boolean readOnly) {
    return new Transaction(store.begin(readOnly), definitions, rowIds);
  }

  /** How many rows a table has now, by what is committed. */
  public long rowCount(TableDefinition table) {
    return store.pipeline().current().roots().getOrEmpty(table.id()).entries();
  }

  /** Brings all that is committed from the log into the data file. */
  public void checkpoint() {
    store.checkpoint();
  }

  /**
   * Checks the current state: checksums, order and bounds of keys, agreement of tables and indexes.
   *
   * @return what is wrong; empty if nothing is
   */
  public List<String> verify() {
    try (TreeTransaction transaction = store.begin(true)) {
      return DatabaseVerifier.verify(transaction.view());
    }
  }

  /** Where the database is, for messages. */
  public String description() {
    return store.description();
  }

  /** What the last checkpoint in the background failed with, or null if it succeeded. */
  public @Nullable RuntimeException checkpointFailure() {
    return store.checkpointFailure();
  }

  /**
   * Checkpoints and closes the files. Transactions that are still open can do no more than be
   * closed.
   */
  @Override
  public void close() {
    store.close();
  }
}
