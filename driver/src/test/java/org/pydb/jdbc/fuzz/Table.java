package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table with its rows. Its columns {@code id}, whose values are unique, and {@code k} come first.
 *
 * @param types the types of the columns in pydb and PostgreSQL
 * @param constraints what stands behind the columns in CREATE TABLE, for pydb and PostgreSQL
 * @param indexes CREATE INDEX statements, for pydb and PostgreSQL
 */
record Table(
    String name,
    List<Column> columns,
    List<String> types,
    List<String> constraints,
    List<String> indexes,
    List<List<Literal>> rows) {

  /** Whether a constraint keeps {@code id} unique, also where changes would not. */
  boolean hasUniqueId() {
    return constraints.stream().anyMatch(one -> one.matches(".*(primary key|unique) \\(id\\)"));
  }

  /** The columns that a database has. */
  private List<Integer> columnsOf(Dialect dialect) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).kind().type(dialect) != null) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  /** The statements that make it and fill it. */
  List<String> script(Dialect dialect) {
    List<String> script = new ArrayList<>();
    script.add(definition(dialect));
    if (!rows.isEmpty()) {
      script.add(insert(dialect, rows));
    }
    if (dialect.isOwn()) {
      script.addAll(indexes);
    }
    return script;
  }

  private String definition(Dialect dialect) {
    List<String> parts = new ArrayList<>();
    for (int i : columnsOf(dialect)) {
      String type = dialect.isOwn() ? types.get(i) : columns.get(i).kind().type(dialect);
      parts.add(columns.get(i).name() + " " + type);
    }
    if (dialect.isOwn()) {
      parts.addAll(constraints);
    }
    return "create table " + name + " (" + String.join(", ", parts) + ")";
  }

  private String insert(Dialect dialect, List<List<Literal>> some) {
    List<Integer> numbers = columnsOf(dialect);
    return "insert into "
        + name
        + " ("
        + numbers.stream().map(i -> columns.get(i).name()).collect(Collectors.joining(", "))
        + ") values "
        + some.stream()
            .map(
                row ->
                    numbers.stream()
                        .map(i -> text(row.get(i), dialect))
                        .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(", "));
  }

  private static String text(Literal value, Dialect dialect) {
    Sql.Writer out = new Sql.Writer(dialect);
    value.write(out);
    return out.toString();
  }

  /** All of it, in the order of its key. */
  String all() {
    return "select "
        + columns.stream().map(Column::name).collect(Collectors.joining(", "))
        + " from "
        + name
        + " order by id";
  }
}
