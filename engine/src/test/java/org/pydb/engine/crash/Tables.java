package org.pydb.engine.crash;

import java.util.List;
import java.util.Map;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/** The tables of the crash tests: all have the same columns, by one of two keys. */
final class Tables {

  /** The ends of the names of indexes. */
  static final List<String> INDEXES = List.of("key", "unique", "text");

  private Tables() {}

  static TableDefinition find(Transaction transaction, String name) {
    TableDefinition table = transaction.catalog().table("public", name);
    if (table == null) {
      throw new AssertionError("there is no table " + name);
    }
    return table;
  }

  /** Makes a table, whose key its name tells; each the next one of the engines that there are. */
  static void create(Transaction transaction, String name) {
    List<String> engines = List.copyOf(transaction.design().engines());
    int id = transaction.design().newId();
    transaction
        .design()
        .createTable(
            new TableDefinition(
                    id,
                    1,
                    "public",
                    name,
                    List.of(
                        new ColumnDefinition("id", ColumnType.of(ColumnKind.INT64), false),
                        new ColumnDefinition("text", ColumnType.text(0), false),
                        new ColumnDefinition("key", ColumnType.text(0), true),
                        new ColumnDefinition("unique", ColumnType.of(ColumnKind.INT64), true),
                        new ColumnDefinition("payload", ColumnType.of(ColumnKind.BYTES), false)),
                    new PrimaryKey(
                        name + "_pkey", List.of(isByText(name) ? Contents.TEXT : Contents.ID)),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of())
                .withEngine(engines.get(id % engines.size())));
  }

  /** Whether the primary key of a table is its text, not its id. */
  static boolean isByText(String table) {
    return table.startsWith("by_text");
  }

  /** Makes one of the {@link #INDEXES} of a table; says what it is called. */
  static String createIndex(Transaction transaction, String table, String index) {
    String name = table + "_" + index;
    int column =
        index.equals("key")
            ? Contents.KEY
            : index.equals("unique") ? Contents.UNIQUE : Contents.TEXT;
    transaction
        .design()
        .createIndex(
            find(transaction, table),
            new IndexDefinition(
                transaction.design().newId(),
                name,
                List.of(KeyColumn.ascending(column)),
                column == Contents.UNIQUE,
                IndexDefinition.Origin.DECLARED));
    return name;
  }
}
