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
  private static final boolean EVERYWHERE = Boolean.getBoolean("pydb.random.everywhere");

  /**
   * A query.
   *
   * @param isOrdered whether its rows come in a certain order
   */
  record Query(String sql, List<Kind> kinds, boolean isOrdered) {}

  /** A table, or what stands for one, with its columns as others see them. */
  private record Source(String sql, List<Scope.Leaf> columns) {}

  private final Choices choices;
  private final ExpressionWriter expressions;
  private final AggregateWriter aggregates;
  private final List<Query> common = new ArrayList<>();
  private int names;
  private int queries;
  private boolean isPlain;

  QueryWriter(Choices choices) {
    this.choices = choices;
    expressions = new ExpressionWriter(choices, this);
    aggregates = new AggregateWriter(choices, expressions, this);
  }

  /** The query that the decisions stand for. */
  static Query write(Choices choices) {
    return new QueryWriter(choices).statement();
  }

  private Query statement() {
    StringBuilder with = new StringBuilder();
    if (choices.onceIn(8)) {
      for (int i = choices.next(2); i >= 0; i--) {
        Query query = query(1, null, null);
        with.append(with.length() == 0 ? "with " : ", ")
            .append("w" + common.size())
            .append(columnNames(query.kinds().size()))
            .append(" as (")
            .append(query.sql())
            .append(") ");
        common.add(query);
      }
    }
    Query query = query(2, null, null);
    return new Query(with + query.sql(), query.kinds(), query.isOrdered());
  }

  /** Whether one more query within may be written. */
  boolean hasRoom() {
    return queries < QUERIES_MAX && !isPlain;
  }

  /** Says whether what follows stands in an aggregate or after ON, where no queries are asked. */
  void setPlain(boolean plain) {
    isPlain = plain && !EVERYWHERE;
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
    return "(" + ordered(query(0, List.of(kind), scope), "limit 1").sql() + ")";
  }

  /** A condition on what another query gives. */
  String asked(Kind kind, int depth, Scope scope) {
    int form = choices.next(7);
    if (form < 2) {
      return choices.pick("exists (", "not exists (") + query(0, null, scope).sql() + ")";
    }
    if (form < 5) {
      return expressions.of(kind, depth, scope)
          + choices.pick(" in (", " not in (")
          + query(0, List.of(kind), scope).sql()
          + ")";
    }
    if (form == 5) {
      return "("
          + expressions.leaf(Kind.INT, scope)
          + ", "
          + expressions.leaf(kind, scope)
          + ")"
          + choices.pick(" in (", " not in (")
          + query(0, List.of(Kind.INT, kind), scope).sql()
          + ")";
    }
    return expressions.leaf(kind, scope)
        + expressions.comparison()
        + choices.pick("any (", "all (")
        + query(0, List.of(kind), scope).sql()
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
    String limit = "limit " + (1 + choices.literal(9));
    return choices.next(2) == 0 ? limit : limit + " offset " + choices.literal(6);
  }

  /** The same query ordered by all its columns; rows that tie cannot be told apart. */
  private Query ordered(Query query, String limit) {
    String sql =
        query.isOrdered() ? "select * from (" + query.sql() + ") " + name("o") : query.sql();
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
        "(" + left.sql() + ") " + operation + " (" + right.sql() + ")", left.kinds(), false);
  }

  private Query select(int depth, @Nullable List<Kind> wanted, @Nullable Scope outer) {
    Source from = from(depth, outer);
    Scope rows = new Scope(from.columns(), outer);
    String where = choices.next(3) == 0 ? "" : " where " + expressions.condition(depth, rows);
    if (choices.onceIn(4)) {
      return grouped(from.sql() + where, rows, wanted);
    }
    List<Kind> kinds = wanted == null ? someKinds() : wanted;
    String distinct = choices.onceIn(6) ? "distinct " : "";
    return new Query(
        "select " + distinct + columns(kinds, depth, rows) + " from " + from.sql() + where,
        kinds,
        false);
  }

  private Query grouped(String rest, Scope rows, @Nullable List<Kind> wanted) {
    GroupWriter groups = new GroupWriter(choices, aggregates, expressions);
    GroupWriter.Groups by = groups.write(rows);
    List<Kind> kinds = wanted == null ? someKinds() : wanted;
    return new Query(
        "select " + columns(kinds, 1, by.scope()) + " from " + rest + by.sql(), kinds, false);
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
    setPlain(true);
    // A full join without an equality is nothing for PostgreSQL.
    String on =
        switch (choices.next(5)) {
          case 2 -> equal + " and " + expressions.condition(0, seen);
          case 3 -> equal + " and " + column(left, Kind.INT) + " = " + column(right, Kind.INT);
          case 4 -> kind.equals(" full join ") ? equal : expressions.condition(1, seen);
          default -> equal;
        };
    setPlain(false);
    return both(left, kind, right, on);
  }

  private String column(Source source, Kind kind) {
    return expressions.leaf(kind, new Scope(source.columns(), null));
  }

  /** A join in parentheses, where no comma may stand. */
  private Source nested(@Nullable Scope outer) {
    Source source = joined(source(0), 0, outer, false);
    return new Source("(" + source.sql() + ")", source.columns());
  }

  private static Source both(Source left, String kind, Source right, @Nullable String on) {
    List<Scope.Leaf> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    String condition = "";
    if (on != null) {
      boolean isCrossed = kind.contains("cross");
      condition = isCrossed ? "" : " on " + (on.isEmpty() ? "true" : on);
    }
    return new Source(left.sql() + kind + right.sql() + condition, columns);
  }

  private Source source(int depth) {
    if (depth > 0 && hasRoom() && choices.onceIn(5)) {
      return derived(null);
    }
    if (!common.isEmpty() && choices.onceIn(2)) {
      int number = choices.next(common.size());
      String alias = name("w");
      return new Source("w" + number + " " + alias, columns(alias, common.get(number).kinds()));
    }
    String alias = name("a");
    List<Scope.Leaf> columns =
        RandomTables.COLUMNS.stream()
            .map(column -> new Scope.Leaf(alias + "." + column.name(), column.kind(), true))
            .toList();
    return new Source(choices.pick(RandomTables.NAMES) + " " + alias, columns);
  }

  private Source derived(@Nullable Scope outer) {
    Query query = query(outer == null ? 1 : 0, null, outer);
    String alias = name("q");
    return new Source(
        "(" + query.sql() + ") " + alias + columnNames(query.kinds().size()),
        columns(alias, query.kinds()));
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
