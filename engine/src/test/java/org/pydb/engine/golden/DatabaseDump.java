package org.pydb.engine.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.pydb.engine.Database;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.Transaction;

/** All that a database holds, as text: definitions, then rows in the order of their keys. */
public final class DatabaseDump {
  private DatabaseDump() {}

  /** The text. */
  public static String of(Database database) {
    StringBuilder text = new StringBuilder();
    try (Transaction transaction = database.begin(true)) {
      text.append("schemas ").append(transaction.catalog().schemaNames()).append('\n');
      List<TableDefinition> tables =
          transaction.catalog().tables().stream()
              .sorted(Comparator.comparing(TableDefinition::qualifiedName))
              .toList();
      for (TableDefinition table : tables) {
        text.append('\n');
        define(table, text);
        rows(transaction, table, text);
      }
    }
    return text.toString();
  }

  private static void define(TableDefinition table, StringBuilder text) {
    text.append("table ").append(table.qualifiedName());
    text.append(" id ").append(table.id()).append(" version ").append(table.version());
    text.append(' ').append(new TreeMap<>(table.attributes())).append('\n');
    for (ColumnDefinition column : table.columns()) {
      text.append("  ").append(column.name()).append(' ').append(column.type());
      text.append(column.nullable() ? "" : " NOT NULL");
      String expression = column.defaultExpression();
      text.append(expression == null ? "" : " DEFAULT " + expression);
      text.append(' ').append(new TreeMap<>(column.attributes())).append('\n');
    }
    text.append("  ").append(table.primaryKey()).append('\n');
    for (IndexDefinition index : table.indexes()) {
      // What indexes of the first files could not have is not in their texts.
      String all = index.toString().replace(", deferral=NONE, nullsNotDistinct=false", "");
      text.append("  ").append(all.replace(", condition=-1, included=[]", ""));
      text.append('\n');
    }
    table.checks().forEach(check -> text.append("  ").append(check).append('\n'));
    for (ForeignKey key : table.foreignKeys()) {
      text.append("  ").append(key.toString().replace(", full=false", "")).append('\n');
    }
  }

  private static void rows(Transaction transaction, TableDefinition table, StringBuilder text) {
    TableLayout layout = transaction.catalog().layout(table);
    TableCursor cursor = new TableCursor(layout, transaction.view());
    cursor.open(transaction.view(), KeyRange.ALL, false);
    ByteBuilder key = new ByteBuilder(16);
    while (cursor.next()) {
      RowView row = cursor.row();
      key.clear();
      row.putKey(key);
      text.append(HexFormat.of().formatHex(key.toArray()));
      for (int column = 0; column < table.columns().size(); column++) {
        text.append(" | ").append(value(row, column, table.columns().get(column).type()));
      }
      text.append('\n');
    }
  }

  private static String value(RowView row, int column, ColumnType type) {
    if (row.isNull(column)) {
      return "NULL";
    }
    if (type.isLong()) {
      return Long.toString(row.getLong(column));
    }
    if (type.isDouble()) {
      return Double.toString(row.getDouble(column));
    }
    if (type.isBigDecimal()) {
      return row.getDecimal(column).toPlainString();
    }
    byte[] array = row.array(column);
    int start = row.start(column);
    int length = row.length(column);
    if (length > 60) {
      return length + " bytes " + Integer.toHexString(Crc32c.of(array, start, length));
    }
    return switch (type.kind()) {
      case CHAR, TEXT -> new String(array, start, length, UTF_8);
      default -> HexFormat.of().formatHex(array, start, start + length);
    };
  }
}
