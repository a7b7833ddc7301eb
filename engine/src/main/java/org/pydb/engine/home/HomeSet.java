package org.pydb.engine.home;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.StoredRoot;
import org.pydb.engine.btree.StoredTree;
import org.pydb.engine.btree.StoredTrees;

/**
 * The versions of all stores in one version of the database. Versions of the database in which
 * nothing was changed in stores share theirs.
 */
final class HomeSet implements StoredTrees {

  /** By the names of the stores. Changed only by the batch that makes this. */
  private final Map<String, HomeVersion> versions;

  @GuardedBy("this")
  private int holders;

  /** The same as another one, or none. */
  HomeSet(@Nullable HomeSet before) {
    versions = before == null ? new TreeMap<>() : new TreeMap<>(before.versions);
  }

  @Nullable HomeVersion get(String home) {
    return versions.get(home);
  }

  void set(HomeVersion version) {
    versions.put(version.home().name(), version);
  }

  Collection<HomeVersion> all() {
    return versions.values();
  }

  @Override
  public StoredTree tree(int tree, StoredRoot root) {
    HomeVersion version = versions.get(root.home());
    if (version == null) {
      throw new IllegalStateException("no store " + root.home() + " for tree " + tree);
    }
    return new HomeTree(version, tree);
  }

  @Override
  public synchronized void hold() {
    if (holders++ == 0) {
      versions.values().forEach(HomeVersion::hold);
    }
  }

  @Override
  public synchronized void release() {
    if (--holders == 0) {
      versions.values().forEach(HomeVersion::release);
    }
  }
}
