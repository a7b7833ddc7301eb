package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Three small tables of the same columns, with random rows and indexes: few different values, so
 * that many are equal, and NULLs in every column but two.
 */
final class RandomTables {

  /** A column of each table. */
  record Column(String name, Kind kind) {}

  static final List<String> NAMES = List.of("t", "u", "v");

  static final List<Column> COLUMNS =
      List.of(
          new Column("id", Kind.INT),
          new Column("i", Kind.INT),
          new Column("j", Kind.INT),
          new Column("b", Kind.BIG),
          new Column("d", Kind.DEC),
          new Column("x", Kind.TEXT),
          new Column("e", Kind.DATE),
          new Column("f", Kind.BOOL));

  private static final List<String> INDEXED =
      List.of("i", "j", "i, j", "x", "d", "e, i", "b desc", "x, d", "f, j", "j, i desc, x", "d, b");

  private static final List<String> WIDELY_INDEXED =
      List.of("i, padding", "x", "j, x, padding", "d, b, padding", "e, padding");

  /** In parentheses. */
  static final String NAMES_OF_COLUMNS =
      COLUMNS.stream().map(Column::name).collect(Collectors.joining(", ", " (", ")"));

  /** Rows that are so wide fill several pages, which several threads can read. */
  private static final int WIDTH = 700;

  private static final int[] SIZES = {0, 1, 4, 12, 30, 60, 90};

  /** A row as SQL. */
  record Row(String table, int id, String values) {

    String insert() {
      return "insert into " + table + NAMES_OF_COLUMNS + " values (" + values + ")";
    }

    String delete() {
      return "delete from " + table + " where id = " + id;
    }
  }

  private final String padding;
  private final List<String> indexes = new ArrayList<>();
  private final List<String> indexNames = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  RandomTables(Random random) {
    boolean isWide = random.nextInt(2) == 0;
    padding = isWide ? ", padding text default '" + "-".repeat(WIDTH) + "')" : ")";
    for (String table : NAMES) {
      int number = 0;
      for (String columns : isWide ? WIDELY_INDEXED : INDEXED) {
        if (random.nextInt(3) == 0) {
          String name = table + "_" + number++;
          indexNames.add(name);
          indexes.add("create index " + name + " on " + table + " (" + columns + ")");
        }
      }
      int size = SIZES[random.nextInt(SIZES.length)];
      for (int id = 1; id <= size; id++) {
        rows.add(row(table, id, random));
      }
    }
  }

  private static Row row(String table, int id, Random random) {
    String values =
        COLUMNS.stream()
            .map(
                column ->
                    switch (column.name()) {
                      case "id" -> Integer.toString(id);
                      case "j" -> Integer.toString(random.nextInt(6));
                      default -> value(column.kind(), random);
                    })
            .collect(Collectors.joining(", "));
    return new Row(table, id, values);
  }

  private static String value(Kind kind, Random random) {
    if (random.nextInt(6) == 0) {
      return "null";
    }
    if (kind.isNumber() && random.nextInt(3) == 0) {
      return Integer.toString(random.nextInt(20) - 5);
    }
    return kind.literals().get(random.nextInt(kind.literals().size()));
  }

  /** Statements that make the tables, without indexes but those of their keys. */
  List<String> definitions() {
    return NAMES.stream()
        .map(
            table ->
                COLUMNS.stream()
                    .map(
                        column ->
                            column.name()
                                + " "
                                + column.kind().type()
                                + (column.name().equals("id") ? " primary key" : "")
                                + (column.name().equals("j") ? " not null" : ""))
                    .collect(Collectors.joining(", ", "create table " + table + " (", padding)))
        .toList();
  }

  /** Statements that make indexes. */
  List<String> indexes() {
    return indexes;
  }

  /** The names of these indexes. */
  List<String> indexNames() {
    return indexNames;
  }

  /** Says that a table has other rows now. */
  void replace(String table, List<Row> others) {
    rows.removeIf(row -> row.table().equals(table));
    rows.addAll(others);
  }

  /** A query for all that a table holds. */
  static QueryWriter.Query all(String table) {
    return new QueryWriter.Query(
        COLUMNS.stream()
            .map(Column::name)
            .collect(Collectors.joining(", ", "select ", " from " + table + " order by id")),
        COLUMNS.stream().map(Column::kind).toList(),
        true);
  }

  /** A row of a table as such a query gives it. */
  static Row row(String table, String answered) {
    List<String> values = Answer.values(answered);
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      String value = values.get(i);
      boolean isDate = COLUMNS.get(i).kind() == Kind.DATE && !value.equals(Answer.NULL);
      literals.add(isDate ? "date '" + value + "'" : value);
    }
    return new Row(table, Integer.parseInt(literals.get(0)), String.join(", ", literals));
  }

  /** Statements that make the indexes and these rows. */
  String description(List<Row> some) {
    return String.join("\n", indexes)
        + "\n"
        + some.stream().map(Row::insert).collect(Collectors.joining("\n"));
  }

  /** All rows. */
  List<Row> rows() {
    return rows;
  }

  /** Statements that fill the tables. */
  List<String> inserts() {
    List<String> inserts = new ArrayList<>();
    for (String table : NAMES) {
      List<Row> ofTable = rows.stream().filter(row -> row.table().equals(table)).toList();
      if (!ofTable.isEmpty()) {
        inserts.add(
            ofTable.stream()
                .map(row -> "(" + row.values() + ")")
                .collect(
                    Collectors.joining(
                        ", ", "insert into " + table + NAMES_OF_COLUMNS + " values ", "")));
      }
    }
    return inserts;
  }
}
