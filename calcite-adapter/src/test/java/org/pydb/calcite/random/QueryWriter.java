package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes random queries on the tables of {@link RandomTables}. Their answers hang on the rows
 * alone: where a query cuts or numbers rows, it orders them by all that tells them apart.
 */
final class QueryWriter {
  private static final int QUERIES_MAX = 6;

  /** How deep recursive queries go: their rows may multiply in each round. */
  private static final int ROUNDS_MAX = 3;

  /**
   * A query.
   *
   * @param text with {@link Literals} in it
   * @param isOrdered whether its rows come in a certain order
   */
  record Query(String text, List<Kind> kinds, boolean isOrdered) {

    /** The query with literals. */
    String sql() {
      return Literals.written(text);
    }
  }

  /**
   * A table, or what stands for one, with its columns as others see them.
   *
   * @param key columns that tell all rows apart; none if there may be equal rows
   */
  record Source(String sql, List<Scope.Leaf> columns, List<String> key) {}

  private final Choices choices;
  private final ExpressionWriter expressions;
  private final AggregateWriter aggregates;
  private final WindowWriter windows;
  private final List<Query> common = new ArrayList<>();
  private int names;
  private int queries;

  QueryWriter(Choices choices) {
    this.choices = choices;
    expressions = new ExpressionWriter(choices, this);
    aggregates = new AggregateWriter(choices, expressions);
    windows = new WindowWriter(choices, aggregates);
  }

  /** The query that the decisions stand for. */
  static Query write(Choices choices) {
    return new QueryWriter(choices).statement();
  }

  private Query statement() {
    StringBuilder with = new StringBuilder();
    if (choices.onceIn(6)) {
      boolean isRecursive = choices.onceIn(3);
      for (int i = choices.next(2); i >= 0; i--) {
        String name = "w" + common.size();
        Query query = isRecursive && choices.next(3) < 2 ? recursive(name) : query(1, null, null);
        with.append(with.length() > 0 ? ", " : isRecursive ? "with recursive " : "with ")
            .append(name)
            .append(columnNames(query.kinds().size()))
            .append(" as (")
            .append(query.text())
            .append(") ");
        common.add(query);
      }
    }
    Query query = query(2, null, null);
    return new Query(with + query.text(), query.kinds(), query.isOrdered());
  }

  /** A query that names itself: its first column counts the rounds. */
  private Query recursive(String name) {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.INT));
    for (int i = choices.next(3); i > 0; i--) {
      kinds.add(choices.pick(Kind.INT, Kind.TEXT, Kind.BIG, Kind.DATE, Kind.BOOL, Kind.DEC));
    }
    Source seed = source(0);
    Scope rows = new Scope(seed.columns(), null);
    String where = choices.next(2) == 0 ? "" : " where " + expressions.condition(0, rows);
    String first = "select 0" + cast(kinds, 0, rows) + " from " + seed.sql() + where;
    String alias = name("r");
    Source step = new Source(name + " " + alias, columns(alias, kinds), List.of());
    if (choices.onceIn(2)) {
      Source other = source(0);
      String join = choices.pick(" join ", " left join ");
      Kind key = choices.pick(kinds);
      step = both(step, join, other, column(step, key) + " = " + column(other, key));
    }
    Scope found = new Scope(step.columns(), null);
    String more = choices.next(2) == 0 ? "" : " and " + expressions.condition(0, found);
    String again =
        "select "
            + alias
            + ".c1 + 1"
            + cast(kinds, 1, found)
            + " from "
            + step.sql()
            + " where "
            + alias
            + ".c1 < "
            + ROUNDS_MAX
            + more;
    return new Query(first + choices.pick(" union ", " union all ") + again, kinds, false);
  }

  /** All columns but the first, with casts, since both parts of a recursion must agree on types. */
  private String cast(List<Kind> kinds, int depth, Scope scope) {
    return kinds.stream()
        .skip(1)
        .map(kind -> ", cast(" + expressions.of(kind, depth, scope) + " as " + kind.type() + ")")
        .collect(Collectors.joining());
  }

  /** What writes expressions for it. */
  ExpressionWriter expressions() {
    return expressions;
  }

  /** Whether one more query within may be written. */
  boolean hasRoom() {
    return queries < QUERIES_MAX;
  }

  // ------------------------------------------------------------------ queries within expressions

  /** One value, of a query that gives one row at most. */
  String scalar(Kind kind, Scope scope) {
    queries++;
    if (choices.next(3) < 2) {
      Source source = source(0);
      Scope inner = new Scope(source.columns(), scope);
      String where = choices.next(4) == 0 ? "" : " where " + expressions.condition(1, inner);
      return "(select " + aggregates.of(kind, inner) + " from " + source.sql() + where + ")";
    }
    return "(" + ordered(query(0, List.of(kind), scope), "limit 1").text() + ")";
  }

  /** A condition on what another query gives. */
  String asked(Kind kind, int depth, Scope scope) {
    int form = choices.next(7);
    if (form < 2) {
      return choices.pick("exists (", "not exists (") + query(0, null, scope).text() + ")";
    }
    if (form < 5) {
      return expressions.of(kind, depth, scope)
          + choices.pick(" in (", " not in (")
          + query(0, List.of(kind), scope).text()
          + ")";
    }
    if (form == 5) {
      return "("
          + expressions.leaf(Kind.INT, scope)
          + ", "
          + expressions.leaf(kind, scope)
          + ")"
          + choices.pick(" in (", " not in (")
          + query(0, List.of(Kind.INT, kind), scope).text()
          + ")";
    }
    return expressions.leaf(kind, scope)
        + expressions.comparison()
        + choices.pick("any (", "all (")
        + query(0, List.of(kind), scope).text()
        + ")";
  }

  // ------------------------------------------------------------------ queries

  private Query query(int depth, @Nullable List<Kind> wanted, @Nullable Scope outer) {
    queries++;
    Query query =
        depth > 0 && choices.onceIn(6) ? set(depth, wanted, outer) : select(depth, wanted, outer);
    if (query.isOrdered()) {
      return query;
    }
    return switch (choices.next(6)) {
      case 4 -> ordered(query, "");
      case 5 -> ordered(query, limit());
      default -> query;
    };
  }

  private String limit() {
    String limit = "limit " + number(1 + choices.literal(9));
    return choices.next(2) == 0 ? limit : limit + " offset " + number(choices.literal(6));
  }

  private static String number(int number) {
    return Literals.marked(Kind.INT, Integer.toString(number), true);
  }

  /** The same query ordered by all its columns; rows that tie cannot be told apart. */
  private Query ordered(Query query, String limit) {
    String sql =
        query.isOrdered() ? "select * from (" + query.text() + ") " + name("o") : query.text();
    String order =
        IntStream.rangeClosed(1, query.kinds().size())
            .mapToObj(
                column -> column + choices.pick("", " desc", " nulls first", " desc nulls last"))
            .collect(Collectors.joining(", "));
    return new Query(
        sql + " order by " + order + (limit.isEmpty() ? "" : " " + limit), query.kinds(), true);
  }

  private Query set(int depth, @Nullable List<Kind> wanted, @Nullable Scope outer) {
    Query left = query(depth - 1, wanted, outer);
    Query right = query(depth - 1, left.kinds(), outer);
    String operation =
        choices.pick("union all", "union", "intersect", "except", "intersect all", "except all");
    return new Query(
        "(" + left.text() + ") " + operation + " (" + right.text() + ")", left.kinds(), false);
  }

  private Query select(int depth, @Nullable List<Kind> wanted, @Nullable Scope outer) {
    Source from = from(depth, outer);
    Scope rows = new Scope(from.columns(), outer);
    String where = choices.next(3) == 0 ? "" : " where " + expressions.condition(depth, rows);
    if (choices.onceIn(4)) {
      return grouped(from.sql() + where, rows, wanted);
    }
    String distinct = choices.onceIn(6) ? "distinct " : "";
    return selected("select " + distinct, rows, from.key(), depth, wanted, from.sql() + where);
  }

  /** A query with these columns, or with some and windows. */
  private Query selected(
      String select,
      Scope rows,
      List<String> key,
      int depth,
      @Nullable List<Kind> wanted,
      String rest) {
    List<Kind> kinds = new ArrayList<>(wanted == null ? someKinds() : wanted);
    if (!choices.onceIn(6)) {
      return new Query(select + columns(kinds, depth, rows) + " from " + rest, kinds, false);
    }
    List<Scope.Leaf> more = windows.write(rows, key);
    String columns = columns(kinds, depth, rows.plus(more));
    if (wanted == null) {
      for (Scope.Leaf window : more) {
        kinds.add(window.kind());
        columns += ", " + window.sql() + " as c" + kinds.size();
      }
    }
    return new Query(select + columns + " from " + rest, kinds, false);
  }

  private Query grouped(String rest, Scope rows, @Nullable List<Kind> wanted) {
    GroupWriter groups = new GroupWriter(choices, aggregates, expressions);
    GroupWriter.Groups by = groups.write(rows);
    return selected("select ", by.scope(), List.of(), 1, wanted, rest + by.sql());
  }

  private List<Kind> someKinds() {
    List<Kind> kinds = new ArrayList<>();
    for (int i = choices.next(4); i >= 0; i--) {
      kinds.add(choices.pick(Kind.values()));
    }
    return kinds;
  }

  /** What a select list holds; names are c1, c2 ... */
  private String columns(List<Kind> kinds, int depth, Scope scope) {
    List<String> columns = new ArrayList<>();
    for (Kind kind : kinds) {
      String value = depth > 0 ? expressions.of(kind, depth, scope) : expressions.leaf(kind, scope);
      columns.add(value + " as c" + (columns.size() + 1));
    }
    return String.join(", ", columns);
  }

  // ------------------------------------------------------------------ what stands after FROM

  private Source from(int depth, @Nullable Scope outer) {
    Source from = source(depth);
    int joins = depth == 0 ? (choices.onceIn(4) ? 1 : 0) : Math.max(0, choices.next(5) - 2);
    for (int i = 0; i < joins; i++) {
      from = joined(from, depth, outer, i == joins - 1);
    }
    return from;
  }

  /**
   * A join of what stands before.
   *
   * @param mayComma whether a comma may stand for it: joins bind stronger, so what stands before a
   *     comma cannot be seen by an ON behind it
   */
  private Source joined(Source left, int depth, @Nullable Scope outer, boolean mayComma) {
    if (depth > 0 && hasRoom() && choices.onceIn(10)) {
      Source inner = derived(new Scope(left.columns(), outer));
      return both(left, choices.pick(" cross join lateral ", " left join lateral "), inner, "");
    }
    Source right = depth > 0 && choices.onceIn(8) ? nested(outer) : source(depth);
    List<Scope.Leaf> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    String kind =
        choices.pick(" join ", " left join ", " right join ", " full join ", " cross join ");
    if (kind.equals(" cross join ")) {
      String comma = mayComma ? ", " : kind;
      return both(left, choices.pick(kind, comma), right, null);
    }
    Kind key = choices.pick(Kind.INT, Kind.INT, Kind.INT, Kind.TEXT, Kind.DEC, Kind.DATE);
    String equal = column(left, key) + " = " + column(right, key);
    Scope seen = new Scope(columns, null);
    // A full join without an equality is nothing for PostgreSQL.
    String on =
        switch (choices.next(5)) {
          case 2 -> equal + " and " + expressions.condition(0, seen);
          case 3 -> equal + " and " + column(left, Kind.INT) + " = " + column(right, Kind.INT);
          case 4 -> kind.equals(" full join ") ? equal : expressions.condition(1, seen);
          default -> equal;
        };
    return both(left, kind, right, on);
  }

  private String column(Source source, Kind kind) {
    return expressions.leaf(kind, new Scope(source.columns(), null));
  }

  /** A join in parentheses, where no comma may stand. */
  private Source nested(@Nullable Scope outer) {
    Source source = joined(source(0), 0, outer, false);
    return new Source("(" + source.sql() + ")", source.columns(), source.key());
  }

  private static Source both(Source left, String kind, Source right, @Nullable String on) {
    List<Scope.Leaf> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    String condition = "";
    if (on != null) {
      boolean isCrossed = kind.contains("cross");
      condition = isCrossed ? "" : " on " + (on.isEmpty() ? "true" : on);
    }
    List<String> key = new ArrayList<>(left.key());
    key.addAll(right.key());
    boolean hasKey = !left.key().isEmpty() && !right.key().isEmpty();
    return new Source(
        left.sql() + kind + right.sql() + condition, columns, hasKey ? key : List.of());
  }

  /** Something that stands in FROM. */
  Source source(int depth) {
    if (depth > 0 && hasRoom() && choices.onceIn(5)) {
      return derived(null);
    }
    if (!common.isEmpty() && choices.onceIn(2)) {
      int number = choices.next(common.size());
      String alias = name("w");
      return new Source(
          "w" + number + " " + alias, columns(alias, common.get(number).kinds()), List.of());
    }
    return table(choices.pick(RandomTables.NAMES));
  }

  /** A table by another name. */
  Source table(String table) {
    String alias = name("a");
    List<Scope.Leaf> columns =
        RandomTables.COLUMNS.stream()
            .map(column -> new Scope.Leaf(alias + "." + column.name(), column.kind(), true))
            .toList();
    return new Source(table + " " + alias, columns, List.of(alias + ".id"));
  }

  private Source derived(@Nullable Scope outer) {
    Query query = query(outer == null ? 1 : 0, null, outer);
    String alias = name("q");
    return new Source(
        "(" + query.text() + ") " + alias + columnNames(query.kinds().size()),
        columns(alias, query.kinds()),
        List.of());
  }

  private static List<Scope.Leaf> columns(String alias, List<Kind> kinds) {
    List<Scope.Leaf> columns = new ArrayList<>();
    for (Kind kind : kinds) {
      columns.add(new Scope.Leaf(alias + ".c" + (columns.size() + 1), kind, true));
    }
    return columns;
  }

  private static String columnNames(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(column -> "c" + column)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String name(String prefix) {
    return prefix + "_" + ++names;
  }
}
