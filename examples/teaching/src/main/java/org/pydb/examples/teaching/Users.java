package org.pydb.examples.teaching;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.IndexCursor;
import org.pydb.engine.table.RowLookup;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.Transaction;

/**
 * A table of users in a file: two B+trees of 8 KB pages, and a log.
 *
 * <pre>
 *   table  users         id          → name, email      the rows, in the order of their ids
 *   index  users_email   email, id   → nothing          the ids behind each address
 * </pre>
 *
 * <p>Each insert is a transaction of its own: what it does to both trees is written to the log, and
 * the log synced, before it returns. The trees' pages follow later, at a checkpoint.
 */
public final class Users implements AutoCloseable {
  private static final String SCHEMA = "public";
  private static final String TABLE = "users";
  private static final int ID = 0;
  private static final int NAME = 1;
  private static final int EMAIL = 2;

  private final Database database;
  private final TableDefinition table;
  private final TableLayout layout;

  private Users(Database database, TableDefinition table, TableLayout layout) {
    this.database = database;
    this.table = table;
    this.layout = layout;
  }

  /** Opens the table in a database; makes both if they are not there. */
  public static Users open(DatabaseOptions options) {
    Database database = Database.open(options);
    try (Transaction transaction = database.begin()) {
      TableDefinition table = transaction.catalog().table(SCHEMA, TABLE);
      if (table == null) {
        table = define(transaction);
        transaction.commit();
      }
      return new Users(database, table, TableLayout.of(table));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static TableDefinition define(Transaction transaction) {
    ColumnType text = ColumnType.text(0);
    List<ColumnDefinition> columns =
        List.of(
            new ColumnDefinition("id", ColumnType.of(ColumnKind.INT64), false),
            new ColumnDefinition("name", text, false),
            new ColumnDefinition("email", text, false));
    TableDefinition table =
        new TableDefinition(
            transaction.design().newId(),
            1,
            SCHEMA,
            TABLE,
            columns,
            new PrimaryKey("users_pkey", List.of(ID)),
            List.of(),
            List.of(),
            List.of(),
            Map.of());
    IndexDefinition byEmail =
        new IndexDefinition(
            transaction.design().newId(),
            "users_email",
            List.of(KeyColumn.ascending(EMAIL)),
            false,
            IndexDefinition.Origin.DECLARED);
    return transaction.design().createIndex(transaction.design().createTable(table), byEmail);
  }

  /**
   * Adds a user. When this returns, no crash can take them away.
   *
   * @throws org.pydb.engine.error.ConstraintException if the id is taken
   */
  public void insert(User user) {
    try (Transaction transaction = database.begin()) {
      RowBuilder row = new RowBuilder(layout.rows());
      row.setLong(ID, user.id());
      setText(row, NAME, user.name());
      setText(row, EMAIL, user.email());
      transaction.writer(table).insert(row);
      transaction.endStatement();
      transaction.commit();
    }
  }

  /** Gives all users in the order of their ids. */
  public void forEach(Consumer<User> taker) {
    try (Transaction transaction = database.begin(true)) {
      TableCursor cursor = new TableCursor(layout, transaction.view());
      cursor.open(transaction.view(), KeyRange.ALL, false);
      while (cursor.next()) {
        taker.accept(user(cursor.row()));
      }
    }
  }

  /** Gives the users with an address: finds the ids by the index, and by each id its row. */
  public void forEachWithEmail(String email, Consumer<User> taker) {
    IndexLayout index = layout.indexes().get(0);
    byte[] bytes = email.getBytes(UTF_8);
    KeyEncoder key = new KeyEncoder(KeyFormat.ofIndex(table, index.index()));
    byte[] prefix = key.addBytes(bytes, 0, bytes.length).toArray();
    try (Transaction transaction = database.begin(true)) {
      IndexCursor cursor = new IndexCursor(index, transaction.view());
      cursor.open(transaction.view(), KeyRange.prefix(prefix), false);
      RowLookup rows = new RowLookup(layout);
      while (cursor.next()) {
        taker.accept(user(rows.follow(transaction.view(), cursor.entry())));
      }
    }
  }

  /** What the verifier finds wrong with the trees and the agreement between them: nothing. */
  public List<String> verify() {
    return database.verify();
  }

  private static void setText(RowBuilder row, int column, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    row.setBytes(column, bytes, 0, bytes.length);
  }

  private static User user(RowView row) {
    return new User(row.getLong(ID), text(row, NAME), text(row, EMAIL));
  }

  private static String text(RowView row, int column) {
    return new String(row.array(column), row.start(column), row.length(column), UTF_8);
  }

  @Override
  public void close() {
    database.close();
  }
}
