package org.pydb.calcite.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;

/** Writes down a table for a test, column by column. */
public final class TestTable {
  private static int nextTree = 100;

  private final String name;
  private final List<ColumnDefinition> columns = new ArrayList<>();
  private final List<Function<IntSupplier, IndexDefinition>> indexes = new ArrayList<>();
  private final List<CheckConstraint> checks = new ArrayList<>();
  private @Nullable PrimaryKey primaryKey;

  private TestTable(String name) {
    this.name = name;
  }

  public static TestTable named(String name) {
    return new TestTable(name);
  }

  /** A table with a column of each kind, and no index but its key {@code id}. */
  public static TestTable ofAllKinds(String name) {
    return named(name)
        .notNull("id", ColumnKind.INT64)
        .column("boo", ColumnKind.BOOLEAN)
        .column("i2", ColumnKind.INT16)
        .column("i4", ColumnKind.INT32)
        .column("i8", ColumnKind.INT64)
        .column("r4", ColumnKind.FLOAT32)
        .column("r8", ColumnKind.FLOAT64)
        .column("d52", ColumnType.decimal(5, 2))
        .column("d3810", ColumnType.decimal(38, 10))
        .column("num", ColumnKind.NUMERIC)
        .column("c3", ColumnType.character(3))
        .column("v5", ColumnType.text(5))
        .column("txt", ColumnKind.TEXT)
        .column("byt", ColumnKind.BYTES)
        .column("dat", ColumnKind.DATE)
        .column("tim", ColumnKind.TIME)
        .column("ts", ColumnKind.TIMESTAMP)
        .column("tstz", ColumnKind.TIMESTAMP_TZ)
        .column("uid", ColumnKind.UUID)
        .primaryKey("id");
  }

  public TestTable column(String column, ColumnKind kind) {
    return column(column, ColumnType.of(kind), true, null);
  }

  public TestTable column(String column, ColumnType type) {
    return column(column, type, true, null);
  }

  public TestTable notNull(String column, ColumnKind kind) {
    return column(column, ColumnType.of(kind), false, null);
  }

  public TestTable notNull(String column, ColumnType type) {
    return column(column, type, false, null);
  }

  public TestTable withDefault(String column, ColumnType type, String expression) {
    return column(column, type, true, expression);
  }

  private TestTable column(
      String column, ColumnType type, boolean nullable, @Nullable String expression) {
    columns.add(new ColumnDefinition(column, type, nullable, expression, Map.of()));
    return this;
  }

  public TestTable primaryKey(String... keyColumns) {
    primaryKey = new PrimaryKey(name + "_pkey", ordinals(keyColumns));
    return this;
  }

  /** An index; a column whose name begins with a minus is descending. */
  public TestTable index(String indexName, String... keyColumns) {
    return index(indexName, false, keyColumns);
  }

  public TestTable unique(String indexName, String... keyColumns) {
    return index(indexName, true, keyColumns);
  }

  public TestTable check(String checkName, String expression) {
    checks.add(new CheckConstraint(checkName, expression));
    return this;
  }

  private TestTable index(String indexName, boolean unique, String... keyColumns) {
    List<KeyColumn> key = new ArrayList<>();
    for (String column : keyColumns) {
      key.add(
          column.startsWith("-")
              ? KeyColumn.descending(ordinal(column.substring(1)))
              : KeyColumn.ascending(ordinal(column)));
    }
    indexes.add(
        ids ->
            new IndexDefinition(
                ids.getAsInt(), indexName, key, unique, IndexDefinition.Origin.DECLARED));
    return this;
  }

  private List<Integer> ordinals(String... names) {
    return Arrays.stream(names).map(this::ordinal).toList();
  }

  private int ordinal(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " has no column " + column);
  }

  public TableDefinition define() {
    return define(() -> nextTree++);
  }

  /** The table, with ids from somewhere. */
  public TableDefinition define(IntSupplier ids) {
    return new TableDefinition(
        ids.getAsInt(),
        1,
        "public",
        name,
        columns,
        primaryKey,
        indexes.stream().map(index -> index.apply(ids)).toList(),
        checks,
        List.of(),
        Map.of());
  }
}
