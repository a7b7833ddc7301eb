package org.pydb.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.backup.Backup;
import org.pydb.engine.btree.EntryEstimate;
import org.pydb.engine.btree.PageEstimate;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.catalog.StatisticsTree;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.lock.LockTable;
import org.pydb.engine.salvage.Salvage;
import org.pydb.engine.salvage.SalvageProgress;
import org.pydb.engine.salvage.SalvageReport;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.spill.SpillSpace;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.store.VacuumReport;
import org.pydb.engine.table.ChangeCounts;
import org.pydb.engine.table.Definitions;
import org.pydb.engine.table.RandomBits;
import org.pydb.engine.table.RowIds;
import org.pydb.engine.table.Sequences;
import org.pydb.engine.table.TableSample;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.TransactionOptions;
import org.pydb.engine.txn.CommitPipeline;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.Version;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.layer.FileStack;
import org.pydb.engine.vfs.layer.StackedVfs;

/**
 * An open database: tables with rows and indexes, changed by transactions. Thread-safe; one process
 * has a database open at a time.
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
 *
 * <p>All methods throw {@link org.pydb.engine.error.StorageException} if the system fails them, and
 * {@link org.pydb.engine.error.CorruptionException}, which names the place, if what is read is not
 * what was written.
 */
public final class Database implements AutoCloseable {
  private static final String SPILL_SUFFIX = "-temp";

  private final TreeStore store;
  private final Definitions definitions;
  private final Sequences sequences;
  private final RowIds rowIds = new RowIds();
  private final ChangeCounts changeCounts = new ChangeCounts();
  private final LockTable locks;
  private final TableEngines engines;
  private final Vfs.VfsClock clock;
  private final SpillSpace spillSpace;

  /** A database on a store, which closes with it. Tests come with a store as small as they want. */
  Database(TreeStore store, SpillSpace spillSpace, Vfs.VfsClock clock, LockTable locks) {
    this(store, spillSpace, clock, locks, TableEngines.BUILT_IN);
  }

  private Database(
      TreeStore store,
      SpillSpace spillSpace,
      Vfs.VfsClock clock,
      LockTable locks,
      TableEngines engines) {
    this.engines = engines;
    this.store = store;
    this.clock = clock;
    this.spillSpace = spillSpace;
    this.locks = locks;
    definitions = new Definitions(store.nextTreeId());
    sequences = new Sequences(() -> store.begin(false));
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
    TreeStore store = TreeStore.open(storeOptions(options));
    Vfs.VfsClock clock = options.vfs().clock();
    return new Database(
        store,
        spillSpace(options, store.file().keys() != null),
        clock,
        new LockTable(clock),
        options.engines());
  }

  /**
   * Beside the data file; where that is in memory or not to be changed, in the directory for
   * temporary files.
   */
  private static SpillSpace spillSpace(DatabaseOptions options, boolean encrypted) {
    Vfs vfs = options.vfs();
    boolean mayWrite =
        options.mode() != DatabaseOptions.Mode.MEMORY
            && options.mode() != DatabaseOptions.Mode.READ_ONLY;
    if (mayWrite) {
      return new SpillSpace(vfs, options.name() + SPILL_SUFFIX, encrypted);
    }
    String name = "pydb-%016x".formatted(vfs.clock().random()) + SPILL_SUFFIX;
    return new SpillSpace(DiskVfs.ofTemporaryFiles(), name, encrypted);
  }

  private static StoreOptions storeOptions(DatabaseOptions options) {
    StoreOptions.Mode mode =
        switch (options.mode()) {
          case CREATE -> StoreOptions.Mode.CREATE;
          case EXISTING -> StoreOptions.Mode.EXISTING;
          case READ_ONLY -> StoreOptions.Mode.READ_ONLY;
          case MEMORY -> StoreOptions.Mode.MEMORY;
        };
    return new StoreOptions(
            options.files(), options.name(), mode, options.poolBytes(), options.executor())
        .withRecoveryListener(options.recoveryListener())
        .withKey(options.keySource())
        .withEviction(options.eviction())
        .withHomes(options.engines().opener());
  }

  /** Begins a transaction on the current state. Close it. */
  public Transaction begin() {
    return begin(TransactionOptions.DEFAULT);
  }

  /** Begins a transaction on the current state, which may be one that does not write. Close it. */
  public Transaction begin(boolean readOnly) {
    return begin(TransactionOptions.DEFAULT.withReadOnly(readOnly));
  }

  /**
   * Begins a transaction on the current state. Close it.
   *
   * @throws org.pydb.engine.error.DatabaseClosedException if the database has been closed
   */
  public Transaction begin(TransactionOptions options) {
    return new Transaction(
        store.begin(options.readOnly()),
        definitions,
        rowIds,
        changeCounts,
        locks,
        spillSpace,
        options);
  }

  /** The engines that can keep tables. */
  public TableEngines engines() {
    return engines;
  }

  /** Gives the numbers of sequences, outside all transactions. */
  public Sequences sequences() {
    return sequences;
  }

  /** Who waits for a lock now, and for whom; those that wait longest come first. */
  public List<LockTable.Wait> lockWaits() {
    return locks.waits();
  }

  /** How many rows a table has now, by what is committed. */
  public long rowCount(TableDefinition table) {
    return rowCount(table.id());
  }

  /** How many rows the table of this id has now; none if it was dropped. */
  public long rowCount(int tableId) {
    return store.pipeline().current().roots().getOrEmpty(tableId).entries();
  }

  /**
   * How large a table or an index is now; it reads some inner pages, and no leaves.
   *
   * @param treeId the id of the table or the tree of the index
   */
  public TreeSize size(int treeId) {
    CommitPipeline pipeline = store.pipeline();
    Version now = pipeline.acquire();
    try {
      TreeRoot tree = now.roots().getOrEmpty(treeId);
      return new TreeSize(tree.levels(), tree.entries(), PageEstimate.of(tree, store.pool()));
    } finally {
      pipeline.release(now);
    }
  }

  /** Where a sequence stands now; nothing is given or written. */
  public Sequences.Last lastNumber(SequenceDefinition sequence) {
    try (TreeTransaction now = store.begin(true)) {
      return sequences.last(sequence, now.committedView());
    }
  }

  /** How many rows of each table were changed lately. */
  public ChangeCounts changeCounts() {
    return changeCounts;
  }

  /**
   * About how many entries of a table's tree, or of an index, lie in a range now: by looking at the
   * two ends of it, at a cost of microseconds.
   *
   * @param treeId the id of the table or the tree of the index
   */
  public double estimateEntries(int treeId, KeyRange range) {
    CommitPipeline pipeline = store.pipeline();
    Version now = pipeline.acquire();
    try {
      return EntryEstimate.of(now.roots().getOrEmpty(treeId), range, store.pool());
    } finally {
      pipeline.release(now);
    }
  }

  /**
   * Looks at some of the rows that a transaction sees of a table.
   *
   * @param canceled is called often, and throws to end it
   */
  public TableSample sample(Transaction transaction, TableDefinition table, Runnable canceled) {
    return new TableSample(
        transaction.view(),
        transaction.catalog().layout(table),
        new RandomBits(clock.random()),
        canceled);
  }

  /**
   * What is known of the contents of a table, as {@link Transaction#putStatistics} set it and a
   * transaction committed it; null if nothing is.
   */
  public byte @Nullable [] statistics(TableDefinition table) {
    try (Transaction now = begin(true)) {
      return now.statistics(table);
    }
  }

  /** Another object whenever {@link #statistics} of some table has changed. */
  public @Nullable Object statisticsVersion() {
    TreeRoot tree = store.pipeline().current().roots().get(StatisticsTree.TREE_ID);
    return tree == null ? null : tree.root();
  }

  /**
   * Makes the file as short as can be. Others read and write meanwhile.
   *
   * @return what became of it, a line each
   */
  public List<String> vacuum() {
    VacuumReport report = store.vacuum();
    return List.of(
        "pages before: " + report.pagesBefore(),
        "pages after: " + report.pagesAfter(),
        "of those free: " + report.pagesFree(),
        "of those held by open transactions: " + report.pagesHeld());
  }

  /** How many pages were read from the file into memory since it was opened. */
  public long pageReads() {
    return store.pool().loads();
  }

  /** Brings all that is committed from the log into the data file. */
  public void checkpoint() {
    store.checkpoint();
  }

  /**
   * Checks the current state, while others go on: checksums, order and bounds of keys, agreement of
   * tables, indexes and foreign keys, the use of all pages, and the last checkpoint in the file.
   *
   * @return what is wrong; empty if nothing is
   */
  public List<String> verify() {
    return DatabaseVerifier.verify(store);
  }

  /**
   * Writes what is committed now into a new database file, while others go on. The copy needs no
   * log, and opening it is restoring it.
   *
   * @param target the file to make; {@code .pydb} is added if missing; it must not exist
   * @param progress is told from time to time how many pages have been written; what it throws ends
   *     the backup, and then there is no file
   * @throws org.pydb.engine.error.StorageException if the file exists, or cannot be written
   * @throws org.pydb.engine.error.CorruptionException if a page that was to be copied is damaged
   */
  public void backup(Path target, LongConsumer progress) {
    DatabaseOptions place = DatabaseOptions.at(target);
    backup(place.vfs(), place.name(), progress);
  }

  /** Does the same in any place that holds files. */
  public void backup(Vfs vfs, String name, LongConsumer progress) {
    Backup.write(store, StackedVfs.ofDatabase(vfs, storage()), name, null, false, progress);
  }

  /**
   * Does the same, and encrypts the copy with another key, or with none: a backup else keeps the
   * key of the database.
   *
   * @param target where the copy shall be, its key, and what it is made of, if not of the same; its
   *     mode does not matter
   */
  public void copyInto(DatabaseOptions target, LongConsumer progress) {
    Backup.write(store, copyFiles(target), target.name(), target.keySource(), false, progress);
  }

  /** Does as {@link #backup} does, into a file that is made of what the target says. */
  public void backup(DatabaseOptions target, LongConsumer progress) {
    Backup.write(store, copyFiles(target), target.name(), null, false, progress);
  }

  private Vfs copyFiles(DatabaseOptions target) {
    return target.storage() == null ? target.withStorage(storage()).files() : target.files();
  }

  /** What the data file is made of; a plain one for a database in memory. */
  public FileStack storage() {
    return store.vfs() instanceof StackedVfs files ? files.stackOf(store.name()) : FileStack.PLAIN;
  }

  /** Whether what is in its files can be read with a key only. */
  public boolean isEncrypted() {
    return store.file().keys() != null;
  }

  /**
   * Checks that somebody else who wants this database has its key, too.
   *
   * @throws org.pydb.engine.error.KeyException if not, or if he has one for a plain database
   */
  public void checkKey(KeySource source) {
    FileKeys.check(store.file().keys(), source, description());
  }

  /**
   * Copies a database that nobody has open to another place, with a proof that the copy is whole:
   * it is read again, page by page and row by row, before it gets its name.
   *
   * @param source the file, perhaps with a log beside it; neither is changed
   * @param target the file to make; it must not exist
   * @param progress as for {@link #backup}
   */
  public static void restore(Path source, Path target, LongConsumer progress) {
    restore(DatabaseOptions.at(source), DatabaseOptions.at(target), progress);
  }

  /** Does the same for any places that hold files. */
  public static void restore(
      DatabaseOptions source, DatabaseOptions target, LongConsumer progress) {
    try (Database database = open(source.withMode(DatabaseOptions.Mode.READ_ONLY))) {
      Backup.write(database.store, database.copyFiles(target), target.name(), null, true, progress);
    }
  }

  /**
   * Takes the readable rows of a damaged database that nobody has open into a new one. The damaged
   * files stay as they are.
   *
   * @param source where it is; its mode does not matter
   * @param target where the new one shall be; there must be no such file
   * @param progress is told how far this has come; what it throws ends it
   * @return what was read, and what was lost
   * @throws org.pydb.engine.error.StorageException if the target exists, or cannot be written
   * @throws org.pydb.engine.error.NotADatabaseException if nothing in the source is ours
   */
  public static SalvageReport salvage(
      DatabaseOptions source, DatabaseOptions target, SalvageProgress progress) {
    return Salvage.run(
        storeOptions(source.withMode(DatabaseOptions.Mode.READ_ONLY)),
        storeOptions(target.withMode(DatabaseOptions.Mode.CREATE)),
        progress);
  }

  /** Room for what queries cannot keep in memory. */
  public SpillSpace spillSpace() {
    return spillSpace;
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
    sequences.giveBack();
    spillSpace.close();
    store.close();
  }
}
