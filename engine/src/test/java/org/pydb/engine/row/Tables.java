package org.pydb.engine.row;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;

/** Definitions of tables for tests, and random rows of them. */
final class Tables {
  private Tables() {}

  /** A table with these columns; no primary key if no ordinals are given. */
  static TableDefinition table(List<ColumnDefinition> columns, List<Integer> primaryKey) {
    return table(columns, primaryKey, List.of());
  }

  static TableDefinition table(
      List<ColumnDefinition> columns, List<Integer> primaryKey, List<IndexDefinition> indexes) {
    return new TableDefinition(
        1,
        1,
        "public",
        "t",
        columns,
        primaryKey.isEmpty() ? null : new PrimaryKey("t_pkey", primaryKey),
        indexes,
        List.of(),
        List.of(),
        Map.of());
  }

  static ColumnDefinition column(String name, ColumnType type, boolean nullable) {
    return new ColumnDefinition(name, type, nullable);
  }

  static TableDefinition random(Random random, int columnsMax) {
    List<ColumnDefinition> columns = new ArrayList<>();
    List<Integer> key = new ArrayList<>();
    int count = 1 + random.nextInt(columnsMax);
    for (int i = 0; i < count; i++) {
      columns.add(column("c" + i, Values.randomType(random), random.nextBoolean()));
      if (!columns.get(i).nullable() && random.nextInt(3) == 0) {
        key.add(i);
      }
    }
    Collections.shuffle(key, random);
    return table(columns, key);
  }

  /** The same table before its last columns were added; none of its key is among them. */
  static TableDefinition earlier(TableDefinition table, Random random) {
    int least = table.primaryKey() == null ? 0 : Collections.max(table.primaryKey().columns()) + 1;
    int count = least + random.nextInt(table.columns().size() - least + 1);
    return table(
        table.columns().subList(0, count),
        table.primaryKey() == null ? List.of() : table.primaryKey().columns());
  }

  /** One value a column. */
  static Object[] randomRow(TableDefinition table, Random random) {
    Object[] row = new Object[table.columns().size()];
    for (int i = 0; i < row.length; i++) {
      ColumnDefinition column = table.columns().get(i);
      if (!column.nullable() || random.nextInt(3) != 0) {
        row[i] = Values.random(column.type(), random);
      }
    }
    return row;
  }
}
