package org.pydb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.TransactionClosedException;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.ForeignKey.Action;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;

/** Rows, indexes and foreign keys of a small music shop. */
class TransactionTest extends MusicShop {

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

  // ------------------------------------------------------------------ readers that begin anew

  @Test
  void aReaderBeginsAnewOnWhatIsCommittedThen() {
    change(t -> insertArtist(t, 1, "AC/DC"));
    Transaction reader = shop.database().begin(true);
    View before = reader.view();
    assertThat(reader.catalog().tables()).isNotEmpty();
    reader.close();
    change(t -> insertArtist(t, 2, "Accept"));
    assertThatThrownBy(reader::view).isInstanceOf(TransactionClosedException.class);
    reader.reopen();
    assertThat(reader.view()).isNotSameAs(before);
    TableLayout layout = reader.catalog().layout(table(reader, "artist"));
    TableCursor cursor = new TableCursor(layout, reader.view());
    cursor.open(reader.view(), KeyRange.ALL, true);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.row().getLong(0)).isEqualTo(2);
    assertThatThrownBy(reader::reopen).isInstanceOf(IllegalStateException.class);
    reader.close();
  }

  @Test
  void aWriterDoesNotBeginAnew() {
    Transaction writer = shop.database().begin();
    writer.close();
    assertThatThrownBy(writer::reopen).isInstanceOf(IllegalStateException.class);
  }
}
