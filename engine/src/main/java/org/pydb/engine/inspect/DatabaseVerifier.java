package org.pydb.engine.inspect;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.page.FileHeader;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.recovery.Census;
import org.pydb.engine.recovery.RootsTree;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.layer.StackedVfs;

/**
 * Proves that a database is whole, or says in words what is not, and what to do about it.
 *
 * <p>Of a file that nobody has open, it checks the newest checkpoint: that every page of it has the
 * right checksum, number and generation; that every page is either reached exactly once or free;
 * that keys are in order and within the bounds above them; that indexes, foreign keys and tables
 * agree.
 *
 * <p>Of an open database it checks the same for the current version, while others write, and then
 * the last checkpoint as it stands in the file. Which pages there may be is counted at one moment:
 *
 * <pre>
 *   taken  =  reached from the current version
 *           + reached from older versions only     (known: they hang on the versions' points)
 *           + the checkpoint's own                 (its tree of roots and its free map)
 *           + of changes that are not committed    (known: temporary)
 * </pre>
 *
 * <p>Both versions are held until all is checked, so nothing of this changes under the walk.
 */
public final class DatabaseVerifier {
  private final Findings findings = new Findings();
  private final TreeNames names;

  /** Whether tree 1 has definitions of tables. */
  private final boolean withTables;

  private boolean withForeignKeys = true;

  private DatabaseVerifier() {
    this(true);
  }

  private DatabaseVerifier(boolean withTables) {
    this.withTables = withTables;
    names = withTables ? TreeNames.ofDatabase() : TreeNames.none();
  }

  /**
   * Checks the newest checkpoint in a file that nobody has open. Nothing is wrong with one that
   * holds no database yet, because the process that was making it was killed.
   *
   * @return what is wrong; empty if nothing is
   */
  public static List<String> verifyFile(Vfs vfs, String name) {
    return verifyFile(vfs, name, KeySource.NONE, true);
  }

  /**
   * Checks the same of an encrypted file.
   *
   * @param keySource gives the key
   * @param withForeignKeys whether rows must be there that others refer to
   */
  public static List<String> verifyFile(
      Vfs vfs, String name, KeySource keySource, boolean withForeignKeys) {
    return verifyFile(
        vfs,
        name,
        (file, header) -> header.unlock(file, keySource, vfs.clock()::random),
        withForeignKeys);
  }

  /** Checks the same of a file with these keys; null for a plain one. */
  public static List<String> verifyFile(Vfs vfs, String name, @Nullable FileKeys keys) {
    return verifyFile(vfs, name, (file, header) -> file.with(keys), true);
  }

  private static List<String> verifyFile(
      Vfs vfs,
      String name,
      BiFunction<PageFile, FileHeader, PageFile> unlock,
      boolean withForeignKeys) {
    DatabaseVerifier verifier = new DatabaseVerifier();
    Vfs files = StackedVfs.ofDatabase(vfs, null);
    try (PageFile opened = new PageFile(files.open(name, Vfs.OpenMode.READ), vfs.describe(name))) {
      if (FileHeader.isBlank(opened)) {
        return List.of();
      }
      FileHeader header = FileHeader.read(opened);
      PageFile file = unlock.apply(opened, header);
      Meta meta = Meta.readNewest(file, header);
      verifier.withForeignKeys = withForeignKeys;
      verifier.checkTables(verifier.checkCheckpoint(file, meta));
    } catch (EngineException e) {
      verifier.failed(e);
    }
    return verifier.findings.withAdvice();
  }

  /**
   * Checks what a view shows of an open database, without its own changes.
   *
   * @return what is wrong; empty if nothing is
   */
  public static List<String> verify(ReadView view) {
    DatabaseVerifier verifier = new DatabaseVerifier();
    try {
      verifier.checkView(new ReadView(view.version(), view.source(), view.file()));
    } catch (EngineException e) {
      verifier.failed(e);
    }
    return verifier.findings.withAdvice();
  }

  /**
   * Checks an open database, while others go on: the current version, the use of all pages, and the
   * last checkpoint as it stands in the file.
   *
   * @return what is wrong; empty if nothing is
   */
  public static List<String> verify(TreeStore store) {
    Census census = store.census();
    if (census == null) {
      try (TreeTransaction transaction = store.begin(true)) {
        return verify(transaction.view());
      }
    }
    DatabaseVerifier verifier = new DatabaseVerifier();
    try {
      verifier.check(store, census);
    } catch (EngineException e) {
      verifier.failed(e);
    } finally {
      store.pipeline().release(census.current());
      store.pipeline().release(census.durable());
    }
    return verifier.findings.withAdvice();
  }

  /**
   * Checks a file of trees that nobody has open, whatever is in them: its newest checkpoint, and
   * what its log leads to. Nothing is changed.
   *
   * @param mayBeBlank whether the process may have died that was making it
   * @return what is wrong; empty if nothing is
   */
  public static List<String> verifyTrees(StoreOptions options, boolean mayBeBlank) {
    DatabaseVerifier verifier = new DatabaseVerifier(false);
    String place = options.vfs().describe(options.name());
    try {
      verifier.checkTrees(options, place, mayBeBlank);
    } catch (CorruptionException | NotADatabaseException e) {
      verifier.failed(e);
    }
    return verifier.findings.all().stream()
        .map(finding -> finding.contains(place) ? finding : place + ": " + finding)
        .toList();
  }

  private void checkTrees(StoreOptions options, String place, boolean mayBeBlank) {
    try (PageFile file =
        new PageFile(options.vfs().open(options.name(), Vfs.OpenMode.READ), place)) {
      if (mayBeBlank && FileHeader.isBlank(file)) {
        return;
      }
      Meta meta = Meta.readNewest(file, FileHeader.read(file));
      ReadView unused = checkCheckpoint(file, meta);
    }
    if (findings.isEmpty()) {
      try (TreeStore store = TreeStore.open(options.withMode(StoreOptions.Mode.READ_ONLY));
          TreeTransaction now = store.begin(true)) {
        ReadView view = now.view();
        new Reach(view.source(), view.file(), names, findings).walk(view.version().roots());
      }
    }
  }

  private void failed(EngineException e) {
    findings.add(Findings.Kind.DAMAGE, String.valueOf(e.getMessage()));
  }

  // ------------------------------------------------------------------ an open database

  private void check(TreeStore store, Census census) {
    Reach reach = checkView(new ReadView(census.current(), store.pool(), store.file()));
    Reach own = new Reach(store.pool(), store.file(), names, findings);
    own.walk(census.rootsTree());
    for (PagePointer page : census.mapPages()) {
      own.add(page, RootsTree.TREE_ID);
    }
    checkUse(store, census.used(), reach, own);
    checkCheckpoint(store.file(), census.meta());
  }

  private void checkUse(TreeStore store, PageBitmap used, Reach reach, Reach own) {
    long end = Math.max(used.end(), reach.pages().end());
    for (long page = Meta.FIRST_DATA_PAGE; page < end; page++) {
      boolean isReached = reach.pages().contains(page) || own.pages().contains(page);
      if (isReached && !used.contains(page) && !store.space().isUsed(page)) {
        findings.add(Findings.Kind.SPACE, "page " + page + " is in use, but counts as free");
      } else if (!isReached && used.contains(page) && reach.isComplete() && own.isComplete()) {
        findings.add(
            Findings.Kind.SPACE, "page " + page + " counts as used, but nothing leads to it");
      }
    }
  }

  // ------------------------------------------------------------------ parts

  private Reach checkView(ReadView view) {
    try {
      names.addAll(new CatalogTree().read(view));
    } catch (CorruptionException e) {
      // The walk says so.
    }
    Reach reach = new Reach(view.source(), view.file(), names, findings);
    reach.walk(view.version().roots());
    checkTables(view);
    return reach;
  }

  private @Nullable ReadView checkCheckpoint(PageFile file, Meta meta) {
    try {
      return new CheckpointVerifier(file, meta, names, findings, withTables).verify();
    } catch (CorruptionException e) {
      failed(e);
      return null;
    }
  }

  /** Whether a table is in the file, or its store is open. */
  private static boolean isReadable(ReadView view, int tree) {
    TreeRoot root = view.base(tree);
    return !root.isStored() || root.stored() != null;
  }

  private void checkTables(@Nullable ReadView view) {
    if (view == null) {
      return;
    }
    Catalog catalog = new CatalogTree().read(view);
    for (TableDefinition table : catalog.tables()) {
      if (!isReadable(view, table.id())) {
        continue;
      }
      boolean mayRefer =
          table.foreignKeys().stream().allMatch(key -> isReadable(view, key.referencedTableId()));
      try {
        new TableVerifier(view, catalog, catalog.layout(table), findings)
            .verify(withForeignKeys && mayRefer);
      } catch (CorruptionException e) {
        findings.add(
            Findings.Kind.DAMAGE, "table " + table.qualifiedName() + ": " + e.getMessage());
      }
    }
  }
}
