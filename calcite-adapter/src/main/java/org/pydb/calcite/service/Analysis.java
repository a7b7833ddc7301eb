package org.pydb.calcite.service;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.ddl.ColumnNames;
import org.pydb.calcite.ddl.RelationName;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.parser.AnalyzedTable;
import org.pydb.calcite.parser.MaintenanceStatement;
import org.pydb.calcite.statistics.ProfileCodec;
import org.pydb.calcite.statistics.TableAnalysis;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.engine.Database;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * Runs ANALYZE: looks at samples of tables and stores what they tell. Outside of a transaction each
 * table is a transaction of its own.
 */
final class Analysis {

  /** A table, and the ordinals of the columns to look at. */
  private record Target(TableDefinition table, List<Integer> columns) {}

  private final Session session;
  private final String sql;
  private final Execution execution;

  Analysis(Session session, String sql, Execution execution) {
    this.session = session;
    this.sql = sql;
    this.execution = execution;
  }

  void run(MaintenanceStatement statement) {
    SessionTransactions transactions = session.transactions();
    transactions.checkWritable("analyze anything");
    Transaction open = transactions.current();
    if (open != null) {
      targets(statement, open).forEach(target -> run(target, open));
      return;
    }
    List<Target> targets;
    try (Transaction reading = transactions.beginForReading()) {
      targets = targets(statement, reading);
    }
    for (Target target : targets) {
      Retry.onConflict(execution, () -> runAlone(target, statement.tables().isEmpty()));
    }
  }

  /**
   * Analyzes a table in a transaction of its own.
   *
   * @param mayBeGone whether it is no error if somebody has dropped the table
   */
  private boolean runAlone(Target target, boolean mayBeGone) {
    SessionTransactions transactions = session.transactions();
    try (Transaction own = transactions.beginForStatement()) {
      boolean isThere = target.table.equals(own.catalog().table(target.table.id()));
      if (isThere || !mayBeGone) {
        run(target, own);
        transactions.commit(own);
      }
      return true;
    }
  }

  private void run(Target target, Transaction now) {
    Database engine = session.database().engine();
    long bytesMax = session.database().memory().limit() / 4;
    execution.run(
        now,
        () -> {
          store(engine, now, target.table, target.columns, execution::checkCanceled, bytesMax);
          return true;
        });
  }

  /** Looks at a sample of a table and puts what it tells into a transaction. */
  static void store(
      Database engine,
      Transaction now,
      TableDefinition table,
      List<Integer> columns,
      Runnable canceled,
      long bytesMax) {
    byte[] known = now.statistics(table);
    TableProfile earlier = known == null ? null : ProfileCodec.decode(known);
    TableProfile profile =
        TableAnalysis.run(
            now.catalog().layout(table),
            engine.sample(now, table, canceled),
            columns,
            earlier,
            Clock.micros(),
            Math.min(BYTES_MAX, bytesMax));
    now.putStatistics(table, ProfileCodec.encode(profile));
  }

  /** The most memory that an analysis takes for the values of its sample. */
  private static final long BYTES_MAX = 32L << 20;

  /** All columns of a table. */
  static List<Integer> allColumns(TableDefinition table) {
    return IntStream.range(0, table.columns().size()).boxed().toList();
  }

  private List<Target> targets(MaintenanceStatement statement, Transaction now) {
    List<Target> targets = new ArrayList<>();
    if (statement.tables().isEmpty()) {
      now.catalog().tables().forEach(table -> targets.add(new Target(table, allColumns(table))));
    }
    for (SqlNode named : statement.tables()) {
      targets.add(target((AnalyzedTable) named, now));
    }
    return targets;
  }

  private Target target(AnalyzedTable named, Transaction now) {
    try {
      TableDefinition table =
          RelationName.of(named.name(), session.searchPath(), now.catalog())
              .tableOrMaterializedView(now.catalog());
      return new Target(
          table,
          named.columns().isEmpty()
              ? allColumns(table)
              : ColumnNames.ordinals(named.columns(), table.visibleColumns(), table.name()));
    } catch (PlacedError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }
}
