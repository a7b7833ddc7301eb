package org.pydb.calcite.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.api.ValueText;
import org.pydb.engine.schema.ColumnType;

/** Runs statements and prints what they give: rows as an aligned table, or a count, or an error. */
final class Client {
  private static final long TIMEOUT_MILLIS = 60_000;
  private static final String PARAMETER = "$ ";

  private final SqlSession session;

  Client(SqlSession session) {
    this.session = session;
  }

  /** Runs a statement; lines that begin with {@code $} are the values of its parameters. */
  String run(String input) {
    String sql =
        input.lines().filter(line -> !line.startsWith(PARAMETER)).collect(Collectors.joining("\n"));
    List<String> parameters =
        input.lines().filter(line -> line.startsWith(PARAMETER)).map(l -> l.substring(2)).toList();
    ParameterValues values = new ParameterValues(parameters.size());
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).equals("NULL")) {
        values.setNull(i);
      } else {
        values.setText(i, parameters.get(i));
      }
    }
    try {
      SqlStatement statement = session.prepare(sql);
      try (SqlResult result = statement.execute(values, TIMEOUT_MILLIS)) {
        return switch (statement.kind()) {
          case COMMAND -> "ok";
          case UPDATE -> result.updateCount() + " rows";
          case QUERY -> table(statement.columns(), result);
        };
      }
    } catch (SqlError e) {
      return e.state() + ": " + e.getMessage();
    }
  }

  /** The rows of a query in one line, without labels; or the error. */
  String values(String sql) {
    try {
      SqlStatement statement = session.prepare(sql);
      try (SqlResult result = statement.execute(new ParameterValues(0), TIMEOUT_MILLIS)) {
        List<ColumnInfo> columns = statement.columns();
        ValueText text = session.text();
        List<String> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(
              IntStream.range(0, columns.size())
                  .mapToObj(
                      i ->
                          result.isNull(i) ? "NULL" : print(text, columns.get(i).type(), result, i))
                  .collect(Collectors.joining(" ")));
        }
        return rows.isEmpty() ? "(no rows)" : String.join(", ", rows);
      }
    } catch (SqlError e) {
      return e.state() + ": " + e.getMessage();
    }
  }

  private String table(List<ColumnInfo> columns, SqlResult result) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(ColumnInfo::label).toList());
    ValueText text = session.text();
    while (result.next()) {
      List<String> line = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        line.add(result.isNull(i) ? "NULL" : print(text, columns.get(i).type(), result, i));
      }
      lines.add(line);
    }
    return aligned(lines);
  }

  private static String print(ValueText text, ColumnType type, SqlResult result, int column) {
    if (type.isLong()) {
      return text.print(type, result.getLong(column));
    }
    if (type.isDouble()) {
      return text.print(type, result.getDouble(column));
    }
    if (type.isBytes()) {
      return text.print(
          type, result.bytes(column), result.bytesStart(column), result.bytesLength(column));
    }
    return text.print(result.getDecimal(column));
  }

  private static String aligned(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        String value = line.get(i);
        table
            .append(i == 0 ? "" : " | ")
            .append(value)
            .append(" ".repeat(widths[i] - value.length()));
      }
      table.append('\n');
    }
    return table + (lines.size() == 1 ? "(no rows)" : "");
  }
}
