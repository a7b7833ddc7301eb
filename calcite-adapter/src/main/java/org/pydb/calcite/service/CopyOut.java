package org.pydb.calcite.service;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.copy.CopyFormat;
import org.pydb.calcite.copy.CopyOptions;
import org.pydb.calcite.copy.RecordWriter;
import org.pydb.calcite.copy.ValuePrinter;
import org.pydb.calcite.dump.DumpStatements;
import org.pydb.calcite.exec.expression.QuotingFunctions;
import org.pydb.calcite.parser.CopyStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;

/** {@code COPY … TO}: the rows of a table or query as text. Stateless. */
final class CopyOut {

  /** After so many rows it is asked whether to go on. */
  private static final int ROWS_AT_ONCE = 256;

  private CopyOut() {}

  /**
   * Writes what a statement wants.
   *
   * @param sql its text
   * @return how many rows
   */
  static long run(
      Session session, Execution execution, String sql, CopyStatement copy, Writer out) {
    CopyFormat format = CopyOptions.of(copy);
    SqlStatement query = session.prepare(query(session, sql, copy));
    if (query.kind() != SqlStatement.Kind.QUERY) {
      throw new SqlError("0A000", "COPY (…) TO wants a query, not another statement");
    }
    try (SqlResult rows = query.execute(ParameterValues.NONE, 0)) {
      return write(execution, rows, query.columns(), new Texts(session, out, format));
    } catch (IOException e) {
      throw new SqlError("58030", "COPY cannot write: " + e.getMessage(), e);
    }
  }

  private record Texts(ValuePrinter values, RecordWriter out) {
    Texts(Session session, Writer out, CopyFormat format) {
      this(new ValuePrinter(session.text()), new RecordWriter(out, format));
    }
  }

  private static long write(
      Execution execution, SqlResult rows, List<ColumnInfo> columns, Texts texts)
      throws IOException {
    texts.out.header(columns.stream().map(ColumnInfo::label).toList());
    ColumnType[] types = columns.stream().map(ColumnInfo::type).toArray(ColumnType[]::new);
    long count = 0;
    while (rows.next()) {
      if (count++ % ROWS_AT_ONCE == 0) {
        execution.checkCanceled();
      }
      for (int i = 0; i < types.length; i++) {
        texts.out.field(texts.values.print(rows, i, types[i]));
      }
      texts.out.endRow();
    }
    return count;
  }

  /** The query between parentheses as it is written, or one for the table. */
  private static String query(Session session, String sql, CopyStatement copy) {
    SqlIdentifier table = copy.table();
    if (table == null) {
      return TextPart.between(sql, copy.queryPlace());
    }
    List<String> columns = new ArrayList<>();
    for (SqlNode column : copy.columns()) {
      columns.add(((SqlIdentifier) column).getSimple());
    }
    return "SELECT "
        + (columns.isEmpty() ? all(session, table) : list(columns, ", "))
        + " FROM "
        + list(table.names, ".");
  }

  /** All columns but those that are computed: who reads them again could not write them. */
  private static String all(Session session, SqlIdentifier name) {
    Catalog catalog = session.definitions();
    List<String> schemas =
        name.names.size() > 1 ? name.names.subList(0, 1) : session.searchPath().schemas();
    for (String schema : schemas) {
      TableDefinition table = catalog.table(schema, name.names.get(name.names.size() - 1));
      if (table != null) {
        return list(DumpStatements.storedColumns(table), ", ");
      }
    }
    return "*";
  }

  private static String list(List<String> names, String separator) {
    return names.stream().map(QuotingFunctions::quoted).collect(Collectors.joining(separator));
  }

  /** Parts of texts by their places. */
  private static final class TextPart {
    private TextPart() {}

    /** What stands between two parentheses. */
    static String between(String text, SqlParserPos place) {
      return text.substring(
          index(text, place.getLineNum(), place.getColumnNum()) + 1,
          index(text, place.getEndLineNum(), place.getEndColumnNum()));
    }

    /** Where a line and column are; both count from 1. */
    private static int index(String text, int line, int column) {
      int start = 0;
      for (int i = 1; i < line; i++) {
        int end = start;
        while (text.charAt(end) != '\n' && text.charAt(end) != '\r') {
          end++;
        }
        boolean isTwo = text.startsWith("\r\n", end);
        start = end + (isTwo ? 2 : 1);
      }
      return start + column - 1;
    }
  }
}
