package org.pydb.engine.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.pydb.engine.Database;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.ForeignKey.Action;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.IndexDefinition.Origin;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.RowLookup;
import org.pydb.engine.table.Transaction;

/** What stands in the golden files: something of every kind that a file can hold. */
public final class GoldenDatabase {
  /** The kinds that there were when the files were written. */
  private static final Set<ColumnKind> KINDS = EnumSet.range(ColumnKind.BOOLEAN, ColumnKind.BYTES);

  private static final int ROWS = 300;

  private final Random random = new Random(42);

  /** Fills a new database. */
  public void fill(Database database) {
    try (Transaction transaction = database.begin()) {
      transaction.design().createSchema("other");
      defineKinds(transaction);
      defineChild(transaction);
      definePlain(transaction);
      transaction.commit();
    }
    for (int from = 0; from < ROWS; from += 50) {
      try (Transaction transaction = database.begin()) {
        for (int i = from; i < from + 50; i++) {
          insertKinds(transaction, i);
        }
        transaction.endStatement();
        transaction.commit();
      }
      database.checkpoint();
    }
    change(database, 0);
  }

  /** Changes it once more: what the log of a file that was not closed holds. */
  public void change(Database database, int round) {
    try (Transaction transaction = database.begin()) {
      TableDefinition kinds = table(transaction, "public", "kinds");
      TableLayout layout = transaction.catalog().layout(kinds);
      for (int i = round; i < ROWS; i += 7) {
        byte[] key = new KeyEncoder(layout.rows().keyFormat()).addLong(i).toArray();
        RowLookup lookup = new RowLookup(layout);
        if (lookup.find(transaction.view(), key, 0, key.length)) {
          transaction.writer(kinds).delete(lookup.row());
        }
      }
      insertKinds(transaction, ROWS + round);
      TableDefinition child = table(transaction, "other", "child");
      RowBuilder row = new RowBuilder(transaction.catalog().layout(child).rows());
      row.setLong(0, round);
      row.setLong(1, ROWS + round);
      transaction.writer(child).insert(row);
      TableDefinition plain = table(transaction, "public", "plain");
      row = new RowBuilder(transaction.catalog().layout(plain).rows());
      setText(row, 0, "round " + round);
      transaction.writer(plain).insert(row);
      transaction.endStatement();
      transaction.commit();
    }
  }

  private static TableDefinition table(Transaction transaction, String schema, String name) {
    TableDefinition table = transaction.catalog().table(schema, name);
    if (table == null) {
      throw new IllegalStateException(name);
    }
    return table;
  }

  private static void defineKinds(Transaction transaction) {
    List<ColumnDefinition> columns = new ArrayList<>();
    columns.add(new ColumnDefinition("id", ColumnType.of(ColumnKind.INT32), false));
    for (ColumnKind kind : KINDS) {
      ColumnType type =
          kind == ColumnKind.DECIMAL ? ColumnType.decimal(12, 2) : ColumnType.of(kind);
      String name = kind.name().toLowerCase(Locale.ROOT);
      columns.add(
          new ColumnDefinition(name, type, true, kind.code() % 2 == 0 ? "null" : null, Map.of()));
    }
    columns.add(new ColumnDefinition("wide", ColumnType.decimal(38, 10), true));
    columns.add(
        new ColumnDefinition(
            "short", ColumnType.text(10), true, "'none'", Map.of("comment", "a short text")));
    TableDefinition table =
        new TableDefinition(
            transaction.design().newId(),
            1,
            "public",
            "kinds",
            columns,
            new PrimaryKey("kinds_pkey", List.of(0)),
            List.of(),
            List.of(new CheckConstraint("kinds_check", "id >= 0")),
            List.of(),
            Map.of("comment", "every kind of value"));
    transaction.design().createTable(table);
    index(transaction, "kinds_text", false, KeyColumn.ascending(ColumnKind.TEXT.code()));
    index(
        transaction,
        "kinds_mixed",
        false,
        KeyColumn.descending(ColumnKind.NUMERIC.code()),
        new KeyColumn(ColumnKind.FLOAT64.code(), false, true));
    index(transaction, "kinds_unique", true, KeyColumn.ascending(ColumnKind.UUID.code()));
  }

  private static void index(
      Transaction transaction, String name, boolean unique, KeyColumn... columns) {
    transaction
        .design()
        .createIndex(
            table(transaction, "public", "kinds"),
            new IndexDefinition(
                transaction.design().newId(), name, List.of(columns), unique, Origin.DECLARED));
  }

  private static void defineChild(Transaction transaction) {
    transaction
        .design()
        .createTable(
            new TableDefinition(
                transaction.design().newId(),
                1,
                "other",
                "child",
                List.of(
                    new ColumnDefinition("id", ColumnType.of(ColumnKind.INT64), false),
                    new ColumnDefinition("kind", ColumnType.of(ColumnKind.INT32), true)),
                new PrimaryKey("child_pkey", List.of(0)),
                List.of(),
                List.of(),
                List.of(
                    new ForeignKey(
                        "child_kind_fkey",
                        List.of(1),
                        table(transaction, "public", "kinds").id(),
                        List.of(0),
                        Action.CASCADE,
                        Action.SET_NULL)),
                Map.of()));
  }

  private static void definePlain(Transaction transaction) {
    transaction
        .design()
        .createTable(
            new TableDefinition(
                transaction.design().newId(),
                1,
                "public",
                "plain",
                List.of(new ColumnDefinition("text", ColumnType.text(0), false)),
                null,
                List.of(),
                List.of(),
                List.of(),
                Map.of()));
  }

  private void insertKinds(Transaction transaction, int id) {
    TableDefinition table = table(transaction, "public", "kinds");
    RowBuilder row = new RowBuilder(transaction.catalog().layout(table).rows());
    row.setLong(0, id);
    for (ColumnKind kind : KINDS) {
      if (random.nextInt(5) > 0) {
        set(row, kind.code(), kind);
      }
    }
    if (random.nextBoolean()) {
      row.setDecimal(
          ColumnKind.BYTES.code() + 1, new BigDecimal(random.nextLong() + ".0123456789"));
    }
    setText(row, ColumnKind.BYTES.code() + 2, "n" + id);
    transaction.writer(table).insert(row);
  }

  private void set(RowBuilder row, int column, ColumnKind kind) {
    switch (kind) {
      case BOOLEAN -> row.setLong(column, random.nextInt(2));
      case INT16 -> row.setLong(column, (short) random.nextInt());
      case INT32 -> row.setLong(column, random.nextInt());
      case INT64 -> row.setLong(column, random.nextLong());
      case FLOAT32 -> row.setDouble(column, random.nextFloat());
      case FLOAT64 -> row.setDouble(column, random.nextGaussian());
      case DECIMAL -> row.setLong(column, random.nextInt());
      case NUMERIC ->
          row.setDecimal(column, BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(6)));
      case DATE -> row.setLong(column, random.nextInt(40_000));
      case TIME -> row.setLong(column, random.nextInt(86_400) * 1_000_000L + 1);
      case TIMESTAMP, TIMESTAMP_TZ -> row.setLong(column, random.nextLong() >> 12);
      case UUID -> setBytes(row, column, 16);
      case BYTES -> setBytes(row, column, random.nextInt(40) == 0 ? 20_000 : random.nextInt(30));
      case CHAR -> setText(row, column, "char" + random.nextInt(100) + "  ");
      case TEXT -> {
        String text = "text " + random.nextInt(1000) + " äöü €";
        setText(row, column, random.nextInt(30) == 0 ? text.repeat(200) : text);
      }
      default -> throw new IllegalArgumentException(kind + " is newer than the files");
    }
  }

  private void setBytes(RowBuilder row, int column, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    row.setBytes(column, bytes, 0, length);
  }

  private static void setText(RowBuilder row, int column, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    row.setBytes(column, bytes, 0, bytes.length);
  }
}
