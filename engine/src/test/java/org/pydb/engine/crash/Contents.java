package org.pydb.engine.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pydb.engine.Database;
import org.pydb.engine.SmallDatabase;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.crash.TableState.RowState;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.Row;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.IndexCursor;
import org.pydb.engine.table.LargeValue;
import org.pydb.engine.table.RowLookup;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.Transaction;

/** Reads all that a database shows: its tables, and each by each of its indexes. */
final class Contents {
  static final int ID = 0;
  static final int TEXT = 1;
  static final int KEY = 2;
  static final int UNIQUE = 3;
  static final int PAYLOAD = 4;

  /** Trees before this one are the store's own. */
  private static final int FIRST_TREE = 16;

  private Contents() {}

  /** What there is, by the name of the table. */
  static NavigableMap<String, TableState> read(Database database) {
    NavigableMap<String, TableState> state = new TreeMap<>();
    try (Transaction transaction = database.begin(true)) {
      for (TableDefinition table : transaction.catalog().tables()) {
        state.put(table.name(), read(transaction, table));
      }
    }
    return state;
  }

  /** Each tree must be a table, an index, or marked as dropped. */
  static void checkTrees(SmallDatabase database) {
    Set<Integer> known = new HashSet<>();
    try (Transaction transaction = database.database().begin(true)) {
      for (TableDefinition table : transaction.catalog().tables()) {
        known.add(table.id());
        known.add(table.largeValues());
        table.indexes().forEach(index -> known.add(index.treeId()));
      }
    }
    database
        .store()
        .pipeline()
        .current()
        .roots()
        .forEach(
            tree -> {
              if (tree.tree() >= FIRST_TREE && !tree.dropped() && !known.contains(tree.tree())) {
                throw new AssertionError("tree " + tree.tree() + " belongs to nothing");
              }
            });
  }

  private static TableState read(Transaction transaction, TableDefinition table) {
    TableLayout layout = transaction.catalog().layout(table);
    NavigableMap<Long, RowState> rows = new TreeMap<>();
    TableCursor cursor = new TableCursor(layout, transaction.view());
    cursor.open(transaction.view(), KeyRange.ALL, false);
    while (cursor.next()) {
      rows.put(cursor.row().getLong(ID), row(transaction, cursor.row()));
    }
    Set<String> indexes = new TreeSet<>();
    for (IndexDefinition index : table.indexes()) {
      indexes.add(index.name());
      readBy(transaction, layout, index, rows.keySet());
    }
    return new TableState(rows, indexes);
  }

  /** By an index there must be the rows of the table, each once. */
  private static void readBy(
      Transaction transaction, TableLayout layout, IndexDefinition index, Set<Long> expected) {
    Set<Long> found = new TreeSet<>();
    IndexCursor cursor = new IndexCursor(layout.index(index), transaction.view());
    RowLookup lookup = new RowLookup(layout);
    cursor.open(transaction.view(), KeyRange.ALL, true);
    while (cursor.next()) {
      long id = lookup.follow(transaction.view(), cursor.entry()).getLong(ID);
      if (!found.add(id)) {
        throw new AssertionError("index " + index.name() + " shows row " + id + " twice");
      }
    }
    if (!found.equals(expected)) {
      throw new AssertionError(
          "index " + index.name() + " shows the rows " + found + ", the table " + expected);
    }
  }

  private static RowState row(Transaction transaction, Row row) {
    byte[] payload = payload(transaction, row);
    return new RowState(
        text(row, TEXT),
        row.isNull(KEY) ? null : text(row, KEY),
        row.isNull(UNIQUE) ? null : row.getLong(UNIQUE),
        payload.length,
        Crc32c.of(payload, 0, payload.length));
  }

  private static byte[] payload(Transaction transaction, Row row) {
    byte[] array = row.array(PAYLOAD);
    int from = row.start(PAYLOAD);
    if (!row.isLarge(PAYLOAD)) {
      return Arrays.copyOfRange(array, from, from + row.length(PAYLOAD));
    }
    LargeValue value = new LargeValue(transaction.view(), LargeReference.get(array, from));
    byte[] payload = new byte[(int) value.length()];
    value.read(0, payload, 0, payload.length);
    return payload;
  }

  private static String text(Row row, int column) {
    byte[] bytes = row.array(column);
    int from = row.start(column);
    return new String(Arrays.copyOfRange(bytes, from, from + row.length(column)), UTF_8);
  }
}
