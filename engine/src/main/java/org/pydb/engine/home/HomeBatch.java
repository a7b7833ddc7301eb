package org.pydb.engine.home;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.StoredRoot;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.txn.HomeChanges;

/** What a batch changes in the stores. The numbers of entries are counted with it. */
final class HomeBatch implements HomeChanges {

  /** The most bytes of a batch: a store keeps each whole. */
  private static final long BYTES_MAX = WriteBatch.BATCH_BYTES_MAX - (16 << 20);

  private static final int ENTRY_BYTES = 64;

  /** Entries of a dropped tree that are deleted together. */
  private static final int CLEARED_TOGETHER = 4096;

  private final Function<String, Home> homes;
  private final HomeSet state;
  private final long number;

  /** The stores that are changed, by their names. */
  private final Map<String, HomeVersion> changed = new TreeMap<>();

  /** How many entries the trees have that are changed. */
  private final Map<Integer, Long> counts = new HashMap<>();

  /** The trees that are changed. */
  private final Set<Integer> touched = new HashSet<>();

  private long bytes;

  /**
   * No changes yet.
   *
   * @param homes gives open stores
   * @param before what they held before
   */
  HomeBatch(Function<String, Home> homes, @Nullable HomeSet before, long number) {
    this.homes = homes;
    this.number = number;
    state = new HomeSet(before);
  }

  private HomeVersion version(String home) {
    HomeVersion pending = changed.get(home);
    if (pending == null) {
      pending = HomeVersion.over(homes.apply(home), state.get(home));
      changed.put(home, pending);
      state.set(pending);
    }
    return pending;
  }

  private HomeVersion version(TreeRoot tree) {
    return version(home(tree));
  }

  private static String home(TreeRoot tree) {
    if (tree.root() instanceof StoredRoot root) {
      return root.home();
    }
    throw new IllegalArgumentException("tree " + tree.tree() + " is in no store");
  }

  @Override
  public TreeRoot create(int tree, String home) {
    setCount(version(home), tree, 0);
    return new StoredRoot(home, number, 0).of(tree);
  }

  @Override
  public void put(
      TreeRoot tree, byte[] key, int from, int to, byte[] value, int valueFrom, int length) {
    HomeVersion version = version(tree);
    byte[] whole = HomeTree.key(tree.tree(), key, from, to);
    take(whole.length + length);
    long more = version.get(whole) == null ? 1 : 0;
    touched.add(tree.tree());
    version.put(whole, Arrays.copyOfRange(value, valueFrom, valueFrom + length));
    addToCount(version, tree.tree(), more);
  }

  @Override
  public void delete(TreeRoot tree, byte[] key, int from, int to) {
    HomeVersion version = version(tree);
    byte[] whole = HomeTree.key(tree.tree(), key, from, to);
    if (version.get(whole) != null) {
      take(whole.length);
      touched.add(tree.tree());
      version.put(whole, null);
      addToCount(version, tree.tree(), -1);
    }
  }

  /** Counts what a change takes. */
  private void take(int more) {
    bytes += more + ENTRY_BYTES;
    if (bytes > BYTES_MAX) {
      throw new LimitException(
          "one transaction changes at most "
              + (BYTES_MAX >> 20)
              + " MB of tables that are kept by other engines than btree; split it into several");
    }
  }

  private void addToCount(HomeVersion version, int tree, long more) {
    if (more != 0) {
      Long known = counts.get(tree);
      setCount(
          version, tree, more + (known == null ? new HomeTree(version, tree).entries() : known));
    }
  }

  private void setCount(HomeVersion version, int tree, long count) {
    counts.put(tree, count);
    byte[] value = new byte[Long.BYTES];
    Bytes.putLong(value, 0, count);
    version.put(HomeTree.countKey(tree), value);
  }

  @Override
  public boolean clear(TreeRoot tree) {
    HomeVersion version = version(tree);
    List<byte[]> keys = new ArrayList<>();
    new HomeTree(version, tree.tree())
        .read(
            KeyRange.ALL,
            false,
            (key, value) -> {
              keys.add(key);
              return keys.size() < CLEARED_TOGETHER;
            });
    keys.forEach(key -> version.put(HomeTree.key(tree.tree(), key, 0, key.length), null));
    boolean more = keys.size() == CLEARED_TOGETHER;
    if (!more) {
      version.put(HomeTree.countKey(tree.tree()), null);
    }
    return more;
  }

  @Override
  public TreeRoot changed(TreeRoot tree) {
    if (!touched.contains(tree.tree())) {
      return tree;
    }
    Long known = counts.get(tree.tree());
    long entries = known == null ? tree.entries() : known;
    return new StoredRoot(home(tree), number, entries).of(tree.tree());
  }

  @Override
  public HomeSet state() {
    return state;
  }

  @Override
  public boolean isDurable() {
    return changed.values().stream()
        .anyMatch(version -> !version.home().isVolatile() && !version.isUnchanged());
  }

  @Override
  public void apply() {
    state.hold();
    for (HomeVersion version : changed.values()) {
      Home home = version.home();
      try {
        if (!version.isUnchanged()) {
          home.apply(version.batch(), number);
        }
        version.settle();
      } catch (EngineException e) {
        throw new StorageException(
            "what was committed is in the log, but the tables of engine "
                + home.name()
                + " could not take it: "
                + e.getMessage(),
            e);
      }
    }
  }
}
