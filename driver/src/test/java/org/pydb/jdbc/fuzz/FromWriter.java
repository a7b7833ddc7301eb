package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes what stands behind FROM: tables, queries and functions that give rows, joined. */
final class FromWriter {
  private static final List<Kind> JOINED =
      List.of(Kind.INT4, Kind.TEXT, Kind.INT8, Kind.DATE, Kind.NUM, Kind.TS);

  /** A function that gives rows, and the kinds of its columns. */
  private record Rows(String name, String text, List<Kind> kinds) {

    Rows(String name, String text, Kind kind) {
      this(name, text, List.of(kind));
    }
  }

  private static final List<Rows> ROWS =
      List.of(
          new Rows("generate_series", "generate_series(1, 3)", Kind.INT4),
          new Rows("generate_series", "generate_series(7, 1, -2)", Kind.INT4),
          new Rows(
              "generate_series",
              "generate_series(timestamp '2024-01-30', timestamp '2024-02-02', interval '1 day')",
              Kind.TS),
          new Rows("generate_subscripts", "generate_subscripts(array[5, 6, null], 1)", Kind.INT4),
          new Rows("unnest", "unnest(array[1, 2, null, 2])", Kind.INT4),
          new Rows("unnest", "unnest('{a,b}'::text[])", Kind.TEXT),
          new Rows("string_to_table", "string_to_table('a,b,,c', ',')", Kind.TEXT),
          new Rows(
              "regexp_split_to_table", "regexp_split_to_table('foo bar  baz', '\\s')", Kind.TEXT),
          new Rows("regexp_matches", "regexp_matches('foobarbaz', 'b(.)(.)', 'g')", Kind.TEXTS),
          new Rows(
              "jsonb_array_elements_text",
              "jsonb_array_elements_text('[\"a\", null, 3]'::jsonb)",
              Kind.TEXT),
          new Rows(
              "jsonb_each_text",
              "jsonb_each_text('{\"a\": 1, \"b\": null}'::jsonb)",
              List.of(Kind.TEXT, Kind.TEXT)),
          new Rows("json_object_keys", "json_object_keys('{\"a\": 1, \"b\": 2}'::json)", Kind.TEXT),
          new Rows(
              "values in from",
              "(values (1, 'a'), (2, null), (null, 'b'), (2, 'a'))",
              List.of(Kind.INT4, Kind.TEXT)));

  /** Text and the columns that it gives. */
  record Source(Sql sql, List<Column> columns) {}

  private final List<Table> tables;
  private final Choices choices;
  private final List<Source> withs;
  private final Function<Scope, Source> derived;
  private final Function<Scope, ExpressionWriter> expressions;
  private final int[] aliases;

  FromWriter(
      List<Table> tables,
      Choices choices,
      List<Source> withs,
      Function<Scope, Source> derived,
      Function<Scope, ExpressionWriter> expressions,
      int[] aliases) {
    this.tables = tables;
    this.choices = choices;
    this.withs = withs;
    this.derived = derived;
    this.expressions = expressions;
    this.aliases = aliases;
  }

  /** A table, with an alias. */
  Source table() {
    Table table = choices.pick(tables);
    String alias = alias();
    return new Source(
        Sql.of(table.name() + " " + alias),
        table.columns().stream().map(column -> column.of(alias)).toList());
  }

  /** A new name for a source. */
  String alias() {
    return "a" + aliases[0]++;
  }

  /** One source, or several that are joined. */
  Source joined(Scope around, int depth) {
    Source left = source(depth);
    int joins = depth <= 0 ? choices.next(2) : choices.pick(0, 1, 1, 2, 2, 3);
    for (int i = 0; i < joins; i++) {
      left = join(left, around, depth);
    }
    return left;
  }

  private Source source(int depth) {
    int way = choices.next(100);
    if (!withs.isEmpty() && way % 2 == 1) {
      return with();
    }
    if (way < 84 || depth <= 0) {
      return table();
    }
    return way < 94 ? derived.apply(new Scope(List.of(), List.of())) : rows();
  }

  private Source with() {
    Source with = choices.pick(withs);
    String alias = alias();
    return new Source(
        Sql.of(with.sql(), " " + alias),
        with.columns().stream().map(column -> column.of(alias)).toList());
  }

  /** A function that gives rows. */
  private Source rows() {
    Rows rows = choices.pick(ROWS);
    String alias = alias();
    List<Column> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Kind kind : rows.kinds()) {
      columns.add(new Column(alias + ".c" + names.size(), kind));
      names.add("c" + names.size());
    }
    String text = rows.text() + " " + alias + " (" + String.join(", ", names) + ")";
    return new Source(Sql.form(rows.name(), Sql.of(text), Dialect.OTHERS), columns);
  }

  // ------------------------------------------------------------------ joins

  private Source join(Source left, Scope around, int depth) {
    int way = choices.next(20);
    if (way >= 18 && depth > 0) {
      return lateral(left, around, way == 18);
    }
    Source right = source(depth - 1);
    List<Column> all = new ArrayList<>(left.columns());
    all.addAll(right.columns());
    String words =
        switch (way) {
          case 0, 1, 2, 3, 4 -> "join";
          case 5 -> "inner join";
          case 6, 7, 8 -> "left join";
          case 9 -> "left outer join";
          case 10, 11 -> "right join";
          case 12, 13 -> "full join";
          case 14 -> "cross join";
          case 15, 16 -> "using";
          default -> "left join";
        };
    Sql sql =
        switch (words) {
          case "cross join" ->
              Sql.form("join cross", Sql.of(left.sql(), " cross join ", right.sql()));
          case "using" -> using(left, right);
          case "full join" ->
              Sql.form(
                  "join full",
                  Sql.of(left.sql(), " full join ", right.sql(), " on ", equality(left, right)),
                  Dialect.H2);
          default ->
              Sql.form(
                  "join " + words.replaceAll(" ?(outer )?join", "").replaceAll("^$", "inner"),
                  Sql.of(
                      left.sql(), " " + words + " ", right.sql(), " on ", on(left, right, around)));
        };
    return new Source(sql, all);
  }

  /** H2 does not find the column of USING where it is that of a table further left. */
  private Sql using(Source left, Source right) {
    boolean isUnique =
        names(left).filter("k"::equals).count() == 1
            && names(right).filter("k"::equals).count() == 1;
    return isUnique
        ? Sql.form(
            "join using",
            Sql.of(left.sql(), choices.pick(" join ", " left join "), right.sql(), " using (k)"),
            Dialect.H2)
        : Sql.form(
            "join inner", Sql.of(left.sql(), " join ", right.sql(), " on ", equality(left, right)));
  }

  private static Stream<String> names(Source source) {
    return source.columns().stream().map(column -> column.name().replaceAll(".*\\.", ""));
  }

  private Sql on(Source left, Source right, Scope around) {
    Sql equality = equality(left, right);
    if (!choices.onceIn(3)) {
      return equality;
    }
    Scope both = new Scope(left.columns(), around.outer()).with(right.columns());
    Sql more = expressions.apply(both).condition(1);
    return Sql.of(equality, " and (", more, ")");
  }

  private Sql equality(Source left, Source right) {
    Kind kind = choices.pick(JOINED);
    List<Column> lefts = left.columns().stream().filter(column -> column.kind() == kind).toList();
    List<Column> rights = right.columns().stream().filter(column -> column.kind() == kind).toList();
    if (lefts.isEmpty() || rights.isEmpty()) {
      List<Column> lefts4 =
          left.columns().stream().filter(column -> column.kind() == Kind.INT4).toList();
      List<Column> rights4 =
          right.columns().stream().filter(column -> column.kind() == Kind.INT4).toList();
      return lefts4.isEmpty() || rights4.isEmpty()
          ? Sql.of("1 = 1")
          : Sql.of(choices.pick(lefts4), " = ", choices.pick(rights4));
    }
    return Sql.of(choices.pick(lefts), " = ", choices.pick(rights));
  }

  private Source lateral(Source left, Scope around, boolean isCross) {
    Source right = derived.apply(new Scope(left.columns(), around.outer()).around());
    List<Column> all = new ArrayList<>(left.columns());
    all.addAll(right.columns());
    Sql sql =
        isCross
            ? Sql.of(left.sql(), " cross join lateral ", right.sql())
            : Sql.of(left.sql(), " left join lateral ", right.sql(), " on true");
    return new Source(Sql.form("join lateral", sql, Dialect.OTHERS), all);
  }
}
