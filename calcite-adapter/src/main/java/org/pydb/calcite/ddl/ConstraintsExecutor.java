package org.pydb.calcite.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.SetConstraints;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/** SET CONSTRAINTS. */
public final class ConstraintsExecutor {
  private final Transaction transaction;
  private final SearchPath path;

  /** An executor in an open transaction. */
  public ConstraintsExecutor(Transaction transaction, SearchPath path) {
    this.transaction = transaction;
    this.path = path;
  }

  /**
   * Runs it.
   *
   * @throws PlacedError 42704 if there is no such constraint, 42809 if it cannot be put off
   */
  public void execute(SetConstraints statement) {
    if (statement.names().isEmpty()) {
      transaction.deferredChecks().setAll(statement.deferred());
    }
    for (SqlNode name : statement.names()) {
      set((SqlIdentifier) name, statement.deferred());
    }
  }

  /** All constraints of this name in the first schema that has one. */
  private void set(SqlIdentifier name, boolean deferred) {
    List<String> names = name.names;
    List<String> schemas = names.size() == 2 ? names.subList(0, 1) : path.schemas();
    String constraint = names.get(names.size() - 1);
    boolean isFound = false;
    for (String schema : schemas) {
      for (TableDefinition table : transaction.catalog().tables(schema)) {
        for (ForeignKey key : table.foreignKeys()) {
          if (key.name().equals(constraint)) {
            if (!key.isDeferrable()) {
              throw notDeferrable(name, constraint);
            }
            transaction.deferredChecks().set(table, constraint, deferred);
            isFound = true;
          }
        }
        IndexDefinition index = table.index(constraint);
        if (index != null && index.isDeferrable()) {
          transaction.deferredChecks().set(table, constraint, deferred);
          isFound = true;
        }
        if (!isFound && isOther(table, constraint)) {
          throw notDeferrable(name, constraint);
        }
      }
      if (isFound) {
        return;
      }
    }
    throw new PlacedError(name, "42704", "constraint \"" + constraint + "\" does not exist");
  }

  private static boolean isOther(TableDefinition table, String name) {
    PrimaryKey key = table.primaryKey();
    return (key != null && key.name().equals(name))
        || table.checks().stream().map(CheckConstraint::name).anyMatch(name::equals)
        || table.indexes().stream()
            .filter(IndexDefinition::isConstraint)
            .map(IndexDefinition::name)
            .anyMatch(name::equals);
  }

  private static PlacedError notDeferrable(SqlIdentifier name, String constraint) {
    return new PlacedError(name, "42809", "constraint \"" + constraint + "\" is not deferrable");
  }
}
