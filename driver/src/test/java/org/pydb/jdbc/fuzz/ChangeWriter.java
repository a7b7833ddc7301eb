package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Writes random changes: INSERT, UPDATE, DELETE and MERGE in all their forms. */
final class ChangeWriter {
  private final List<Table> tables;
  private final Choices choices;
  private final ExpressionWriter.SubQueries subQueries;
  private final Schema schema;
  private int newId = 1000;

  ChangeWriter(Schema schema, Choices choices) {
    tables = schema.tables();
    this.schema = schema;
    this.choices = choices;
    subQueries = new QueryWriter(schema, choices);
  }

  /** A change; what it returns are the columns of its query. */
  Query any() {
    Table table = choices.pick(tables);
    return switch (choices.next(12)) {
      case 0, 1 -> insert(table);
      case 2 -> insertSelect(table);
      case 3, 4 -> upsert(table);
      case 5, 6, 7 -> update(table);
      case 8 -> updateFrom(table);
      case 9 -> delete(table);
      case 10 -> deleteUsing(table);
      default -> merge(table);
    };
  }

  private ExpressionWriter expressions(List<Column> columns) {
    return new ExpressionWriter(choices, new Scope(columns, List.of()), schema, subQueries, 1);
  }

  /** A change that returns what it has changed, or not. */
  private Query returning(String name, Sql change, List<Column> columns) {
    if (choices.next(2) == 0 || columns.isEmpty()) {
      return new Query(Sql.form(name, change), List.of(), false, false);
    }
    List<Sql> items = new ArrayList<>(List.of(columns.get(0)));
    List<Kind> kinds = new ArrayList<>(List.of(columns.get(0).kind()));
    Column column = choices.pick(columns);
    items.add(column);
    kinds.add(column.kind());
    if (choices.onceIn(3)) {
      items.add(
          new ExpressionWriter(choices, new Scope(columns, List.of()), schema, subQueries, 0)
              .any(Kind.TEXT, 1));
      kinds.add(Kind.TEXT);
    }
    return new Query(
        Sql.form(name, Sql.form("returning", Sql.of(change, " returning ", Sql.join(", ", items)))),
        kinds,
        false,
        false);
  }

  private List<Column> some(Table table) {
    List<Column> some = new ArrayList<>(List.of(table.columns().get(0)));
    for (Column column : table.columns().subList(1, table.columns().size())) {
      if (choices.onceIn(2)) {
        some.add(column);
      }
    }
    return some;
  }

  private static Sql names(List<Column> columns) {
    return Sql.join(", ", columns.stream().map(column -> Sql.of(column.name())).toList());
  }

  private Sql values(List<Column> columns, boolean isNew) {
    List<Sql> rows = new ArrayList<>();
    int count = 1 + choices.next(3);
    for (int i = 0; i < count; i++) {
      List<Sql> row = new ArrayList<>();
      for (Column column : columns) {
        row.add(
            column.name().equals("id")
                ? Sql.of(
                    String.valueOf(isNew || choices.onceIn(2) ? newId++ : 1 + choices.next(12)))
                : column.name().equals("k")
                    ? Sql.of(choices.pick("1", "null", "2", "3", "77"))
                    : Literals.tame(column.kind(), choices));
      }
      rows.add(Sql.of("(", Sql.join(", ", row), ")"));
    }
    return Sql.join(", ", rows);
  }

  private Query insert(Table table) {
    List<Column> columns = some(table);
    boolean isNew = !choices.onceIn(4);
    Sql sql =
        Sql.of(
            "insert into " + table.name() + " (",
            names(columns),
            ") values ",
            values(columns, isNew));
    return returning("insert", sql, table.columns());
  }

  private Query insertSelect(Table table) {
    Table source = choices.pick(tables);
    List<Column> columns = some(table);
    List<Column> given = source.columns().stream().map(column -> column.of("s")).toList();
    ExpressionWriter writer = expressions(given);
    List<Sql> items = new ArrayList<>();
    for (Column column : columns) {
      items.add(
          column.name().equals("id")
              ? Sql.of("s.id + 2000")
              : column.name().equals("k") ? Sql.of("s.k") : writer.any(column.kind(), 1));
    }
    Sql sql =
        Sql.of(
            "insert into " + table.name() + " (",
            names(columns),
            ") select ",
            Sql.join(", ", items),
            " from " + source.name() + " s where ",
            writer.condition(1));
    return returning("insert select", sql, table.columns());
  }

  private Query upsert(Table table) {
    List<Column> columns = some(table);
    Sql insert =
        Sql.of(
            "insert into " + table.name() + " (",
            names(columns),
            ") values ",
            values(columns, false));
    boolean isKey = !table.constraints().isEmpty() && table.constraints().get(0).endsWith("(id)");
    if (!isKey || choices.onceIn(3)) {
      return returning(
          "on conflict do nothing", Sql.of(insert, " on conflict do nothing"), table.columns());
    }
    List<Column> seen =
        new ArrayList<>(table.columns().stream().map(column -> column.of(table.name())).toList());
    List<Column> excluded = table.columns().stream().map(column -> column.of("excluded")).toList();
    seen.addAll(excluded);
    Column target = choices.pick(table.columns().subList(2, table.columns().size()));
    ExpressionWriter writer =
        new ExpressionWriter(choices, new Scope(seen, List.of()), schema, subQueries, 0);
    Sql set =
        choices.onceIn(2) ? writer.any(target.kind(), 1) : Sql.of("excluded." + target.name());
    Sql where = choices.onceIn(3) ? Sql.of(" where ", writer.condition(1)) : Sql.of("");
    return returning(
        "on conflict do update",
        Sql.of(insert, " on conflict (id) do update set " + target.name() + " = ", set, where),
        table.columns().stream().map(column -> column.of(table.name())).toList());
  }

  private Sql set(Table table, ExpressionWriter writer) {
    List<Sql> sets = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int count = 1 + choices.next(2);
    for (int i = 0; i < count; i++) {
      Column column = choices.pick(table.columns().subList(1, table.columns().size()));
      if (!names.contains(column.name())) {
        names.add(column.name());
        sets.add(
            Sql.of(
                column.name() + " = ",
                choices.onceIn(10)
                    ? Sql.of("default")
                    : column.name().equals("k")
                        ? Sql.of(choices.pick("1", "null", "2", "k"))
                        : writer.any(column.kind(), 2)));
      }
    }
    return Sql.join(", ", sets);
  }

  private Query update(Table table) {
    ExpressionWriter writer = expressions(table.columns());
    Sql where = choices.next(6) > 0 ? Sql.of(" where ", writer.condition(2)) : Sql.of("");
    Sql set = choices.onceIn(8) ? Sql.of("id = id + 500") : set(table, writer);
    return returning(
        "update", Sql.of("update " + table.name() + " set ", set, where), table.columns());
  }

  /** A table of which a row has one match at most: which one of several counts is left open. */
  private Table matched() {
    return choices.pick(tables.stream().filter(Table::hasUniqueId).toList());
  }

  private Query updateFrom(Table table) {
    if (tables.stream().noneMatch(Table::hasUniqueId)) {
      return update(table);
    }
    Table source = matched();
    List<Column> seen =
        new ArrayList<>(table.columns().stream().map(column -> column.of("t")).toList());
    seen.addAll(source.columns().stream().map(column -> column.of("s")).toList());
    ExpressionWriter writer = expressions(seen);
    Sql sql =
        Sql.of(
            "update " + table.name() + " t set ",
            setFrom(table, writer),
            " from " + source.name() + " s where s.id = t.k and (",
            writer.condition(1),
            ")");
    return returning("update from", sql, seen);
  }

  private Sql setFrom(Table table, ExpressionWriter writer) {
    Column column = choices.pick(table.columns().subList(2, table.columns().size()));
    return Sql.of(column.name() + " = ", writer.any(column.kind(), 2));
  }

  private Query delete(Table table) {
    ExpressionWriter writer = expressions(table.columns());
    return returning(
        "delete",
        Sql.of("delete from " + table.name() + " where ", writer.condition(2)),
        table.columns());
  }

  private Query deleteUsing(Table table) {
    if (tables.stream().noneMatch(Table::hasUniqueId)) {
      return delete(table);
    }
    Table source = matched();
    List<Column> seen =
        new ArrayList<>(table.columns().stream().map(column -> column.of("t")).toList());
    seen.addAll(source.columns().stream().map(column -> column.of("s")).toList());
    ExpressionWriter writer = expressions(seen);
    return returning(
        "delete using",
        Sql.of(
            "delete from "
                + table.name()
                + " t using "
                + source.name()
                + " s where s.id = t.k and (",
            writer.condition(1),
            ")"),
        seen);
  }

  private Query merge(Table table) {
    Table source = choices.pick(tables);
    List<Column> target = table.columns().stream().map(column -> column.of("t")).toList();
    List<Column> seen = new ArrayList<>(target);
    List<Column> given = source.columns().stream().map(column -> column.of("s")).toList();
    seen.addAll(given);
    ExpressionWriter both =
        new ExpressionWriter(choices, new Scope(seen, List.of()), schema, subQueries, 0);
    ExpressionWriter right =
        new ExpressionWriter(choices, new Scope(given, List.of()), schema, subQueries, 0);
    List<Object> parts = new ArrayList<>();
    parts.add(
        "merge into "
            + table.name()
            + " t using "
            + source.name()
            + " s on s.id = t."
            + choices.pick("id", "k"));
    if (choices.onceIn(2)) {
      parts.add(
          Sql.of(
              " when matched and (",
              both.condition(1),
              ") then ",
              choices.pick("delete", "do nothing")));
    }
    if (choices.next(3) > 0) {
      parts.add(Sql.of(" when matched then update set ", setFrom(table, both)));
    }
    Column column = choices.pick(table.columns().subList(2, table.columns().size()));
    parts.add(
        Sql.of(
            " when not matched and (",
            right.condition(1),
            ") then insert (id, " + column.name() + ") values (s.id + 3000, ",
            right.any(column.kind(), 1),
            ")"));
    return new Query(Sql.form("merge", Sql.of(parts.toArray())), List.of(), false, false);
  }
}
