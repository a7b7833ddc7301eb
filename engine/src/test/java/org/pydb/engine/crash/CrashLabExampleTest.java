package org.pydb.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.CrashLab;
import org.pydb.engine.testkit.crash.CrashReport;
import org.pydb.engine.testkit.crash.Life;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.Workload;

/** How users put code of their own into the laboratory: the example of docs/crash-laboratory.md. */
class CrashLabExampleTest {

  @Test
  void counterSurvives() {
    long seed = Seeds.random("counterSurvives").nextLong();
    CrashReport report = new CrashReport();
    new CrashLab(seed).withCrashesPerChange(0.3).run(new Counter(), report);
    assertThat(report.crashes()).isPositive();
  }

  /** Adds a row for each count. */
  record Counter() implements Workload<Counter.Range> {
    record Range(long least, long most) {}

    private static final int COUNTS = 10;

    @Override
    public void live(Life<Range> life) {
      life.promise(new Range(0, 0));
      try (Database database = open(life.disk())) {
        for (long i = 1; i <= COUNTS; i++) {
          life.promise(new Range(i - 1, i));
          store(database, i);
          life.promise(new Range(i, i));
        }
      }
    }

    @Override
    public void recover(Life<Range> life, Range promised) {
      try (Database database = open(life.disk())) {
        long found = load(database);
        if (found < promised.least() || found > promised.most()) {
          throw new AssertionError("found " + found + ", promised " + promised);
        }
      }
    }

    private static Database open(SimulatedDisk disk) {
      return Database.open(DatabaseOptions.at(Path.of("counter")).withVfs(disk));
    }

    private static void store(Database database, long count) {
      try (Transaction transaction = database.begin()) {
        TableDefinition table = transaction.catalog().table(Catalog.DEFAULT_SCHEMA, "counts");
        if (table == null) {
          table = define(transaction);
        }
        RowBuilder row = new RowBuilder(transaction.catalog().layout(table).rows());
        row.setLong(0, count);
        transaction.writer(table).insert(row);
        transaction.endStatement();
        transaction.commit();
      }
    }

    private static TableDefinition define(Transaction transaction) {
      return transaction
          .design()
          .createTable(
              new TableDefinition(
                  transaction.design().newId(),
                  1,
                  Catalog.DEFAULT_SCHEMA,
                  "counts",
                  List.of(new ColumnDefinition("count", ColumnType.of(ColumnKind.INT64), false)),
                  null,
                  List.of(),
                  List.of(),
                  List.of(),
                  Map.of()));
    }

    private static long load(Database database) {
      long most = 0;
      try (Transaction transaction = database.begin(true)) {
        TableDefinition table = transaction.catalog().table(Catalog.DEFAULT_SCHEMA, "counts");
        if (table != null) {
          TableCursor rows =
              new TableCursor(transaction.catalog().layout(table), transaction.view());
          rows.open(transaction.view(), KeyRange.ALL, false);
          while (rows.next()) {
            most = Math.max(most, rows.row().getLong(0));
          }
        }
      }
      return most;
    }
  }
}
