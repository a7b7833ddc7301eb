package org.pydb.engine.txn;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.StoredTrees;

/** No stores. */
final class NoHomes implements TreeHomes {

  @Override
  public RootMap recover(RootMap found, SortedMap<Long, List<StoredChange>> redo, long last) {
    found.forEach(
        root -> {
          if (root.isStored()) {
            throw none();
          }
        });
    return found;
  }

  @Override
  public void ensure(String home, long number) {
    throw none();
  }

  @Override
  public Set<String> names() {
    return Set.of();
  }

  @Override
  public boolean isVolatile(String home) {
    return false;
  }

  @Override
  public HomeChanges begin(@Nullable StoredTrees before, long number) {
    throw none();
  }

  private static IllegalStateException none() {
    return new IllegalStateException("trees in stores, where none can be opened");
  }

  @Override
  public void checkpoint() {}

  @Override
  public long copyTo(TreeHomes target, RootMap roots, long number) {
    return number;
  }

  @Override
  public void close() {}
}
