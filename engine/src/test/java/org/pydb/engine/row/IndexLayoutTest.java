package org.pydb.engine.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pydb.engine.row.Tables.column;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.testkit.Seeds;

/** What indexes hold of rows: by example, and for random tables read back. */
class IndexLayoutTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private static final RowLayout PERSON =
      RowLayout.of(
          Tables.table(
              List.of(
                  column("id", ColumnType.of(ColumnKind.INT32), false),
                  column("mail", ColumnType.text(0), true),
                  column("weight", ColumnType.of(ColumnKind.FLOAT64), false)),
              List.of(0)));

  @Test
  void entriesOfAnIndexEndWithTheRowKey() {
    IndexEntry entry = entry(false, person(7, "a@b"));
    assertThat(hex(entry.key())).isEqualTo("01 61 40 62 00 80 00 00 07");
    assertThat(entry.columnsLength()).isEqualTo(5);
    assertThat(entry.value().length()).isZero();
  }

  @Test
  void entriesOfAUniqueIndexLeadToTheRowKey() {
    IndexEntry entry = entry(true, person(7, "a@b"));
    assertThat(hex(entry.key())).isEqualTo("01 61 40 62 00");
    assertThat(hex(entry.value())).isEqualTo("80 00 00 07");
  }

  /** NULLs do not equal each other, so their entries must not meet. */
  @Test
  void nullsInAUniqueIndexAreToldApart() {
    IndexEntry entry = entry(true, person(7, null));
    assertThat(entry.hasDistinctNull()).isTrue();
    assertThat(hex(entry.key())).isEqualTo("02 80 00 00 07");
    assertThat(hex(entry.value())).isEqualTo("80 00 00 07");
  }

  @Test
  void entriesHoldTheirColumnsAndThoseOfTheRowKey() {
    IndexLayout mail = layout(false, 1);
    assertThat(mail.isReadable(0)).isTrue();
    assertThat(mail.isReadable(1)).isTrue();
    assertThat(mail.isReadable(2)).isFalse();
    IndexLayout weight = layout(false, 2);
    assertThat(weight.isReadable(2)).as("a key holds no negative zero").isFalse();
    IndexEntryView view = new IndexEntryView(mail);
    assertThatThrownBy(() -> view.getLong(2)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Values that no key gives back stand as in a row; the row's key goes before them. */
  @Test
  void includedColumnsStandBehindTheRowKey() {
    List<KeyColumn> mail = List.of(KeyColumn.ascending(1));
    IndexLayout layout =
        IndexLayout.of(PERSON, index(mail, true, IndexDefinition.NONE, List.of(2)));
    IndexEntry entry = new IndexEntry(layout);
    entry.set(person(7, "a@b"));
    assertThat(hex(entry.key())).isEqualTo("01 61 40 62 00");
    assertThat(hex(entry.value())).isEqualTo("04 80 00 00 07 02 00 40 4E 40 00 00 00 00 00");
    IndexEntryView view = new IndexEntryView(layout);
    position(view, entry, new Random(1));
    assertThat(layout.isReadable(2)).isTrue();
    assertThat(view.getDouble(2)).isEqualTo(60.5);
    assertThat(view.getLong(0)).isEqualTo(7);
  }

  /** A row whose condition is false, or NULL, has no entry. */
  @Test
  void aPartialIndexHasTheRowsOfWhichItsConditionIsTrue() {
    RowLayout rows =
        RowLayout.of(
            Tables.table(
                List.of(
                    column("id", ColumnType.of(ColumnKind.INT32), false),
                    column("live", ColumnType.of(ColumnKind.BOOLEAN), true)),
                List.of(0)));
    IndexEntry entry =
        new IndexEntry(
            IndexLayout.of(rows, index(List.of(KeyColumn.ascending(0)), true, 1, List.of())));
    RowBuilder row = new RowBuilder(rows);
    row.setLong(0, 7);
    entry.set(row);
    assertThat(entry.isThere()).isFalse();
    row.setLong(1, 0);
    entry.set(row);
    assertThat(entry.isThere()).isFalse();
    row.setLong(1, 1);
    entry.set(row);
    assertThat(entry.isThere()).isTrue();
  }

  @Test
  void entriesLeadBackToTheirRows() {
    Random random = Seeds.random("IndexLayoutTest");
    for (int i = 0; i < 1000; i++) {
      TableDefinition table = Tables.random(random, 8);
      RowLayout rows = RowLayout.of(table);
      IndexLayout index = IndexLayout.of(rows, randomIndex(table, random));
      IndexEntry entry = new IndexEntry(index);
      IndexEntryView view = new IndexEntryView(index);
      for (int j = 0; j < 10; j++) {
        RowBuilder row = randomRow(rows, random);
        entry.set(row);
        position(view, entry, random);
        ByteBuilder rowKey = new ByteBuilder(0);
        view.putKey(rowKey);
        assertThat(rowKey.toArray()).isEqualTo(row.key().toArray());
        checkColumns(index, row, view);
      }
    }
  }

  private static void checkColumns(IndexLayout index, RowBuilder row, IndexEntryView view) {
    for (int column = 0; column < index.rows().columnCount(); column++) {
      if (index.isReadable(column)) {
        ColumnType type = index.rows().type(column);
        assertThat(Values.get(view, column, type)).isEqualTo(Values.get(row, column, type));
      }
    }
  }

  private static void position(IndexEntryView view, IndexEntry entry, Random random) {
    byte[] key = entry.key().toArray();
    byte[] value = entry.value().toArray();
    int cut = random.nextInt(key.length + 1);
    view.position(key, 0, cut, key, cut, key.length, value, 0, value.length);
  }

  private static IndexDefinition randomIndex(TableDefinition table, Random random) {
    List<KeyColumn> columns = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      int column = random.nextInt(table.columns().size());
      columns.add(new KeyColumn(column, random.nextBoolean(), random.nextBoolean()));
    }
    List<Integer> included = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      included.add(random.nextInt(table.columns().size()));
    }
    return index(columns, random.nextBoolean(), IndexDefinition.NONE, included);
  }

  private static RowBuilder randomRow(RowLayout layout, Random random) {
    RowBuilder row = new RowBuilder(layout);
    Object[] values = Tables.randomRow(layout.table(), random);
    for (int column = 0; column < values.length; column++) {
      Values.set(row, column, layout.type(column), values[column]);
    }
    if (layout.hasRowIds()) {
      row.setRowId(1 + random.nextInt(100));
    }
    return row;
  }

  private static IndexDefinition index(List<KeyColumn> columns, boolean unique) {
    return index(columns, unique, IndexDefinition.NONE, List.of());
  }

  private static IndexDefinition index(
      List<KeyColumn> columns, boolean unique, int condition, List<Integer> included) {
    return new IndexDefinition(
        2,
        "t_idx",
        columns,
        unique,
        IndexDefinition.Origin.DECLARED,
        condition,
        included,
        Deferral.NONE,
        false);
  }

  private static IndexLayout layout(boolean unique, int column) {
    return IndexLayout.of(PERSON, index(List.of(KeyColumn.ascending(column)), unique));
  }

  private static IndexEntry entry(boolean unique, RowBuilder row) {
    IndexEntry entry = new IndexEntry(layout(unique, 1));
    entry.set(row);
    return entry;
  }

  private static RowBuilder person(long id, String mail) {
    RowBuilder row = new RowBuilder(PERSON);
    row.setLong(0, id);
    row.setDouble(2, 60.5);
    if (mail != null) {
      byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
      row.setBytes(1, bytes, 0, bytes.length);
    }
    return row;
  }

  private static String hex(ByteBuilder bytes) {
    return HEX.formatHex(bytes.toArray());
  }
}
