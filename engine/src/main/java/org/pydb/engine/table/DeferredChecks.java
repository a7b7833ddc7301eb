package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.PendingChecksException;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.TableDefinition;

/**
 * The foreign keys that one transaction looks at when it commits, and which of them it puts off.
 *
 * <p>What was noted stays until the end, also if it was undone or has been looked at since: each
 * check asks what is there now, so one too many finds nothing, and none has to be taken back when
 * the transaction rolls back to a savepoint. Used by one thread.
 */
public final class DeferredChecks {

  DeferredChecks() {}

  /** A foreign key, known by its table and name. */
  private record Key(int table, String name) {
    static Key of(TableDefinition table, ForeignKey key) {
      return new Key(table.id(), key.name());
    }
  }

  private record Check(Key key, int target, Runnable body) {}

  private final List<Check> checks = new ArrayList<>();

  /** What the transaction has said of single keys since it last spoke of all. */
  private final Map<Key, Boolean> deferred = new HashMap<>();

  /** What it has said of all; null for nothing. */
  private @Nullable Boolean allDeferred;

  /** Whether a foreign key of a table, which may be put off, is. */
  boolean isDeferred(TableDefinition table, ForeignKey key) {
    Boolean said = deferred.get(Key.of(table, key));
    if (said == null) {
      said = allDeferred;
    }
    return said == null ? key.deferral() == ForeignKey.Deferral.INITIALLY_DEFERRED : said;
  }

  /** Has a check run when the transaction commits, or when it is asked for earlier. */
  void add(TableDefinition table, TableDefinition target, ForeignKey key, Runnable body) {
    checks.add(new Check(Key.of(table, key), target.id(), body));
  }

  /**
   * Puts all foreign keys off that may be, or looks at them now and when statements end.
   *
   * @throws org.pydb.engine.error.ConstraintException if one that was put off is not satisfied
   */
  public void setAll(boolean isDeferred) {
    if (!isDeferred) {
      run();
    }
    allDeferred = isDeferred;
    deferred.clear();
  }

  /**
   * Puts a foreign key off that may be, or looks at it now and when statements end.
   *
   * @throws org.pydb.engine.error.ConstraintException if it was put off and is not satisfied
   */
  public void set(TableDefinition table, ForeignKey key, boolean isDeferred) {
    Key of = Key.of(table, key);
    if (!isDeferred) {
      for (Check check : checks) {
        if (check.key.equals(of)) {
          check.body.run();
        }
      }
    }
    deferred.put(of, isDeferred);
  }

  /** Looks at all that was put off. */
  void run() {
    for (Check check : checks) {
      check.body.run();
    }
  }

  /**
   * Before tables are defined otherwise: checks know their trees.
   *
   * @throws PendingChecksException if a check waits that is about one of them
   */
  void refuseChange(Collection<TableDefinition> tables) {
    for (TableDefinition table : tables) {
      for (Check check : checks) {
        if (check.key.table == table.id() || check.target == table.id()) {
          throw new PendingChecksException(
              "table \""
                  + table.name()
                  + "\" cannot be changed because foreign key \""
                  + check.key.name
                  + "\" is still to be checked in this transaction: commit first");
        }
      }
    }
  }
}
