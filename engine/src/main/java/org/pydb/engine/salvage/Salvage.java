package org.pydb.engine.salvage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.catalog.SequencesTree;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.page.FileHeader;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;

/**
 * Takes the readable rows of a damaged database into a new one. The damaged files stay as they are.
 *
 * <pre>
 *   1 read every page once: which are whole, and which leaves there are of each tree
 *   2 read the log up to its end or its first damage
 *   3 read the definitions, from older copies of their pages if need be
 *   4 table by table: read the rows that are left, change them as the log says, and put them with
 *     new index entries into NAME-part
 *   5 look for foreign keys that do not hold any more; prove the new database whole
 *   6 rename NAME-part to NAME
 * </pre>
 *
 * <p>Of a database that is not damaged the result is an exact copy: the same definitions, ids and
 * rows.
 */
public final class Salvage {
  private static final String PART = "-part";
  private static final int PROGRESS_ROWS = 10_000;

  private final StoreOptions source;
  private final StoreOptions target;
  private final SalvageProgress progress;

  private Salvage(StoreOptions source, StoreOptions target, SalvageProgress progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Salvages a database that nobody has open.
   *
   * @param source where it is
   * @param target where the new one shall be; there must be no such file
   * @throws StorageException if there is, or writing fails; then there is no new file
   * @throws org.pydb.engine.error.NotADatabaseException if nothing in the source is ours
   */
  public static SalvageReport run(
      StoreOptions source, StoreOptions target, SalvageProgress progress) {
    return new Salvage(source, target, progress).run();
  }

  private SalvageReport run() {
    Vfs vfs = source.vfs();
    if (!vfs.exists(source.name())) {
      throw new StorageException(vfs.describe(source.name()) + ": there is no such file");
    }
    checkTargetIsFree();
    Vfs.VfsLock lock = vfs.lock(source.name() + "-lock");
    try (PageFile pages =
        new PageFile(vfs.open(source.name(), OpenMode.READ), vfs.describe(source.name()))) {
      return salvage(new DamagedFile(unlocked(pages), progress));
    } finally {
      lock.close();
    }
  }

  /** The pages with the key, of which the file has three copies: in the header and in the metas. */
  private PageFile unlocked(PageFile pages) {
    FileHeader header;
    try {
      header = FileHeader.read(pages);
    } catch (CorruptionException | NotADatabaseException e) {
      header = FileHeader.ofMetas(pages);
    }
    if (header != null) {
      return header.unlock(pages, source.keySource(), source.vfs().clock()::random);
    }
    char[] key = source.keySource().key();
    if (key != null) {
      Arrays.fill(key, '\0');
      throw new CorruptionException(
          pages.description()
              + ": the file header and both meta pages (0 to 2) are damaged, and with them all"
              + " copies of the key that the pages are encrypted with. Restore a backup.");
    }
    return pages;
  }

  private void checkTargetIsFree() {
    for (String name : List.of(target.name(), target.name() + "-wal")) {
      if (target.vfs().exists(name)) {
        throw new StorageException(
            target.vfs().describe(name)
                + ": exists already, and is not overwritten. Name another file, or move this one"
                + " away.");
      }
    }
  }

  private LogChanges readLog(DamagedFile file) {
    Meta meta = file.meta();
    if (meta == null || meta.clean()) {
      return LogChanges.none();
    }
    LogChanges log =
        LogChanges.read(source.vfs(), source.name() + "-wal", meta, file.pages().keys());
    String damage = log.damage();
    if (damage != null) {
      file.findings()
          .add(
              "The log is applied up to its first damage ("
                  + log.batches()
                  + " batches of commits); what was committed behind that is lost: "
                  + damage);
    }
    if (log.newestCheckpoint() > meta.checkpoint()) {
      file.setStale();
    }
    if (damage != null && file.hasDamagedMeta()) {
      file.forgetMeta();
      return LogChanges.none();
    }
    return log;
  }

  private SalvageReport salvage(DamagedFile file) {
    LogChanges log = readLog(file);
    Roots roots = new Roots(file, log);
    SalvagedCatalog catalog = new SalvagedCatalog(file, roots);
    String part = target.name() + PART;
    deletePart();
    boolean done = false;
    try {
      List<SalvageReport.Table> tables;
      try (TreeStore store =
          TreeStore.open(
              new StoreOptions(
                      target.vfs(),
                      part,
                      StoreOptions.Mode.CREATE,
                      target.poolBytes(),
                      target.executor())
                  .withKey(target.keySource()))) {
        tables = load(store, roots, catalog);
      }
      prove(part);
      target.vfs().rename(part, target.name());
      target.vfs().syncName(target.name());
      done = true;
      return new SalvageReport(file.findings(), tables);
    } finally {
      if (!done) {
        deletePart();
      }
    }
  }

  /** The new database must be whole. Of foreign keys that do not hold the tables tell. */
  private void prove(String part) {
    List<String> findings =
        DatabaseVerifier.verifyFile(target.vfs(), part, target.keySource(), false);
    if (!findings.isEmpty()) {
      throw new CorruptionException(
          target.vfs().describe(part) + ": is not sound: " + String.join("; ", findings));
    }
  }

  private void deletePart() {
    for (String suffix : List.of("", "-wal")) {
      try {
        target.vfs().delete(target.name() + PART + suffix);
      } catch (StorageException e) {
        // The next salvage tries again.
      }
    }
  }

  // ------------------------------------------------------------------ the new database

  private List<SalvageReport.Table> load(TreeStore store, Roots roots, SalvagedCatalog salvaged) {
    store.nextTreeId().accumulateAndGet(highestId(roots, salvaged) + 1, Math::max);
    define(store, salvaged, states(roots));
    Map<TableLoad, Long> loads = new HashMap<>();
    for (TableDefinition table : salvaged.tables()) {
      TableLoad load = new TableLoad(store, TableLayout.of(table));
      loads.put(load, load(load, table, roots));
    }
    try (TreeTransaction transaction = store.begin(true)) {
      Catalog catalog = new CatalogTree().read(transaction.view());
      loads.keySet().forEach(load -> load.checkForeignKeys(catalog, transaction.view()));
    }
    List<SalvageReport.Table> tables = new ArrayList<>();
    loads.forEach((load, lost) -> tables.add(load.report(lost)));
    tables.sort(Comparator.comparing(SalvageReport.Table::name));
    return tables;
  }

  /** How far sequences had come, as far as that is left. */
  private static Map<byte[], byte[]> states(Roots roots) {
    Map<byte[], byte[]> states = new TreeMap<>(Arrays::compareUnsigned);
    roots.read(SequencesTree.TREE_ID, states::putIfAbsent);
    return states;
  }

  private static int highestId(Roots roots, SalvagedCatalog salvaged) {
    int highest = roots.highestTree();
    for (TableDefinition table : salvaged.tables()) {
      highest = Math.max(highest, table.id());
      highest = Math.max(highest, table.largeValues());
      highest =
          Math.max(highest, table.indexes().stream().mapToInt(i -> i.treeId()).max().orElse(0));
    }
    for (SequenceDefinition sequence : salvaged.sequences()) {
      highest = Math.max(highest, Math.max(sequence.id(), sequence.stateId()));
    }
    for (ViewDefinition view : salvaged.views()) {
      highest = Math.max(highest, view.id());
    }
    return highest;
  }

  private static void define(
      TreeStore store, SalvagedCatalog salvaged, Map<byte[], byte[]> states) {
    try (TreeTransaction transaction = store.begin(false)) {
      salvaged.schemas().forEach(name -> CatalogTree.putSchema(transaction.writes(), name));
      salvaged
          .tables()
          .forEach(
              table ->
                  CatalogTree.put(transaction.writes(), table.withEngine(TableDefinition.BTREE)));
      salvaged.sequences().forEach(each -> CatalogTree.put(transaction.writes(), each));
      salvaged.views().forEach(view -> CatalogTree.put(transaction.writes(), view));
      states.forEach(
          (key, value) ->
              transaction
                  .writes()
                  .put(SequencesTree.TREE_ID, false, key, 0, key.length, value, 0, value.length));
      transaction.commit();
    }
  }

  /** Loads a table and returns how many rows are lost. */
  private long load(TableLoad load, TableDefinition table, Roots roots) {
    String step = "salvaging " + table.qualifiedName();
    String home = roots.home(table.id());
    if (home != null) {
      load.find(
          "Its rows are not in this file: engine "
              + home
              + " keeps them in files of its own, which are not read here. open=readonly shows them"
              + " if those are whole, and so is what is needed of this one.");
      try (load) {
        load.finish();
      }
      return SalvageReport.UNKNOWN;
    }
    long expected = Math.max(0, roots.entries(table.id()));
    @Nullable TreeWalk walk;
    try (load) {
      progress.at(step, 0, expected);
      @Nullable TreeWalk chunks =
          table.largeValues() == 0 ? null : roots.read(table.largeValues(), load::addChunk);
      if (chunks != null) {
        chunks.gaps().forEach(gap -> load.find("Large values may be lost: " + gap.cause));
      }
      walk =
          roots.read(
              table.id(),
              (key, value) -> {
                load.add(key, value);
                if (load.rows() % PROGRESS_ROWS == PROGRESS_ROWS - 1) {
                  progress.at(step, load.rows(), expected);
                }
              });
      load.finish();
    }
    if (walk == null) {
      return 0;
    }
    walk.gaps().forEach(load::find);
    if (walk.isGuessed()) {
      load.find(
          "Rows were gathered from leaves of different ages: some that had been deleted or changed"
              + " may have come back as they were.");
    }
    long entries = roots.entries(table.id());
    boolean isKnown = entries != SalvageReport.UNKNOWN && !walk.isGuessed();
    return isKnown ? Math.max(0, entries - walk.count()) : SalvageReport.UNKNOWN;
  }
}
