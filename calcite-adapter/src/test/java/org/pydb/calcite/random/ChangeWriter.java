package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes random changes of the tables of {@link RandomTables}: what they do hangs on the rows
 * alone.
 */
final class ChangeWriter {
  private static final int COLUMNS_MAX = 3;

  /** Rows that are inserted get higher keys than all that there are. */
  private static final int KEYS = 10_000;

  /**
   * A change.
   *
   * @param table which table it changes
   * @param text with {@link Literals} in it
   */
  record Change(String table, String text) {

    /** The change with literals. */
    String sql() {
      return Literals.written(text);
    }
  }

  private final Choices choices;
  private final QueryWriter queries;
  private final ExpressionWriter expressions;

  private ChangeWriter(Choices choices) {
    this.choices = choices;
    queries = new QueryWriter(choices);
    expressions = queries.expressions();
  }

  /**
   * A change.
   *
   * @param number how many there were before
   * @param mayGrow whether there may be more rows afterwards
   */
  static Change write(Choices choices, int number, boolean mayGrow) {
    return new ChangeWriter(choices).change(number, mayGrow);
  }

  private Change change(int number, boolean mayGrow) {
    String table = choices.pick(RandomTables.NAMES);
    QueryWriter.Source target = queries.table(table);
    return switch (choices.next(mayGrow ? 8 : 5)) {
      case 0 -> new Change(table, "delete from " + target.sql() + where(target, 1));
      case 1 -> {
        QueryWriter.Source other = queries.source(0);
        yield new Change(
            table,
            "delete from "
                + target.sql()
                + " using "
                + other.sql()
                + where(both(target, other), 1));
      }
      case 2 -> {
        QueryWriter.Source other = queries.table(choices.pick(RandomTables.NAMES));
        String key = expressions.leaf(Kind.INT, new Scope(target.columns(), null));
        // Not more than one row of the other table, or it would be open which of them is taken.
        String match = " where " + other.key().get(0) + " = " + key;
        yield new Change(
            table,
            "update " + target.sql() + set(both(target, other)) + " from " + other.sql() + match);
      }
      case 3, 4 -> new Change(table, "update " + target.sql() + set(target) + where(target, 1));
      default -> {
        QueryWriter.Source other = queries.table(choices.pick(RandomTables.NAMES));
        yield new Change(table, insert(table, other, number));
      }
    };
  }

  private static QueryWriter.Source both(QueryWriter.Source one, QueryWriter.Source other) {
    List<Scope.Leaf> columns = new ArrayList<>(one.columns());
    columns.addAll(other.columns());
    return new QueryWriter.Source("", columns, List.of());
  }

  private String where(QueryWriter.Source rows, int depth) {
    return " where " + expressions.condition(depth, new Scope(rows.columns(), null));
  }

  private String set(QueryWriter.Source rows) {
    List<RandomTables.Column> columns = new ArrayList<>();
    for (int i = choices.next(COLUMNS_MAX); i >= 0; i--) {
      RandomTables.Column column =
          choices.pick(RandomTables.COLUMNS.subList(1, RandomTables.COLUMNS.size()));
      if (!columns.contains(column)) {
        columns.add(column);
      }
    }
    return columns.stream()
        .map(column -> column.name() + " = " + value(column, rows))
        .collect(Collectors.joining(", ", " set ", ""));
  }

  private String value(RandomTables.Column column, QueryWriter.Source rows) {
    // Dates stay what they are, so that rows can be written down with the years that SQL knows.
    int depth = column.kind() == Kind.DATE ? 0 : 1;
    String value = expressions.of(column.kind(), depth, new Scope(rows.columns(), null));
    return column.name().equals("j") ? "coalesce(" + value + ", 0)" : value;
  }

  private String insert(String table, QueryWriter.Source rows, int number) {
    String values =
        RandomTables.COLUMNS.stream()
            .skip(1)
            .map(column -> ", " + value(column, rows))
            .collect(Collectors.joining());
    return "insert into "
        + table
        + RandomTables.NAMES_OF_COLUMNS
        + " select "
        + (number + 1) * KEYS
        + " + row_number() over (order by "
        + rows.key().get(0)
        + ")"
        + values
        + " from "
        + rows.sql()
        + where(rows, 1);
  }
}
