package org.pydb.engine.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.ForeignKey.Action;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.IndexDefinition.Origin;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.testkit.TestDatabase;

/**
 * A small music shop: artists, and albums that refer to them. Tests that play in it extend this;
 * each ends with the verifier.
 */
abstract class MusicShop {
  final TestDatabase shop = new TestDatabase();

  @BeforeEach
  void makeArtistTable() {
    change(t -> artist(t));
  }

  @AfterEach
  void verify() {
    shop.close();
  }

  interface Work {
    void on(Transaction transaction);
  }

  final void change(Work work) {
    try (Transaction transaction = shop.database().begin()) {
      work.on(transaction);
      transaction.endStatement();
      transaction.commit();
    }
  }

  static final ColumnType INT = ColumnType.of(ColumnKind.INT32);
  static final ColumnType TEXT = ColumnType.text(0);

  static TableDefinition table(
      int id,
      String name,
      @Nullable PrimaryKey key,
      List<String> nullable,
      List<ForeignKey> foreignKeys,
      ColumnType... types) {
    String[] names = {"id", "name"};
    if (name.equals("album")) {
      names[1] = "artist_id";
    }
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      columns.add(new ColumnDefinition(names[i], types[i], nullable.contains(names[i])));
    }
    return new TableDefinition(
        id, 1, "public", name, columns, key, List.of(), List.of(), foreignKeys, Map.of());
  }

  static void artist(Transaction t) {
    t.design()
        .createTable(
            table(
                t.design().newId(),
                "artist",
                new PrimaryKey("artist_pkey", List.of(0)),
                List.of(),
                List.of(),
                INT,
                TEXT));
  }

  static void album(Transaction t, Action onDelete) {
    ForeignKey toArtist =
        new ForeignKey(
            "album_artist_fkey",
            List.of(1),
            table(t, "artist").id(),
            List.of(0),
            onDelete,
            Action.NO_ACTION);
    t.design()
        .createTable(
            table(
                t.design().newId(),
                "album",
                new PrimaryKey("album_pkey", List.of(0)),
                List.of("artist_id"),
                List.of(toArtist),
                INT,
                INT));
  }

  static void indexNames(Transaction t, boolean unique) {
    t.design()
        .createIndex(
            table(t, "artist"),
            new IndexDefinition(
                t.design().newId(),
                "artist_name",
                List.of(KeyColumn.ascending(1)),
                unique,
                Origin.DECLARED));
  }

  static TableDefinition table(Transaction t, String name) {
    TableDefinition table = t.catalog().table("public", name);
    assertThat(table).isNotNull();
    return table;
  }

  static void setText(RowBuilder row, int column, @Nullable String text) {
    if (text == null) {
      row.setNull(column);
    } else {
      byte[] bytes = text.getBytes(UTF_8);
      row.setBytes(column, bytes, 0, bytes.length);
    }
  }

  static void insertArtist(Transaction t, int id, @Nullable String name) {
    TableDefinition table = table(t, "artist");
    RowBuilder row = new RowBuilder(t.catalog().layout(table).rows());
    row.setLong(0, id);
    setText(row, 1, name);
    t.writer(table).insert(row);
    t.endStatement();
  }

  static void insertAlbum(Transaction t, int id, @Nullable Integer artist) {
    TableDefinition table = table(t, "album");
    RowBuilder row = new RowBuilder(t.catalog().layout(table).rows());
    row.setLong(0, id);
    if (artist != null) {
      row.setLong(1, artist);
    }
    t.writer(table).insert(row);
    t.endStatement();
  }

  static RowView find(Transaction t, TableDefinition table, int id) {
    TableLayout layout = t.catalog().layout(table);
    byte[] key = new KeyEncoder(layout.rows().keyFormat()).addLong(id).toArray();
    RowLookup lookup = new RowLookup(layout);
    assertThat(lookup.find(t.view(), key, 0, key.length)).isTrue();
    return lookup.row();
  }

  static void renameArtist(Transaction t, int id, String name) {
    TableDefinition table = table(t, "artist");
    RowView old = find(t, table, id);
    RowBuilder row = new RowBuilder(t.catalog().layout(table).rows());
    row.setAll(old);
    setText(row, 1, name);
    t.writer(table).update(old, row);
    t.endStatement();
  }

  static void deleteArtist(Transaction t, int id) {
    t.writer(table(t, "artist")).delete(find(t, table(t, "artist"), id));
    t.endStatement();
  }

  static void deleteAlbum(Transaction t, int id) {
    t.writer(table(t, "album")).delete(find(t, table(t, "album"), id));
    t.endStatement();
  }

  static String text(RowView row, int column) {
    return new String(row.array(column), row.start(column), row.length(column), UTF_8);
  }

  final List<String> artists() {
    List<String> found = new ArrayList<>();
    scan("artist", row -> found.add(row.getLong(0) + " " + text(row, 1)));
    return found;
  }

  final List<String> albums() {
    List<String> found = new ArrayList<>();
    scan(
        "album",
        row -> found.add(row.getLong(0) + " of " + (row.isNull(1) ? "null" : row.getLong(1))));
    return found;
  }

  final int count(String table) {
    int[] count = {0};
    scan(table, row -> count[0]++);
    return count[0];
  }

  interface Visitor {
    void row(RowView row);
  }

  final void scan(String name, Visitor visitor) {
    try (Transaction t = shop.database().begin(true)) {
      TableLayout layout = t.catalog().layout(table(t, name));
      TableCursor cursor = new TableCursor(layout, t.view());
      cursor.open(t.view(), KeyRange.ALL, false);
      while (cursor.next()) {
        visitor.row(cursor.row());
      }
    }
  }

  final List<String> artistsByName() {
    List<String> found = new ArrayList<>();
    try (Transaction t = shop.database().begin(true)) {
      TableLayout layout = t.catalog().layout(table(t, "artist"));
      IndexLayout index = layout.indexes().get(0);
      IndexCursor cursor = new IndexCursor(index, t.view());
      cursor.open(t.view(), KeyRange.ALL, false);
      RowLookup lookup = new RowLookup(layout);
      while (cursor.next()) {
        RowView row = lookup.follow(t.view(), cursor.entry());
        found.add(row.getLong(0) + " " + text(row, 1));
      }
    }
    return found;
  }
}
