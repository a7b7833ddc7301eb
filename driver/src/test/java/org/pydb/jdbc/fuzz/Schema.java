package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Random tables with keys, constraints, indexes and rows. */
final class Schema {
  private static final int TABLES = 3;
  private static final int COLUMNS_MAX = 9;
  private static final List<Kind> USUAL =
      List.of(
          Kind.INT4, Kind.TEXT, Kind.INT8, Kind.BOOL, Kind.NUM, Kind.DOUBLE, Kind.DATE, Kind.TS);

  private final Choices choices;
  private final List<Table> tables = new ArrayList<>();
  private final boolean isCommon;
  private final boolean isWild;

  Schema(Choices choices) {
    this.choices = choices;
    isCommon = choices.onceIn(4);
    isWild = !isCommon && choices.percent(20);
    for (int i = 0; i < TABLES; i++) {
      tables.add(table("t" + i));
    }
  }

  /** Its tables, in an order in which they can be made. */
  List<Table> tables() {
    return tables;
  }

  /** Whether it, and what is asked of it, is understood by all databases. */
  boolean isCommon() {
    return isCommon;
  }

  /** Whether values at the ends of their types are in it. */
  boolean isWild() {
    return isWild;
  }

  /** The names of its indexes that have one. */
  List<String> indexes() {
    List<String> names = new ArrayList<>();
    for (Table table : tables) {
      for (String index : table.indexes()) {
        names.add(index.replaceAll("create (unique )?index ([a-z0-9_]+) .*", "$2"));
      }
    }
    return names;
  }

  private Table table(String name) {
    List<Column> columns =
        new ArrayList<>(List.of(new Column("id", Kind.INT4), new Column("k", Kind.INT4)));
    List<String> types = new ArrayList<>(List.of("integer not null", "integer"));
    int count = 3 + choices.next(COLUMNS_MAX - 3);
    for (int i = 0; i < count; i++) {
      boolean isUsual = i < 2 || choices.next(2) == 0;
      Kind kind = i == 0 ? Kind.TEXT : isUsual ? choices.pick(USUAL) : choices.pick(Kind.values());
      if (isCommon && !kind.isCommon()) {
        kind = choices.pick(Kind.INT8, Kind.BOOL, Kind.TEXT, Kind.INT4);
      }
      columns.add(new Column(kind.key() + i, kind));
      types.add(type(kind));
    }
    List<String> constraints = new ArrayList<>();
    key(name, constraints);
    boolean refers = reference(constraints);
    return new Table(
        name,
        List.copyOf(columns),
        types,
        constraints,
        indexes(name, columns),
        rows(columns, refers));
  }

  private String type(Kind kind) {
    return switch (kind) {
      case NUM -> isWild ? "numeric" : choices.pick("numeric", "numeric(12,4)", "decimal(30,6)");
      case TEXT -> choices.pick("text", "varchar(60)", "varchar");
      default -> String.valueOf(kind.type(Dialect.PYDB));
    };
  }

  private void key(String name, List<String> constraints) {
    switch (choices.next(4)) {
      case 0 -> constraints.add("primary key (id)");
      case 1 -> constraints.add("constraint " + name + "_id unique (id)");
      case 2 -> constraints.add("unique (id, k)");
      default -> {}
    }
  }

  private boolean reference(List<String> constraints) {
    if (tables.isEmpty() || !choices.onceIn(3)) {
      return false;
    }
    Table target = tables.get(0);
    if (target.constraints().isEmpty() || !target.constraints().get(0).endsWith("(id)")) {
      return false;
    }
    constraints.add(
        "foreign key (k) references t0 (id)"
            + choices.pick(
                "",
                " on delete cascade",
                " on delete set null on update cascade",
                " on update cascade"));
    return true;
  }

  private List<String> indexes(String name, List<Column> columns) {
    List<String> indexes = new ArrayList<>();
    int count = choices.next(4);
    for (int i = 0; i < count; i++) {
      List<String> keys = new ArrayList<>();
      int size = 1 + choices.next(2);
      for (int k = 0; k < size; k++) {
        Column column = columns.get(1 + choices.next(columns.size() - 1));
        if (column.kind().isKey()
            && keys.stream().noneMatch(key -> key.startsWith(column.name()))) {
          keys.add(column.name() + choices.pick("", " desc"));
        }
      }
      if (!keys.isEmpty()) {
        indexes.add(
            "create index "
                + name
                + "_x"
                + i
                + " on "
                + name
                + " ("
                + String.join(", ", keys)
                + ")");
      }
    }
    return indexes;
  }

  private List<List<Literal>> rows(List<Column> columns, boolean refers) {
    List<List<Literal>> rows = new ArrayList<>();
    int count = choices.onceIn(12) ? 0 : 4 + choices.next(14);
    int keys = refers ? tables.get(0).rows().size() : 8;
    for (int id = 1; id <= count; id++) {
      List<Literal> row = new ArrayList<>();
      row.add(new Literal(Kind.INT4, String.valueOf(id)));
      boolean isNull = keys == 0 || choices.onceIn(6);
      row.add(new Literal(Kind.INT4, isNull ? null : String.valueOf(1 + choices.next(keys))));
      for (Column column : columns.subList(2, columns.size())) {
        row.add(
            isWild ? Literals.wild(column.kind(), choices) : Literals.tame(column.kind(), choices));
      }
      rows.add(List.copyOf(row));
    }
    return List.copyOf(rows);
  }
}
