package org.pydb.engine.home;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.StoredRoot;
import org.pydb.engine.btree.StoredTrees;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.UnknownEngineException;
import org.pydb.engine.kv.file.StoreFile;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.txn.HomeChanges;
import org.pydb.engine.txn.StoredChange;
import org.pydb.engine.txn.TreeHomes;
import org.pydb.engine.vfs.ShadowVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.layer.StackedVfs;

/**
 * The stores of a database, one for each engine that keeps any of its trees. Thread-safe.
 *
 * <p>What a crash can leave:
 *
 * <ul>
 *   <li>files of a store that no tree is in: the table was never committed. The next table makes
 *       the store anew, over them.
 *   <li>a store that is behind the log: it gets the batches again that follow its number. It is
 *       never behind the last checkpoint, which waits for it, and never before the log, which is
 *       synced before a store is told of a batch.
 *   <li>entries of a dropped tree: the tree is marked, and they are deleted in the background, as
 *       pages are.
 * </ul>
 */
public final class EngineHomes implements TreeHomes {

  /** Of the memory for pages, what a store may take beside it. */
  private static final int MEMORY_SHARE = 8;

  private static final long MEMORY_MIN = 4L << 20;

  /** Bytes of a copy that are written together. */
  private static final long COPIED_TOGETHER = 4L << 20;

  private final Map<String, EngineFactory> engines;
  private final Place place;
  private final Vfs vfs;

  @GuardedBy("this")
  private final Map<String, Home> open = new TreeMap<>();

  private EngineHomes(Map<String, EngineFactory> engines, Place place) {
    this.engines = engines;
    this.place = place;
    FileKeys keys = place.keys();
    Vfs files =
        StackedVfs.forFilesBeside(
            place.vfs(), place.name(), keys == null ? KeySource.NONE : keys.forFilesBeside());
    vfs = place.isReadOnly() ? new ShadowVfs(files) : files;
  }

  /**
   * Opens stores of these engines.
   *
   * @param engines by the names that tables call them
   */
  public static Opener of(Map<String, EngineFactory> engines) {
    Map<String, EngineFactory> known = Map.copyOf(engines);
    return opened -> new EngineHomes(known, opened);
  }

  // ------------------------------------------------------------------ stores

  private EngineFactory engine(String home) {
    EngineFactory factory = engines.get(home);
    if (factory == null) {
      throw new UnknownEngineException(
          place.vfs().describe(place.name())
              + ": tables are kept by an engine called '"
              + home
              + "', which is not known here. Known are "
              + new TreeSet<>(engines.keySet())
              + "; make it known before the database is opened, with"
              + " PydbDriver.registerStorageEngine or DatabaseOptions.withEngine.");
    }
    return factory;
  }

  @Override
  public Set<String> names() {
    return engines.keySet();
  }

  @Override
  public boolean isVolatile(String home) {
    return engine(home).isVolatile();
  }

  @Override
  public synchronized void ensure(String home, long number) {
    if (!open.containsKey(home)) {
      open.put(home, create(home, number));
    }
  }

  private synchronized Home home(String name) {
    Home home = open.get(name);
    if (home == null) {
      throw new IllegalStateException("no store " + name + " is open");
    }
    return home;
  }

  private synchronized List<Home> homes() {
    return List.copyOf(open.values());
  }

  private String fileName(String home) {
    return place.name() + "-" + home;
  }

  private EngineContext context(String home) {
    return new EngineContext(
        vfs,
        fileName(home),
        Math.max(MEMORY_MIN, place.memoryBytes() / MEMORY_SHARE),
        place.executor());
  }

  private Home create(String home, long number) {
    EngineFactory factory = engine(home);
    if (factory.isVolatile()) {
      return new Home(home, factory.create(context(home)), true);
    }
    String file = fileName(home);
    StoreFile.create(vfs, file, factory.name(), StoreFile.State.BEGUN);
    StorageEngine engine = factory.create(context(home));
    Home made = new Home(home, engine, false);
    try {
      made.apply(new WriteBatch().set(HomeTree.IDENTITY, identity()), number);
      made.checkpoint();
      StoreFile.set(vfs, file, factory.name(), StoreFile.State.WHOLE);
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
    return made;
  }

  private byte[] identity() {
    byte[] id = new byte[16];
    Bytes.putLong(id, 0, place.databaseId().getMostSignificantBits());
    Bytes.putLong(id, 8, place.databaseId().getLeastSignificantBits());
    return id;
  }

  private Home reopen(String home) {
    EngineFactory factory = engine(home);
    if (factory.isVolatile()) {
      return create(home, 0);
    }
    String file = fileName(home);
    String where = vfs.describe(file);
    StoreFile found = StoreFile.read(vfs, file);
    if (found == null || found.state() != StoreFile.State.WHOLE) {
      throw new CorruptionException(
          where
              + (found == null ? " is missing" : " was never finished")
              + ": expected the tables of the database that are kept by engine "
              + home);
    }
    if (!found.engine().equals(factory.name())) {
      throw new CorruptionException(
          where + " is of engine " + found.engine() + ", expected " + factory.name());
    }
    found.writeAgain(vfs, file); // It may have been read, and not be durable.
    Home opened = new Home(home, factory.open(context(home)), false);
    try {
      checkIdentity(opened, where);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private void checkIdentity(Home opened, String where) {
    HomeVersion now = HomeVersion.now(opened);
    now.hold();
    try {
      if (!Arrays.equals(now.get(HomeTree.IDENTITY), identity())) {
        throw new CorruptionException(
            where + " belongs to another database than " + place.name() + " beside it");
      }
    } finally {
      now.release();
    }
  }

  // ------------------------------------------------------------------ opening

  @Override
  public RootMap recover(RootMap found, SortedMap<Long, List<StoredChange>> redo, long last) {
    Map<Integer, TreeRoot> trees = new HashMap<>();
    found.forEach(
        root -> {
          if (root.root() instanceof StoredRoot elsewhere) {
            trees.put(root.tree(), root);
            openFor(elsewhere, last);
          }
        });
    if (trees.isEmpty()) {
      return found;
    }
    HomeSet now = doAgain(trees, redo);
    RootMap roots = found.withStored(now);
    for (TreeRoot root : trees.values()) {
      StoredRoot before = (StoredRoot) root.root();
      assert before != null;
      HomeVersion version = now.get(before.home());
      assert version != null;
      TreeRoot counted =
          new StoredRoot(
                  before.home(), before.generation(), new HomeTree(version, root.tree()).entries())
              .of(root.tree());
      roots = roots.with(root.dropped() ? counted.asDropped() : counted);
    }
    HomeSet fresh = new HomeSet(null);
    homes().forEach(home -> fresh.set(HomeVersion.now(home)));
    now.release();
    return roots.withStored(fresh);
  }

  private synchronized void openFor(StoredRoot root, long last) {
    Home home = open.get(root.home());
    if (home == null) {
      home = reopen(root.home());
      open.put(root.home(), home);
    }
    if (home.isVolatile()) {
      return;
    }
    String where = vfs.describe(fileName(root.home()));
    if (home.number() < root.generation()) {
      throw new CorruptionException(
          where
              + " is older than the database: it ends with batch "
              + home.number()
              + ", expected "
              + root.generation()
              + " at least. Restore the files of the database together.");
    }
    if (home.number() > last) {
      throw new CorruptionException(
          where
              + " is newer than the database: it ends with batch "
              + home.number()
              + ", expected "
              + last
              + " at most. Restore the files of the database together.");
    }
  }

  /** Hands each store the batches that it has lost; returns what all hold then, held once. */
  private HomeSet doAgain(Map<Integer, TreeRoot> trees, SortedMap<Long, List<StoredChange>> redo) {
    HomeSet now = new HomeSet(null);
    homes().forEach(home -> now.set(HomeVersion.now(home)));
    now.hold();
    HomeSet last = now;
    for (Map.Entry<Long, List<StoredChange>> batch : redo.entrySet()) {
      HomeBatch changes = new HomeBatch(this::home, last, batch.getKey());
      for (StoredChange change : batch.getValue()) {
        TreeRoot tree = trees.get(change.tree());
        if (tree != null
            && !tree.dropped()
            && tree.root() instanceof StoredRoot root
            && home(root.home()).number() < batch.getKey()) {
          doAgain(changes, tree, change);
        }
      }
      changes.apply();
      last.release();
      last = changes.state();
    }
    return last;
  }

  private static void doAgain(HomeBatch changes, TreeRoot tree, StoredChange change) {
    byte[] key = change.key();
    byte[] value = change.value();
    if (value == null) {
      changes.delete(tree, key, 0, key.length);
    } else {
      changes.put(tree, key, 0, key.length, value, 0, value.length);
    }
  }

  // ------------------------------------------------------------------ changes

  @Override
  public HomeChanges begin(@Nullable StoredTrees before, long number) {
    return new HomeBatch(this::home, (HomeSet) before, number);
  }

  @Override
  public void checkpoint() {
    homes().forEach(Home::checkpoint);
  }

  // ------------------------------------------------------------------ copies

  @Override
  public long copyTo(TreeHomes target, RootMap roots, long number) {
    Copy copy = new Copy((EngineHomes) target);
    roots.forEach(
        tree -> {
          if (tree.root() instanceof StoredRoot root
              && !tree.dropped()
              && !isVolatile(root.home())) {
            copy.add(tree, root);
          }
        });
    return copy.finish(number);
  }

  /** A copy on its way: batches have numbers from one on, as nobody looks at it meanwhile. */
  private static final class Copy {
    private final EngineHomes target;
    private long number;

    Copy(EngineHomes target) {
      this.target = target;
    }

    void add(TreeRoot tree, StoredRoot root) {
      target.ensure(root.home(), number);
      Home home = target.home(root.home());
      WriteBatch[] batch = {new WriteBatch()};
      long[] count = {0};
      tree.entriesElsewhere()
          .read(
              KeyRange.ALL,
              false,
              (key, value) -> {
                if (batch[0].bytes() > COPIED_TOGETHER) {
                  home.apply(batch[0], ++number);
                  batch[0] = new WriteBatch();
                }
                batch[0].set(HomeTree.key(tree.tree(), key, 0, key.length), value);
                count[0]++;
                return true;
              });
      if (count[0] != tree.entries()) {
        throw new CorruptionException(
            "tree "
                + tree.tree()
                + " in the store "
                + root.home()
                + " has "
                + count[0]
                + " entries, expected "
                + tree.entries());
      }
      byte[] entries = new byte[Long.BYTES];
      Bytes.putLong(entries, 0, count[0]);
      home.apply(batch[0].set(HomeTree.countKey(tree.tree()), entries), ++number);
    }

    long finish(long atLeast) {
      long last = Math.max(atLeast, number + 1);
      WriteBatch mark = new WriteBatch().set(HomeTree.IDENTITY, target.identity());
      target.homes().forEach(home -> home.apply(mark, last));
      target.checkpoint();
      return last;
    }
  }

  // ------------------------------------------------------------------ closing

  @Override
  public synchronized void close() {
    RuntimeException failed = null;
    for (Home home : open.values()) {
      try {
        home.close();
      } catch (RuntimeException e) {
        failed = e;
      }
    }
    open.clear();
    if (failed != null) {
      throw failed;
    }
  }
}
