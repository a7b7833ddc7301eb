package org.pydb.engine.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.WriteConflictException;
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

/** Rows, indexes and foreign keys of a small music shop. */
class TransactionTest {
  private final TestDatabase shop = new TestDatabase();

  @BeforeEach
  void makeArtistTable() {
    change(t -> artist(t));
  }

  @AfterEach
  void verify() {
    shop.close();
  }

  // ------------------------------------------------------------------ rows

  @Test
  void committedRowsSurviveACrash() {
    change(t -> insertArtist(t, 1, "AC/DC"));
    shop.crash();
    change(t -> insertArtist(t, 2, "Accept"));
    shop.crash();
    assertThat(artists()).containsExactly("1 AC/DC", "2 Accept");
  }

  @Test
  void rolledBackRowsAreGone() {
    change(t -> insertArtist(t, 1, "AC/DC"));
    try (Transaction transaction = shop.database().begin()) {
      insertArtist(transaction, 2, "Accept");
      deleteArtist(transaction, 1);
    }
    assertThat(artists()).containsExactly("1 AC/DC");
  }

  @Test
  void savepointUndoesWhatCameAfterIt() {
    change(
        t -> {
          insertArtist(t, 1, "AC/DC");
          Transaction.Savepoint savepoint = t.savepoint();
          insertArtist(t, 2, "Accept");
          deleteArtist(t, 1);
          t.rollbackTo(savepoint);
          insertArtist(t, 3, "Aerosmith");
        });
    assertThat(artists()).containsExactly("1 AC/DC", "3 Aerosmith");
  }

  @Test
  void statementDoesNotMeetItsOwnRows() {
    change(t -> insertArtist(t, 1, "AC/DC"));
    change(
        t -> {
          TableLayout layout = t.catalog().layout(table(t, "artist"));
          TableCursor cursor = new TableCursor(layout, t.view());
          cursor.open(t.view(), KeyRange.ALL, false);
          int id = 100;
          while (cursor.next()) {
            insertArtist(t, id++, "copy"); // Would go on for ever if it met what it inserts.
          }
        });
    assertThat(artists()).containsExactly("1 AC/DC", "100 copy");
  }

  @Test
  void secondRowOfTheSameKeyIsRefused() {
    change(t -> insertArtist(t, 1, "AC/DC"));
    assertThatThrownBy(() -> change(t -> insertArtist(t, 1, "Accept")))
        .isInstanceOf(ConstraintException.class)
        .hasMessage(
            "duplicate key value violates unique constraint \"artist_pkey\" of table \"artist\":"
                + " key (id)=(1) already exists");
  }

  @Test
  void nullIsRefusedWhereItMustNotBe() {
    assertThatThrownBy(() -> change(t -> insertArtist(t, 1, null)))
        .isInstanceOf(ConstraintException.class)
        .hasMessageContaining("column \"name\" of table \"artist\"")
        .hasMessageContaining("(1)");
  }

  @Test
  void tableWithoutPrimaryKeyKeepsEqualRows() {
    change(
        t -> {
          TableDefinition plain =
              t.design()
                  .createTable(table(t.design().newId(), "note", null, List.of(), List.of(), TEXT));
          for (int i = 0; i < 3; i++) {
            RowBuilder row = new RowBuilder(t.catalog().layout(plain).rows());
            setText(row, 0, "same");
            t.writer(plain).insert(row);
          }
          t.endStatement();
        });
    shop.reopen();
    change(
        t -> {
          TableDefinition plain = table(t, "note");
          RowBuilder row = new RowBuilder(t.catalog().layout(plain).rows());
          setText(row, 0, "same");
          t.writer(plain).insert(row);
          t.endStatement();
        });
    assertThat(count("note")).isEqualTo(4);
  }

  // ------------------------------------------------------------------ indexes

  @Test
  void indexFindsRowsAndFollowsChanges() {
    change(
        t -> {
          insertArtist(t, 1, "b");
          insertArtist(t, 2, "a");
        });
    change(t -> indexNames(t, false));
    change(
        t -> {
          insertArtist(t, 3, "a");
          renameArtist(t, 1, "c");
          deleteArtist(t, 2);
        });
    assertThat(artistsByName()).containsExactly("3 a", "1 c");
    shop.crash();
    assertThat(artistsByName()).containsExactly("3 a", "1 c");
  }

  @Test
  void uniqueIndexRefusesEqualRows() {
    change(t -> insertArtist(t, 1, "a"));
    change(t -> indexNames(t, true));
    change(t -> insertArtist(t, 2, "b"));
    assertThatThrownBy(() -> change(t -> renameArtist(t, 2, "a")))
        .isInstanceOf(ConstraintException.class)
        .hasMessageContaining("key (name)=('a') already exists");
    change(
        t -> {
          deleteArtist(t, 1);
          renameArtist(t, 2, "a"); // The place is free within the transaction already.
        });
    assertThat(artists()).containsExactly("2 a");
  }

  @Test
  void uniqueIndexIsNotMadeOverEqualRows() {
    change(
        t -> {
          insertArtist(t, 1, "a");
          insertArtist(t, 2, "a");
        });
    assertThatThrownBy(() -> change(t -> indexNames(t, true)))
        .isInstanceOf(ConstraintException.class)
        .hasMessageContaining("key (name)=('a') is there more than once");
    assertThat(artists()).hasSize(2);
  }

  @Test
  void oneOfTwoTransactionsWithTheSameUniqueValueFails() {
    change(t -> indexNames(t, true));
    Transaction first = shop.database().begin();
    Transaction second = shop.database().begin();
    insertArtist(first, 1, "a");
    insertArtist(second, 2, "a");
    first.commit();
    assertThatThrownBy(second::commit).isInstanceOf(WriteConflictException.class);
    assertThat(artists()).containsExactly("1 a");
  }

  // ------------------------------------------------------------------ foreign keys

  @Test
  void albumNeedsItsArtist() {
    change(t -> album(t, Action.NO_ACTION));
    assertThatThrownBy(() -> change(t -> insertAlbum(t, 1, 9)))
        .isInstanceOf(ConstraintException.class)
        .hasMessage(
            "insert or update on table \"album\" violates foreign key constraint"
                + " \"album_artist_fkey\": key (artist_id)=(9) is not present in table"
                + " \"artist\"");
    change(t -> insertAlbum(t, 1, null));
  }

  @Test
  void artistWithAlbumsStays() {
    change(t -> album(t, Action.NO_ACTION));
    change(
        t -> {
          insertArtist(t, 1, "AC/DC");
          insertAlbum(t, 7, 1);
        });
    assertThatThrownBy(() -> change(t -> deleteArtist(t, 1)))
        .isInstanceOf(ConstraintException.class)
        .hasMessageContaining("key (id)=(1) is still referred to from table \"album\"");
    change(
        t -> {
          deleteAlbum(t, 7);
          deleteArtist(t, 1);
        });
    assertThat(artists()).isEmpty();
  }

  @Test
  void albumsGoWithTheirArtist() {
    change(t -> album(t, Action.CASCADE));
    change(
        t -> {
          insertArtist(t, 1, "AC/DC");
          insertArtist(t, 2, "Accept");
          insertAlbum(t, 7, 1);
          insertAlbum(t, 8, 1);
          insertAlbum(t, 9, 2);
        });
    change(t -> deleteArtist(t, 1));
    assertThat(albums()).containsExactly("9 of 2");
  }

  @Test
  void albumsForgetTheirArtist() {
    change(t -> album(t, Action.SET_NULL));
    change(
        t -> {
          insertArtist(t, 1, "AC/DC");
          insertAlbum(t, 7, 1);
        });
    change(t -> deleteArtist(t, 1));
    assertThat(albums()).containsExactly("7 of null");
  }

  /** One transaction removes the artist, another adds an album of it: one of them must fail. */
  @Test
  void concurrentRemovalOfAReferencedRowIsNoticed() {
    change(t -> album(t, Action.NO_ACTION));
    change(t -> insertArtist(t, 1, "AC/DC"));
    for (boolean removerFirst : new boolean[] {true, false}) {
      Transaction remover = shop.database().begin();
      Transaction adder = shop.database().begin();
      deleteArtist(remover, 1);
      insertAlbum(adder, 7, 1);
      Transaction first = removerFirst ? remover : adder;
      Transaction second = removerFirst ? adder : remover;
      first.commit();
      assertThatThrownBy(second::commit).isInstanceOf(WriteConflictException.class);
      if (removerFirst) {
        change(t -> insertArtist(t, 1, "AC/DC"));
      }
    }
    assertThat(albums()).containsExactly("7 of 1");
  }

  /** Changing an artist's name does not get in the way of those who add albums. */
  @Test
  void changeOfAReferencedRowThatKeepsItsKeyIsNoConflict() {
    change(t -> album(t, Action.NO_ACTION));
    change(t -> insertArtist(t, 1, "AC/DC"));
    Transaction adder = shop.database().begin();
    insertAlbum(adder, 7, 1);
    change(t -> renameArtist(t, 1, "ACDC"));
    adder.commit();
    assertThat(albums()).containsExactly("7 of 1");
  }

  // ------------------------------------------------------------------ definitions

  @Test
  void definitionsAreTransactional() {
    try (Transaction transaction = shop.database().begin()) {
      album(transaction, Action.NO_ACTION);
      insertArtist(transaction, 1, "AC/DC");
      insertAlbum(transaction, 7, 1);
      assertThat(transaction.catalog().table("public", "album")).isNotNull();
    }
    try (Transaction transaction = shop.database().begin()) {
      assertThat(transaction.catalog().table("public", "album")).isNull();
    }
  }

  @Test
  void writerWhoseTableWasDroppedFails() {
    Transaction writer = shop.database().begin();
    insertArtist(writer, 1, "AC/DC");
    change(t -> t.design().dropTable(table(t, "artist")));
    assertThatThrownBy(writer::commit)
        .isInstanceOf(WriteConflictException.class)
        .hasMessageContaining("the definition of table public.artist");
  }

  @Test
  void indexDoesNotMissARowThatWasCommittedMeanwhile() {
    Transaction designer = shop.database().begin();
    indexNames(designer, false);
    change(t -> insertArtist(t, 1, "AC/DC"));
    assertThatThrownBy(designer::commit).isInstanceOf(WriteConflictException.class);
  }

  @Test
  void tableIsMadeAnewAfterADrop() {
    change(t -> insertArtist(t, 1, "AC/DC"));
    change(
        t -> {
          t.design().dropTable(table(t, "artist"));
          artist(t);
          insertArtist(t, 2, "Accept");
        });
    shop.crash();
    assertThat(artists()).containsExactly("2 Accept");
  }

  // ------------------------------------------------------------------ the shop

  private interface Work {
    void on(Transaction transaction);
  }

  private void change(Work work) {
    try (Transaction transaction = shop.database().begin()) {
      work.on(transaction);
      transaction.endStatement();
      transaction.commit();
    }
  }

  private static final ColumnType INT = ColumnType.of(ColumnKind.INT32);
  private static final ColumnType TEXT = ColumnType.text(0);

  private static TableDefinition table(
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

  private static void artist(Transaction t) {
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

  private static void album(Transaction t, Action onDelete) {
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

  private static void indexNames(Transaction t, boolean unique) {
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

  private static TableDefinition table(Transaction t, String name) {
    TableDefinition table = t.catalog().table("public", name);
    assertThat(table).isNotNull();
    return table;
  }

  private static void setText(RowBuilder row, int column, @Nullable String text) {
    if (text == null) {
      row.setNull(column);
    } else {
      byte[] bytes = text.getBytes(UTF_8);
      row.setBytes(column, bytes, 0, bytes.length);
    }
  }

  private static void insertArtist(Transaction t, int id, @Nullable String name) {
    TableDefinition table = table(t, "artist");
    RowBuilder row = new RowBuilder(t.catalog().layout(table).rows());
    row.setLong(0, id);
    setText(row, 1, name);
    t.writer(table).insert(row);
    t.endStatement();
  }

  private static void insertAlbum(Transaction t, int id, @Nullable Integer artist) {
    TableDefinition table = table(t, "album");
    RowBuilder row = new RowBuilder(t.catalog().layout(table).rows());
    row.setLong(0, id);
    if (artist != null) {
      row.setLong(1, artist);
    }
    t.writer(table).insert(row);
    t.endStatement();
  }

  private static RowView find(Transaction t, TableDefinition table, int id) {
    TableLayout layout = t.catalog().layout(table);
    byte[] key = new KeyEncoder(layout.rows().keyFormat()).addLong(id).toArray();
    RowLookup lookup = new RowLookup(layout);
    assertThat(lookup.find(t.view(), key, 0, key.length)).isTrue();
    return lookup.row();
  }

  private static void renameArtist(Transaction t, int id, String name) {
    TableDefinition table = table(t, "artist");
    RowView old = find(t, table, id);
    RowBuilder row = new RowBuilder(t.catalog().layout(table).rows());
    row.setAll(old);
    setText(row, 1, name);
    t.writer(table).update(old, row);
    t.endStatement();
  }

  private static void deleteArtist(Transaction t, int id) {
    t.writer(table(t, "artist")).delete(find(t, table(t, "artist"), id));
    t.endStatement();
  }

  private static void deleteAlbum(Transaction t, int id) {
    t.writer(table(t, "album")).delete(find(t, table(t, "album"), id));
    t.endStatement();
  }

  private static String text(RowView row, int column) {
    return new String(row.array(column), row.start(column), row.length(column), UTF_8);
  }

  private List<String> artists() {
    List<String> found = new ArrayList<>();
    scan("artist", row -> found.add(row.getLong(0) + " " + text(row, 1)));
    return found;
  }

  private List<String> albums() {
    List<String> found = new ArrayList<>();
    scan(
        "album",
        row -> found.add(row.getLong(0) + " of " + (row.isNull(1) ? "null" : row.getLong(1))));
    return found;
  }

  private int count(String table) {
    int[] count = {0};
    scan(table, row -> count[0]++);
    return count[0];
  }

  private interface Visitor {
    void row(RowView row);
  }

  private void scan(String name, Visitor visitor) {
    try (Transaction t = shop.database().begin(true)) {
      TableLayout layout = t.catalog().layout(table(t, name));
      TableCursor cursor = new TableCursor(layout, t.view());
      cursor.open(t.view(), KeyRange.ALL, false);
      while (cursor.next()) {
        visitor.row(cursor.row());
      }
    }
  }

  private List<String> artistsByName() {
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
