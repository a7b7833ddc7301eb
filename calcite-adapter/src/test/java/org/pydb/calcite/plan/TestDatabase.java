package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.catalog.EngineCatalog;
import org.pydb.calcite.catalog.TestTable;
import org.pydb.calcite.exec.expression.CastMode;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.calcite.exec.table.TableAccess;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.table.Transaction;

/** Plans statements and runs them on an engine in memory; prints what they give. */
final class TestDatabase implements AutoCloseable {

  /** 2020-02-29 12:34:56.789012 UTC. */
  private static final long NOW = 1_582_979_696_789_012L;

  private final Database database = Database.open(DatabaseOptions.inMemory("test"));
  private PlanningCatalog catalog;

  TestDatabase(TestTable... tables) {
    try (Transaction transaction = database.begin()) {
      for (TestTable table : tables) {
        transaction.design().createTable(table.define(transaction.design()::newId));
      }
      transaction.endStatement();
      transaction.commit();
    }
    try (Transaction transaction = database.begin(true)) {
      catalog = new PlanningCatalog(new EngineCatalog(transaction.catalog(), table -> () -> 1000));
    }
  }

  /** Runs a statement, committing it; parameters are text, parsed as their places ask. */
  String run(String sql, PlanOptions options, @Nullable String... parameters) {
    try {
      PlannedStatement planned = Planner.plan(sql, catalog, options);
      ParameterValues values = new ParameterValues(parameters.length);
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i] == null) {
          values.setNull(i);
        } else {
          values.setText(i, parameters[i]);
        }
      }
      return execute(planned, values);
    } catch (SqlError e) {
      return e.state() + ": " + e.getMessage();
    } catch (EngineException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  String run(String sql) {
    return run(sql, PlanOptions.DEFAULT);
  }

  PlanningCatalog catalog() {
    return catalog;
  }

  private String execute(PlannedStatement planned, ParameterValues values) {
    try (Transaction transaction = database.begin()) {
      ExecutionContext context =
          new ExecutionContext(
              values,
              NOW,
              SessionZone.UTC,
              MemoryQuota.unlimited(),
              new TableAccess(transaction, transaction.view()));
      List<String> rows = new ArrayList<>();
      try (Operator operator = planned.plan().operator()) {
        operator.open(context);
        Printer printer = new Printer(planned.plan().types(), context);
        for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
          printer.print(batch, rows);
        }
      }
      transaction.endStatement();
      transaction.commit();
      if (planned.kind() == SqlStatement.Kind.UPDATE) {
        return rows.get(0) + " rows";
      }
      String header =
          planned.columns().stream().map(ColumnInfo::label).collect(Collectors.joining(" | "));
      return header + "\n" + String.join("\n", rows) + (rows.isEmpty() ? "(no rows)" : "");
    }
  }

  /** Writes values as the library's own casts to text do. */
  private static final class Printer {
    private final List<Evaluator> texts = new ArrayList<>();

    Printer(List<ColumnType> types, ExecutionContext context) {
      for (int i = 0; i < types.size(); i++) {
        Evaluator text =
            Expressions.cast(
                    Expressions.column(i, types.get(i)), ColumnType.text(0), CastMode.EXPLICIT)
                .orElseThrow()
                .evaluator();
        text.open(context);
        texts.add(text);
      }
    }

    void print(Batch batch, List<String> rows) {
      List<List<String>> columns = new ArrayList<>();
      for (Evaluator text : texts) {
        BytesVector values = (BytesVector) text.evaluate(batch, batch.rows(), batch.count());
        List<String> column = new ArrayList<>();
        for (int k = 0; k < batch.count(); k++) {
          int row = batch.rows()[k];
          column.add(values.isNull(row) ? "NULL" : values.getString(row));
        }
        columns.add(column);
      }
      for (int k = 0; k < batch.count(); k++) {
        int row = k;
        rows.add(columns.stream().map(c -> c.get(row)).collect(Collectors.joining(" | ")));
      }
    }
  }

  List<String> verify() {
    return database.verify();
  }

  @Override
  public void close() {
    database.close();
  }
}
