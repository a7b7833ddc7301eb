package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes random queries: flat ones, which try one function or operator on each row of a table, and
 * others of all forms.
 */
final class QueryWriter implements ExpressionWriter.SubQueries {
  private static final int DEPTH_MAX = 2;

  private static final List<Kind> SELECTED =
      List.of(
          Kind.INT4,
          Kind.TEXT,
          Kind.INT8,
          Kind.BOOL,
          Kind.NUM,
          Kind.DATE,
          Kind.TS,
          Kind.DOUBLE,
          Kind.INT2,
          Kind.TIME,
          Kind.UUID,
          Kind.TSTZ,
          Kind.INTERVAL,
          Kind.CHAR);

  private static final List<Kind> GROUPED =
      List.of(
          Kind.INT4, Kind.TEXT, Kind.INT8, Kind.BOOL, Kind.NUM, Kind.DATE, Kind.TS, Kind.INT2,
          Kind.UUID);

  private final List<Table> tables;
  private final Choices choices;
  private final Schema schema;
  private final int[] aliases = {0};
  private int subQueriesLeft = 3;

  QueryWriter(Schema schema, Choices choices) {
    tables = schema.tables();
    this.schema = schema;
    this.choices = choices;
  }

  /** A query of any form. */
  Query any() {
    int way = choices.next(100);
    if (way < 45) {
      return flat();
    }
    if (way < 55) {
      return unflat(windowed(Scope.NONE, DEPTH_MAX));
    }
    if (way < 67) {
      return unflat(grouped(Scope.NONE, DEPTH_MAX));
    }
    if (way < 73) {
      return unflat(setOperation());
    }
    if (way < 79) {
      return unflat(with());
    }
    return unflat(plain(kinds(), Scope.NONE, DEPTH_MAX, List.of()));
  }

  /** Text with the kinds of its columns, that can be put in order or limited. */
  private record Body(Sql sql, List<Kind> kinds) {}

  private Query unflat(Body body) {
    boolean isPlain = body.kinds().stream().allMatch(kind -> kind.isPlain() && !kind.isFloat());
    if (!isPlain || choices.next(3) > 0) {
      return new Query(body.sql(), body.kinds(), false, false);
    }
    return new Query(Sql.of(body.sql(), order(body.kinds().size())), body.kinds(), true, false);
  }

  /** ORDER BY all columns, and perhaps LIMIT. */
  private Sql order(int columns) {
    List<Sql> keys = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      keys.add(key(Sql.of(String.valueOf(i))));
    }
    Sql limit =
        switch (choices.next(7)) {
          case 3 -> Sql.form("limit", Sql.of(" limit " + choices.pick("3", "1", "0", "10")));
          case 4 ->
              Sql.form("limit offset", Sql.of(" limit 5 offset " + choices.pick("1", "0", "4")));
          case 5 ->
              Sql.form(
                  "fetch first",
                  Sql.of(" offset 1 rows fetch first 3 rows only"),
                  Dialect.SQLITE,
                  Dialect.DUCKDB);
          case 6 ->
              Sql.form(
                  "fetch with ties",
                  Sql.of(" fetch first 2 rows with ties"),
                  Dialect.SQLITE,
                  Dialect.DUCKDB);
          default -> Sql.of("");
        };
    return Sql.form("order by", Sql.of(" order by ", Sql.join(", ", keys), limit));
  }

  private Sql key(Sql expression) {
    return switch (choices.next(6)) {
      case 2 -> Sql.of(expression, new Sql.Plainer(" desc", " desc nulls first"));
      case 3 -> Sql.of(expression, " asc nulls first");
      case 4 -> Sql.of(expression, " desc nulls last");
      default -> Sql.of(expression, new Sql.Plainer("", " asc nulls last"));
    };
  }

  // ------------------------------------------------------------------ parts

  private ExpressionWriter expressions(Scope scope) {
    return new ExpressionWriter(choices, scope, schema, this, subQueriesLeft > 0 ? 1 : 0);
  }

  private FromWriter from(List<FromWriter.Source> withs) {
    return new FromWriter(tables, choices, withs, this::derived, this::expressions, aliases);
  }

  private List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    int count = 1 + choices.next(3);
    for (int i = 0; i < count; i++) {
      kinds.add(kind(SELECTED));
    }
    return kinds;
  }

  private Kind kind(List<Kind> from) {
    Kind kind = choices.pick(from);
    return schema.isCommon() && !kind.isCommon() ? choices.pick(Kind.INT4, Kind.TEXT) : kind;
  }

  /** Each name as often as others, however many kinds of operands it takes. */
  private Template pick(char use) {
    return choices.pick(choices.pick(Templates.ALL.byName(use, schema.isCommon())));
  }

  private Sql where(Scope scope, int oneIn) {
    return choices.next(oneIn + 1) > 0
        ? Sql.form("where", Sql.of(" where ", expressions(scope).condition(DEPTH_MAX)))
        : Sql.of("");
  }

  /** A query in FROM. */
  private FromWriter.Source derived(Scope around) {
    List<Kind> kinds = kinds();
    String alias = from(List.of()).alias();
    Sql body = subQueriesLeft-- > 0 ? plain(kinds, around, 0, List.of()).sql() : flatOf(kinds);
    List<Column> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      columns.add(new Column(alias + ".c" + i, kinds.get(i)));
      names.add("c" + i);
    }
    Sql named = Sql.of("(", body, ") " + alias + " (" + String.join(", ", names) + ")");
    return new FromWriter.Source(Sql.form("derived table", named, Dialect.SQLITE), columns);
  }

  private Sql flatOf(List<Kind> kinds) {
    FromWriter.Source table = from(List.of()).table();
    ExpressionWriter writer = expressions(new Scope(table.columns(), List.of()));
    return Sql.of(
        "select ",
        Sql.join(", ", kinds.stream().map(kind -> writer.any(kind, 0)).toList()),
        " from ",
        table.sql());
  }

  /** A sub-query in an expression. */
  @Override
  public Sql column(Kind kind, Scope around, boolean isSingle) {
    subQueriesLeft--;
    FromWriter.Source source =
        subQueriesLeft > 0 ? from(List.of()).joined(around, 0) : from(List.of()).table();
    Scope scope = new Scope(source.columns(), around.outer());
    ExpressionWriter writer = expressions(scope);
    if (isSingle) {
      List<Template> aggregates = Templates.ALL.giving('a', kind, schema.isCommon());
      ExpressionWriter inner = expressions(new Scope(source.columns(), List.of()));
      Sql value =
          aggregates.isEmpty()
              ? least(inner.any(kind, 1))
              : inner.call(choices.pick(aggregates), 1);
      return Sql.of("select ", value, " from ", source.sql(), where(scope, 3));
    }
    return Sql.of("select ", writer.any(kind, 1), " from ", source.sql(), where(scope, 3));
  }

  /** The least value of a kind that has no aggregates. */
  private static Sql least(Sql value) {
    return Sql.form(
        "least by array",
        Sql.of("(array_agg(", value, " order by ", value, "))[1]"),
        Dialect.OTHERS);
  }

  // ------------------------------------------------------------------ forms

  /** One function or operator on each row. */
  private Query flat() {
    FromWriter.Source table = from(List.of()).table();
    Scope scope = new Scope(table.columns(), List.of());
    ExpressionWriter writer = new ExpressionWriter(choices, scope, schema, this, 0);
    List<Sql> items = new ArrayList<>(List.of(table.columns().get(0)));
    List<Kind> kinds = new ArrayList<>(List.of(Kind.INT4));
    int count = 1 + choices.next(2);
    for (int i = 0; i < count; i++) {
      Template template = pick('x');
      items.add(writer.call(template, 1 + choices.next(DEPTH_MAX)));
      kinds.add(template.result());
    }
    return new Query(
        Sql.of("select ", Sql.join(", ", items), " from ", table.sql()), kinds, false, true);
  }

  /** SELECT … FROM … WHERE. */
  private Body plain(List<Kind> kinds, Scope around, int depth, List<FromWriter.Source> withs) {
    FromWriter.Source source = from(withs).joined(around, depth);
    Scope scope = new Scope(source.columns(), around.outer());
    ExpressionWriter writer = expressions(scope);
    boolean isDistinct =
        kinds.stream().allMatch(kind -> kind.isPlain() && !kind.isFloat()) && choices.onceIn(6);
    Sql items = Sql.join(", ", kinds.stream().map(kind -> writer.any(kind, depth)).toList());
    Sql select =
        isDistinct
            ? Sql.form("distinct", Sql.of("select distinct ", items))
            : Sql.of("select ", items);
    return new Body(Sql.of(select, " from ", source.sql(), where(scope, 2)), kinds);
  }

  /** SELECT … GROUP BY … HAVING. */
  private Body grouped(Scope around, int depth) {
    FromWriter.Source source = from(List.of()).joined(around, depth - 1);
    Scope scope = new Scope(source.columns(), around.outer());
    ExpressionWriter writer = expressions(scope);
    List<Sql> keys = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>();
    int count = choices.next(3);
    for (int i = 0; i < count; i++) {
      Kind kind = kind(GROUPED);
      List<Column> columns = scope.own(kind);
      if (!columns.isEmpty()) {
        Column column = choices.pick(columns);
        if (!keys.contains(column)) {
          keys.add(column);
          kinds.add(kind);
        }
      }
    }
    List<Sql> items = new ArrayList<>(keys);
    Sql grouping = keys.isEmpty() ? Sql.of("") : grouping(keys, items, kinds);
    int aggregates = 1 + choices.next(2);
    for (int i = 0; i < aggregates; i++) {
      Template template = pick('a');
      items.add(aggregate(template, writer));
      kinds.add(template.result());
    }
    Sql having =
        choices.onceIn(5)
            ? Sql.form("having", Sql.of(" having count(*) " + choices.pick("> 1", "< 3", "= 1")))
            : Sql.of("");
    return new Body(
        Sql.of(
            "select ",
            Sql.join(", ", items),
            " from ",
            source.sql(),
            where(scope, 1),
            grouping,
            having),
        kinds);
  }

  private Sql aggregate(Template template, ExpressionWriter writer) {
    Sql call = writer.call(template, 1);
    boolean takesDistinct = template.slots().size() == 1 && template.slots().get(0).kind() != null;
    if (takesDistinct && choices.onceIn(8) && isSimpleAggregate(template)) {
      call = Sql.form("aggregate distinct", new Distinct((Template.Call) call));
    }
    return choices.onceIn(6)
        ? Sql.form("aggregate filter", Sql.of(call, " filter (where ", writer.condition(1), ")"))
        : call;
  }

  private static boolean isSimpleAggregate(Template template) {
    Kind kind = template.slots().get(0).kind();
    return template.own().parts().get(0).endsWith("(")
        && template.own().parts().size() == 2
        && template.own().parts().get(1).equals(")")
        && kind != null
        && kind != Kind.JSON;
  }

  /** An aggregate over different values. */
  private record Distinct(Template.Call call) implements Sql {

    @Override
    public void write(Writer out) {
      Writer inner = new Writer(out.dialect());
      call.write(inner);
      String obstacle = inner.obstacle();
      if (obstacle != null) {
        out.cannot(obstacle);
      }
      inner.bound().forEach(out::bind);
      out.add(inner.toString().replaceFirst("\\(", "(distinct "));
    }

    @Override
    public void names(Consumer<String> names) {
      call.names(names);
    }
  }

  private Sql grouping(List<Sql> keys, List<Sql> items, List<Kind> kinds) {
    Sql list = Sql.join(", ", keys);
    return switch (choices.next(8)) {
      case 5 -> sets("rollup", Sql.of("rollup (", list, ")"), keys, items, kinds);
      case 6 -> sets("cube", Sql.of("cube (", list, ")"), keys, items, kinds);
      case 7 ->
          sets(
              "grouping sets",
              Sql.of("grouping sets ((", list, "), (", keys.get(0), "), ())"),
              keys,
              items,
              kinds);
      default -> Sql.form("group by", Sql.of(" group by ", list));
    };
  }

  private Sql sets(String name, Sql sets, List<Sql> keys, List<Sql> items, List<Kind> kinds) {
    if (choices.onceIn(2)) {
      items.add(Sql.form("grouping()", Sql.of("grouping(", keys.get(0), ")")));
      kinds.add(Kind.INT4);
    }
    return Sql.form(name, Sql.of(" group by ", sets), Dialect.H2, Dialect.SQLITE);
  }

  /** A query, and three that each give some of its rows. */
  record Partition(Query all, List<Query> parts) {}

  /** A query without a condition, and with one that is true, false and unknown. */
  Partition partition() {
    FromWriter.Source source = from(List.of()).joined(Scope.NONE, 1);
    Scope scope = new Scope(source.columns(), List.of());
    List<Column> items = scope.own().stream().limit(4).toList();
    List<Kind> kinds = items.stream().map(Column::kind).toList();
    Sql condition = expressions(scope).condition(DEPTH_MAX);
    Sql start = Sql.of("select ", Sql.join(", ", items), " from ", source.sql());
    List<Query> parts = new ArrayList<>();
    for (String side : List.of("(", "not (", "((")) {
      Sql end = Sql.of(side.equals("((") ? ")) is null" : ")");
      parts.add(new Query(Sql.of(start, " where " + side, condition, end), kinds, false, false));
    }
    return new Partition(new Query(start, kinds, false, false), parts);
  }

  /** SELECT with window functions. */
  private Body windowed(Scope around, int depth) {
    FromWriter.Source source = from(List.of()).joined(around, depth - 2);
    Scope scope = new Scope(source.columns(), around.outer());
    ExpressionWriter writer = expressions(scope);
    List<Column> ids =
        source.columns().stream().filter(column -> column.name().endsWith(".id")).toList();
    List<Sql> items = new ArrayList<>(ids);
    List<Kind> kinds = new ArrayList<>(ids.stream().map(Column::kind).toList());
    int count = 1 + choices.next(2);
    for (int i = 0; i < count; i++) {
      boolean isTried = choices.onceIn(2);
      Template template = pick(isTried ? 'a' : 'w');
      boolean isWindow = !template.own().parts().toString().contains("order by");
      Template used = isWindow ? template : Templates.ALL.byName('w', true).get(0).get(0);
      // row_number() numbers rows of one place in any order.
      boolean isAggregate = isTried && isWindow;
      items.add(
          Sql.of(writer.call(used, 1), " over (", window(scope, writer, ids, isAggregate), ")"));
      kinds.add(used.result());
    }
    return new Body(
        Sql.form(
            "window",
            Sql.of("select ", Sql.join(", ", items), " from ", source.sql(), where(scope, 1))),
        kinds);
  }

  private Sql window(Scope scope, ExpressionWriter writer, List<Column> ids, boolean isAggregate) {
    List<Object> parts = new ArrayList<>();
    Kind kind = kind(GROUPED);
    if (choices.onceIn(2) && !scope.own(kind).isEmpty()) {
      parts.add(
          Sql.form("partition by", Sql.of("partition by ", choices.pick(scope.own(kind)), " ")));
    }
    List<Sql> keys = new ArrayList<>();
    Kind ordered = kind(GROUPED);
    if (choices.onceIn(2)) {
      keys.add(key(writer.any(ordered, 1)));
    }
    boolean isSeries = isAggregate && choices.onceIn(3) && !scope.own(Kind.INT4).isEmpty();
    if (isSeries) {
      parts.add(
          Sql.of(
              "order by ",
              choices.pick(scope.own(Kind.INT4)),
              new Sql.Plainer("", " asc nulls last")));
      parts.add(
          Sql.form(
              "range frame",
              Sql.of(
                  " range between "
                      + choices.pick(
                          "1 preceding and 1 following",
                          "unbounded preceding and 2 following",
                          "3 preceding and current row")),
              Dialect.H2,
              Dialect.SQLITE));
      return Sql.of(parts.toArray());
    }
    ids.forEach(id -> keys.add(key(id)));
    parts.add(Sql.of("order by ", Sql.join(", ", keys)));
    if (isAggregate && choices.onceIn(2)) {
      parts.add(
          Sql.form(
              "rows frame",
              Sql.of(
                  " "
                      + choices.pick(
                          "rows between 1 preceding and 1 following",
                              "rows between unbounded preceding and current row",
                          "rows between current row and unbounded following", "rows 2 preceding",
                          "rows between 3 preceding and 1 preceding",
                              "rows between unbounded preceding and unbounded following"))));
      if (choices.onceIn(4)) {
        parts.add(
            Sql.form(
                "exclude",
                Sql.of(
                    choices.pick(
                        " exclude current row",
                        " exclude ties",
                        " exclude group",
                        " exclude no others")),
                Dialect.H2));
      }
    }
    return Sql.of(parts.toArray());
  }

  /** Two queries, or three, and their rows together. */
  private Body setOperation() {
    List<Kind> kinds =
        kinds().stream().map(kind -> kind.isPlain() && !kind.isFloat() ? kind : Kind.INT4).toList();
    Sql all = plain(kinds, Scope.NONE, 0, List.of()).sql();
    int count = 1 + choices.next(2);
    for (int i = 0; i < count; i++) {
      String words =
          choices.pick("union all", "union", "except", "intersect", "except all", "intersect all");
      Sql right = plain(kinds, Scope.NONE, 0, List.of()).sql();
      Dialect[] lacking =
          i > 0 || (words.endsWith(" all") && !words.startsWith("union"))
              ? new Dialect[] {Dialect.H2, Dialect.SQLITE, Dialect.DUCKDB}
              : new Dialect[0];
      all =
          Sql.form(
              words,
              Sql.of(i > 0 ? "(" : "", all, i > 0 ? ") " : " ", words + " ", right),
              lacking);
    }
    return new Body(all, kinds);
  }

  /** A query with names for others. */
  private Body with() {
    if (choices.onceIn(3)) {
      return recursive();
    }
    List<Kind> kinds = kinds();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      columns.add(new Column("c" + i, kinds.get(i)));
    }
    Sql names = Sql.join(", ", columns.stream().map(column -> Sql.of(column.name())).toList());
    Sql definition = plain(kinds, Scope.NONE, 1, List.of()).sql();
    String hint = choices.pick("", "", " materialized", " not materialized");
    Body body = plain(kinds(), Scope.NONE, 1, List.of(new FromWriter.Source(Sql.of("w"), columns)));
    Sql with =
        Sql.of(
            "with w (",
            names,
            ") as",
            new Sql.Plainer(hint, ""),
            " (",
            definition,
            ") ",
            body.sql());
    return new Body(Sql.form("with", with), body.kinds());
  }

  private Body recursive() {
    String start = choices.pick(tables).name();
    String next = choices.pick(tables).name();
    String rows =
        "select s.id, 1 from "
            + start
            + " s where s.id < 4"
            + choices.pick(" union all ", " union ")
            + "select "
            + choices.pick("r.x + 1, r.n + 1", "t.k, r.n + 1", "r.x, r.n * 2")
            + " from r join "
            + next
            + " t on t.id = r.x where r.n < 5";
    Sql body = Sql.of("with recursive r (x, n) as (", rows, ") select x, n from r");
    return new Body(
        Sql.form("with recursive", body, Dialect.OTHERS), List.of(Kind.INT4, Kind.INT4));
  }
}
