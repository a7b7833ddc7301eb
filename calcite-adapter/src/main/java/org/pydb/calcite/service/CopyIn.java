package org.pydb.calcite.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.BatchError;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.copy.CopyFormat;
import org.pydb.calcite.copy.CopyInput;
import org.pydb.calcite.copy.CopyOptions;
import org.pydb.calcite.copy.RecordReader;
import org.pydb.calcite.copy.ValuePrinter;
import org.pydb.calcite.ddl.RelationName;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.expression.QuotingFunctions;
import org.pydb.calcite.parser.CopyStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * {@code COPY … FROM}: rows of a text go into a table, all of them or none. They take the way of a
 * batch of INSERTs: defaults, checks and keys are those of any other row.
 */
final class CopyIn {

  /** So many rows, or so many characters, go into the table at once. */
  private static final int ROWS_MAX = 1024;

  private static final int CHARACTERS_MAX = 1 << 20;

  private final Session session;
  private final Execution execution;
  private final CopyFormat format;
  private final TableDefinition table;
  private final List<ColumnDefinition> columns;
  private final RecordReader reader;
  private final ValuePrinter texts;
  private final SessionStatement insert;
  private final List<ParameterValues> batch = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();

  private CopyIn(Session session, Execution execution, CopyStatement copy, CopyInput in) {
    this.session = session;
    this.execution = execution;
    format = CopyOptions.of(copy);
    table = table(session, copy);
    columns = columns(copy, table);
    reader = RecordReader.of(in, format);
    texts = new ValuePrinter(session.text());
    insert = (SessionStatement) session.prepare(insertText());
  }

  /**
   * Copies into the table that a statement names.
   *
   * @return how many rows
   */
  static long run(Session session, Execution execution, CopyStatement copy, CopyInput in) {
    SessionTransactions transactions = session.transactions();
    transactions.checkWritable("copy into a table");
    Transaction open = transactions.current();
    CopyIn load = new CopyIn(session, execution, copy, in);
    return open == null ? load.inOwnTransaction() : load.within(open);
  }

  private static TableDefinition table(Session session, CopyStatement copy) {
    SqlIdentifier name = copy.table();
    if (name == null) {
      throw new PlacedError(copy.source(), "42601", "COPY FROM wants a table, not a query");
    }
    Catalog catalog = session.definitions();
    return RelationName.of(name, session.searchPath(), catalog).table(catalog);
  }

  /** The columns that are named, or else all but those that are computed. */
  private static List<ColumnDefinition> columns(CopyStatement copy, TableDefinition table) {
    if (copy.columns().isEmpty()) {
      return table.visibleColumns().stream()
          .filter(column -> column.generatedExpression() == null)
          .toList();
    }
    List<ColumnDefinition> named = new ArrayList<>();
    for (SqlNode node : copy.columns()) {
      String name = ((SqlIdentifier) node).getSimple();
      int ordinal = table.columnOrdinal(name);
      if (ordinal < 0) {
        throw new PlacedError(
            node,
            "42703",
            "column \"" + name + "\" of relation \"" + table.name() + "\" does not exist");
      }
      named.add(table.columns().get(ordinal));
    }
    return named;
  }

  private String insertText() {
    return "INSERT INTO "
        + QuotingFunctions.quoted(table.schema())
        + "."
        + QuotingFunctions.quoted(table.name())
        + columns.stream()
            .map(column -> QuotingFunctions.quoted(column.name()))
            .collect(Collectors.joining(", ", " (", ") "))
        + (columns.stream().anyMatch(CopyIn::isAlwaysNumbered) ? "OVERRIDING SYSTEM VALUE " : "")
        + "VALUES ("
        + String.join(", ", Collections.nCopies(columns.size(), "?"))
        + ")";
  }

  /** Whether a column numbers its rows itself; COPY brings numbers that were given before. */
  private static boolean isAlwaysNumbered(ColumnDefinition column) {
    return column.identity() != null && column.identity().kind() == Identity.Kind.ALWAYS;
  }

  // ------------------------------------------------------------------ transactions

  private long inOwnTransaction() {
    try (Transaction own = session.transactions().beginForBatch()) {
      long count = load(own);
      session.transactions().commit(own);
      return count;
    }
  }

  private long within(Transaction open) {
    Transaction.Savepoint before = open.savepoint();
    boolean isDone = false;
    try {
      long count = load(open);
      isDone = true;
      return count;
    } finally {
      if (open.isOpen()) {
        if (!isDone) {
          open.rollbackTo(before);
        }
        open.release(before);
      }
    }
  }

  // ------------------------------------------------------------------ rows

  private long load(Transaction now) {
    List<@Nullable String> fields = new ArrayList<>();
    if (format.header() && reader.next(fields) && format.matchesHeader()) {
      checkHeader(fields);
    }
    long count = 0;
    long characters = 0;
    while (reader.next(fields)) {
      batch.add(row(fields));
      lines.add(reader.line());
      count++;
      characters += length(fields);
      if (batch.size() == ROWS_MAX || characters > CHARACTERS_MAX) {
        insert(now);
        characters = 0;
      }
    }
    insert(now);
    return count;
  }

  private static long length(List<@Nullable String> fields) {
    long length = 0;
    for (String field : fields) {
      length += field == null ? 0 : field.length();
    }
    return length;
  }

  private void checkHeader(List<@Nullable String> fields) {
    List<String> names = columns.stream().map(ColumnDefinition::name).toList();
    if (!fields.equals(names)) {
      throw error(
          reader.line(),
          new SqlError("22P04", "the header is " + fields + ", the columns are " + names));
    }
  }

  private ParameterValues row(List<@Nullable String> fields) {
    if (fields.size() < columns.size()) {
      String missing = columns.get(fields.size()).name();
      throw error(
          reader.line(), new SqlError("22P04", "missing data for column \"" + missing + "\""));
    }
    if (fields.size() > columns.size()) {
      throw error(
          reader.line(),
          new SqlError(
              "22P04",
              "extra data after last expected column: there are "
                  + fields.size()
                  + " fields for "
                  + columns.size()
                  + " columns"));
    }
    ParameterValues row = new ParameterValues(columns.size());
    IntStream.range(0, columns.size()).forEach(column -> bind(fields, column, row));
    return row;
  }

  private void bind(List<@Nullable String> fields, int column, ParameterValues row) {
    try {
      texts.parse(fields.get(column), columns.get(column).type(), row, column);
    } catch (SqlError e) {
      throw new SqlError(
          e.state(),
          place(reader.line())
              + ", column \""
              + columns.get(column).name()
              + "\": "
              + e.getMessage(),
          e);
    }
  }

  private void insert(Transaction now) {
    execution.checkCanceled();
    if (batch.isEmpty()) {
      return;
    }
    try {
      long[] unused = new BatchRun(insert, now, execution, batch, null).run();
    } catch (BatchError e) {
      throw error(lines.get(e.index()), e.ofEntry());
    }
    batch.clear();
    lines.clear();
  }

  private String place(long line) {
    return "COPY " + table.name() + ", line " + line;
  }

  private SqlError error(long line, SqlError cause) {
    return new SqlError(cause.state(), place(line) + ": " + cause.getMessage(), cause);
  }
}
