package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.PendingChecksException;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.TableDefinition;

/**
 * The constraints that one transaction looks at when it commits, and which of them it puts off:
 * foreign keys, and unique keys that are deferrable.
 *
 * <p>What was noted stays until the end, also if it was undone or has been looked at since: each
 * check asks what is there now, so one too many finds nothing, and none has to be taken back when
 * the transaction rolls back to a savepoint. Used by one thread.
 */
public final class DeferredChecks {

  DeferredChecks() {}

  /** A constraint, known by its table and name. */
  private record Key(int table, String name) {}

  private record Check(Key key, int target, Runnable body) {}

  private final List<Check> checks = new ArrayList<>();

  /** What the transaction has said of single keys since it last spoke of all. */
  private final Map<Key, Boolean> deferred = new HashMap<>();

  /** What it has said of all; null for nothing. */
  private @Nullable Boolean allDeferred;

  /** Whether a constraint of a table, which may be put off, is. */
  boolean isDeferred(TableDefinition table, String constraint, Deferral deferral) {
    Boolean said = deferred.get(new Key(table.id(), constraint));
    if (said == null) {
      said = allDeferred;
    }
    return said == null ? deferral == Deferral.INITIALLY_DEFERRED : said;
  }

  /**
   * Has a check run when the transaction commits, or when it is asked for earlier.
   *
   * @param target the table that it is about besides
   */
  void add(TableDefinition table, TableDefinition target, String constraint, Runnable body) {
    checks.add(new Check(new Key(table.id(), constraint), target.id(), body));
  }

  /**
   * Puts all constraints off that may be, or looks at them now and when statements end.
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
   * Puts a constraint off that may be, or looks at it now and when statements end.
   *
   * @throws org.pydb.engine.error.ConstraintException if it was put off and is not satisfied
   */
  public void set(TableDefinition table, String constraint, boolean isDeferred) {
    Key of = new Key(table.id(), constraint);
    if (!isDeferred) {
      for (Check check : checks) {
        if (check.key.equals(of)) {
          check.body.run();
        }
      }
    }
    deferred.put(of, isDeferred);
  }

  /** Looks at what was put off of one table. */
  public void run(TableDefinition table) {
    for (Check check : checks) {
      if (check.key.table == table.id()) {
        check.body.run();
      }
    }
  }

  /**
   * Looks at all that was put off, and forgets it: the tables may change now.
   *
   * @throws org.pydb.engine.error.ConstraintException if a constraint is not satisfied
   */
  public void finish() {
    run();
    checks.clear();
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
                  + "\" cannot be changed because constraint \""
                  + check.key.name
                  + "\" is still to be checked in this transaction: commit first");
        }
      }
    }
  }
}
