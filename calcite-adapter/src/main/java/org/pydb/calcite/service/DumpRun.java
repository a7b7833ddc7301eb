package org.pydb.calcite.service;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.copy.CopyFormat;
import org.pydb.calcite.copy.RecordWriter;
import org.pydb.calcite.copy.ValuePrinter;
import org.pydb.calcite.dump.DumpStatements;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.system.DefinitionText;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * Writes a database as a script. All of it is read in one transaction of a session of its own, so
 * the script is what one snapshot shows, but for the numbers of sequences, which no snapshot holds.
 */
final class DumpRun {
  private static final StatementShape SHAPE = StatementShape.whole("dump", "");

  /** After so many rows it is told how far it is. */
  private static final int ROWS_AT_ONCE = 1024;

  private final Session reader;
  private final Execution execution;
  private final Writer out;
  private final LongConsumer progress;
  private long rowCount;

  private DumpRun(Session reader, Execution execution, Writer out, LongConsumer progress) {
    this.reader = reader;
    this.execution = execution;
    this.out = out;
    this.progress = progress;
  }

  /** Writes the database of a session, which can cancel it. */
  static void of(Session session, Writer out, LongConsumer progress) {
    Transaction open = session.transactions().open();
    if (open != null && open.hasWritten()) {
      throw new SqlError(
          "25001", "a dump holds what is committed: commit or roll back this transaction first");
    }
    try (Execution execution = new Execution(session, new Running(), SHAPE).begin(0);
        Session reader = session.database().connect()) {
      reader.setIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      reader.setReadOnly(true);
      reader.setAutoCommit(false);
      reader.set("timezone", "UTC");
      new DumpRun(reader, execution, out, progress).run();
    } catch (IOException e) {
      throw new SqlError("58030", "the dump cannot be written: " + e.getMessage(), e);
    }
  }

  private void run() throws IOException {
    Transaction now = reader.transactions().current();
    if (now == null) {
      throw new IllegalStateException("autocommit is off, so there is a transaction");
    }
    DumpStatements statements =
        new DumpStatements(now.catalog(), reader.database().engine()::lastNumber);
    out.write("-- The database " + reader.database().name() + " as SQL for pydb.\n");
    out.write("SET timezone = 'UTC';\n");
    write(statements.before());
    for (TableDefinition table : DumpStatements.tables(now.catalog())) {
      writeRows(table);
    }
    write(statements.after());
    out.write("RESET timezone;\n");
    progress.accept(rowCount);
  }

  private void write(List<String> statements) throws IOException {
    for (String statement : statements) {
      execution.checkCanceled();
      out.write(statement);
      out.write(";\n");
    }
  }

  private void writeRows(TableDefinition table) throws IOException {
    List<String> columns = DumpStatements.storedColumns(table);
    String list =
        columns.stream().map(DefinitionText.QUOTED::name).collect(Collectors.joining(", "));
    String name = DefinitionText.QUOTED.name(table);
    out.write("COPY " + name + " (" + list + ") FROM stdin;\n");
    SqlStatement query = reader.prepare("SELECT " + list + " FROM " + name);
    try (SqlResult rows = query.execute(ParameterValues.NONE, 0)) {
      writeRows(rows, query.columns());
    }
    out.write("\\.\n");
  }

  private void writeRows(SqlResult rows, List<ColumnInfo> columns) throws IOException {
    RecordWriter records = new RecordWriter(out, CopyFormat.TEXT);
    ValuePrinter values = new ValuePrinter(reader.text());
    ColumnType[] types = columns.stream().map(ColumnInfo::type).toArray(ColumnType[]::new);
    while (rows.next()) {
      for (int i = 0; i < types.length; i++) {
        records.field(values.print(rows, i, types[i]));
      }
      records.endRow();
      if (++rowCount % ROWS_AT_ONCE == 0) {
        execution.checkCanceled();
        progress.accept(rowCount);
      }
    }
  }
}
