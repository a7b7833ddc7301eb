package org.pydb.calcite.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.plan.PlannedStatement;
import org.pydb.engine.catalog.Catalog;

/**
 * The plans of a database's statements, shared by its sessions; the ones that were used least
 * recently make room. Thread-safe.
 *
 * <p>A plan remembers the catalog under which it was last found right. While that is the current
 * one, which is the common case, nothing else need be compared.
 */
final class PlanCache {

  /** The most plans that are kept. */
  static final int PLANS_MAX = 2000;

  /**
   * What a plan depends on besides the definitions.
   *
   * @param sql the statement's text
   * @param schema where unqualified names are looked up
   */
  record Key(String sql, String schema) {}

  private static final class CachedPlan {
    final PlannedStatement statement;
    volatile Catalog catalog;

    CachedPlan(PlannedStatement statement, Catalog catalog) {
      this.statement = statement;
      this.catalog = catalog;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();

  private final Map<Key, CachedPlan> entries =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CachedPlan> eldest) {
          return size() > PLANS_MAX;
        }
      };

  /** The plan for a statement under a catalog, or null if it has to be made. */
  @Nullable PlannedStatement get(Key key, Catalog catalog) {
    CachedPlan entry;
    lock.lock();
    try {
      entry = entries.get(key);
    } finally {
      lock.unlock();
    }
    if (entry == null) {
      return null;
    }
    if (entry.catalog != catalog) {
      if (!SessionStatement.isValid(entry.statement, catalog)) {
        return null;
      }
      entry.catalog = catalog;
    }
    return entry.statement;
  }

  /** Keeps a plan that was made under a catalog. */
  void put(Key key, PlannedStatement statement, Catalog catalog) {
    lock.lock();
    try {
      entries.put(key, new CachedPlan(statement, catalog));
    } finally {
      lock.unlock();
    }
  }
}
