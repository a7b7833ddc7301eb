package org.pydb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.row.RowBatch;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.IndexDefinition.Origin;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.Seeds;

/** Rows that are fetched many at once, beside the same rows looked up one by one. */
class RowFetchTest extends MusicShop {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manyAtOnceAreTheSameAsOneByOne(boolean unique) {
    Random random = Seeds.random("RowFetchTest unique=" + unique);
    change(t -> indexNames(t, unique));
    int step = 1 + random.nextInt(1000);
    change(
        t -> {
          for (int i = 0; i < 3000; i++) {
            insertArtist(t, i * step, name(random, i, unique));
          }
        });
    change(t -> compare(t, random));
    change(
        t -> {
          for (int i = 0; i < 3000; i += 1 + random.nextInt(200)) {
            if (random.nextBoolean()) {
              deleteArtist(t, i * step);
            } else {
              renameArtist(t, i * step, name(random, 5000 + i, unique));
            }
          }
          insertArtist(t, -1, "nobody");
          t.beginStatement("select");
          compare(t, random); // Sees what the transaction itself has written, over the rest.
        });
    change(t -> compare(t, random));
  }

  private static String name(Random random, int i, boolean unique) {
    return unique ? "artist " + random.nextInt(100) + " " + i : "artist " + random.nextInt(30);
  }

  private static void compare(Transaction t, Random random) {
    TableLayout layout = t.catalog().layout(table(t, "artist"));
    RowFetch fetch = new RowFetch(layout);
    for (boolean backward : new boolean[] {false, true}) {
      IndexCursor cursor = new IndexCursor(layout.indexes().get(0), t.view());
      RowBatch batch = new RowBatch(layout.rows(), 1 + random.nextInt(300));
      List<String> fetched = new ArrayList<>();
      cursor.open(t.view(), KeyRange.ALL, backward);
      while (fetch.fill(t.view(), cursor, batch) > 0) {
        for (int i = 0; i < batch.size(); i++) {
          RowView row = new RowView(layout.rows());
          batch.view(i, row);
          fetched.add(row.getLong(0) + " " + text(row, 1));
        }
      }
      List<String> followed = new ArrayList<>();
      RowLookup lookup = new RowLookup(layout);
      cursor.open(t.view(), KeyRange.ALL, backward);
      while (cursor.next()) {
        RowView row = lookup.follow(t.view(), cursor.entry());
        followed.add(row.getLong(0) + " " + text(row, 1));
      }
      assertThat(fetched).isEqualTo(followed);
    }
    fetch.release();
  }

  /** The index stays as it is when a row's name changes, so only the row itself tells of it. */
  @Test
  void rowsThatWereFetchedCountAsRead() {
    change(
        t -> {
          t.design()
              .createIndex(
                  table(t, "artist"),
                  new IndexDefinition(
                      t.design().newId(),
                      "artist_id",
                      List.of(KeyColumn.ascending(0)),
                      false,
                      Origin.DECLARED));
        });
    change(
        t -> {
          for (int i = 0; i < 500; i++) {
            insertArtist(t, i, "a");
          }
        });
    Transaction reader =
        shop.database().begin(TransactionOptions.DEFAULT.withIsolation(Isolation.SERIALIZABLE));
    TableLayout layout = reader.catalog().layout(table(reader, "artist"));
    IndexCursor cursor = new IndexCursor(layout.indexes().get(0), reader.view());
    cursor.open(reader.view(), KeyRange.ALL, false);
    RowBatch batch = new RowBatch(layout.rows(), 300);
    assertThat(new RowFetch(layout).fill(reader.view(), cursor, batch)).isEqualTo(300);
    insertArtist(reader, 1000, "b");
    change(t -> renameArtist(t, 299, "changed"));
    assertThatThrownBy(reader::commit).isInstanceOf(WriteConflictException.class);
  }
}
