package org.pydb.engine.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pydb.engine.row.Tables.column;
import static org.pydb.engine.row.Tables.table;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.InvalidCharacterException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** The layout of rows by example, at its borders, and what a row may not hold. */
class RowLayoutTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final ColumnType BIGINT = ColumnType.of(ColumnKind.INT64);
  private static final ColumnType INTEGER = ColumnType.of(ColumnKind.INT32);
  private static final ColumnType TEXT = ColumnType.text(0);

  private static final RowLayout SONG =
      RowLayout.of(
          table(
              List.of(
                  column("id", BIGINT, false),
                  column("title", TEXT, true),
                  column("seconds", INTEGER, true),
                  column("note", TEXT, true)),
              List.of(0)));

  /** The example in the documentation of {@link RowLayout}. */
  @Test
  void songLooksAsItIsDrawn() {
    RowBuilder song = new RowBuilder(SONG);
    song.setLong(0, 7);
    setText(song, 1, "Hey");
    song.setLong(2, 425);
    assertThat(hex(song.key())).isEqualTo("80 00 00 00 00 00 00 07");
    assertThat(hex(song.value())).isEqualTo("06 04 00 00 01 A9 00 03 48 65 79");
  }

  @Test
  void hiddenRowIdIsEightBytes() {
    RowBuilder row =
        new RowBuilder(RowLayout.of(table(List.of(column("a", TEXT, true)), List.of())));
    assertThatThrownBy(row::key).hasMessageContaining("no row id yet");
    row.setRowId(258);
    assertThat(hex(row.key())).isEqualTo("00 00 00 00 00 00 01 02");
    assertThat(RowLayout.rowId(row.key().array(), 0, 8)).isEqualTo(258);
  }

  @Test
  void rowWhoseColumnsAreAllKeyHasAnEmptyValue() {
    RowBuilder row =
        new RowBuilder(RowLayout.of(table(List.of(column("a", BIGINT, false)), List.of(0))));
    row.setLong(0, 1);
    assertThat(hex(row.value())).isEqualTo("00");
  }

  /** What a key does not give back stands in the value, too. */
  @Test
  void inexactKeyColumnsAreKeptInTheValue() {
    RowLayout layout =
        RowLayout.of(
            table(
                List.of(
                    column("n", ColumnType.of(ColumnKind.NUMERIC), false),
                    column("i", INTEGER, false)),
                List.of(0, 1)));
    assertThat(layout.isInKey(0)).isFalse();
    assertThat(layout.isInKey(1)).isTrue();
    RowBuilder row = new RowBuilder(layout);
    row.setDecimal(0, new BigDecimal("1.50"));
    row.setLong(1, 3);
    RowView view = view(layout, row);
    assertThat(view.getDecimal(0)).isEqualTo(new BigDecimal("1.50"));
    assertThat(view.getLong(1)).isEqualTo(3);
  }

  /** Ends take two bytes as long as they can; the last column needs none, however long. */
  @Test
  void endsAreAsWideAsTheyMustBe() {
    checkEnds(65_535, 4, 8 + 65_535 + 4);
    checkEnds(65_536, 5, 10 + 65_536 + 4);
    checkEnds(1_000_000, 5, 10 + 1_000_000 + 4);
  }

  private static void checkEnds(int titleLength, int header, int valueLength) {
    RowBuilder song = new RowBuilder(SONG);
    song.setLong(0, 7);
    setText(song, 1, "x".repeat(titleLength));
    song.setLong(2, 1);
    setText(song, 3, "note");
    ByteBuilder value = song.value();
    assertThat((int) value.array()[0]).isEqualTo(header + 2);
    assertThat(value.length()).isEqualTo(valueLength);
    RowView view = view(SONG, song);
    assertThat(text(view, 1)).isEqualTo("x".repeat(titleLength));
    assertThat(view.getLong(2)).isEqualTo(1);
    assertThat(text(view, 3)).isEqualTo("note");
  }

  @Test
  void lastColumnMayBeLongWithoutWideEnds() {
    RowBuilder song = new RowBuilder(SONG);
    song.setLong(0, 7);
    setText(song, 3, "n".repeat(1_000_000));
    assertThat((int) song.value().array()[0]).isEqualTo(6);
    assertThat(text(view(SONG, song), 3)).isEqualTo("n".repeat(1_000_000));
  }

  /** Short rows, rows with ends near the limit of two bytes, and wide ones in one batch. */
  @Test
  void longTextsAreGathered() {
    ColumnDefinition text = column("c", TEXT, true);
    RowLayout layout = RowLayout.of(table(List.of(text, text, text), List.of()));
    RowBatch batch = new RowBatch(layout, 4);
    int[][] lengths = {{1, 2, 3}, {40_000, 25_000, 70_000}, {70_000, 1, 1}, {65_535, 0, 5}};
    RowBuilder row = new RowBuilder(layout);
    for (int[] length : lengths) {
      for (int column = 0; column < 3; column++) {
        setText(row, column, "abc".substring(column, column + 1).repeat(length[column]));
      }
      byte[] value = row.value().toArray();
      batch.open(value, 0, 0, value, value);
      batch.add(0, 8, 0, value.length);
    }
    byte[][] arrays = new byte[4][];
    int[] starts = new int[4];
    int[] found = new int[4];
    for (int column = 0; column < 3; column++) {
      batch.bytes(column, arrays, starts, found, 0);
      for (int i = 0; i < 4; i++) {
        assertThat(new String(arrays[i], starts[i], found[i], StandardCharsets.UTF_8))
            .isEqualTo("abc".substring(column, column + 1).repeat(lengths[i][column]));
      }
    }
  }

  @Test
  void manyColumnsTakeALongHeader() {
    for (int count : new int[] {63, 64, 65, RowLayout.COLUMNS_MAX}) {
      List<ColumnDefinition> columns = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        columns.add(column("c" + i, i % 3 == 0 ? TEXT : INTEGER, true));
      }
      RowLayout layout = RowLayout.of(table(columns, List.of()));
      RowBuilder row = new RowBuilder(layout);
      row.setRowId(1);
      row.setLong(count - 1 - (count - 1) % 3 - 1, 42);
      setText(row, 0, "a");
      RowView view = view(layout, row);
      assertThat(text(view, 0)).isEqualTo("a");
      assertThat(view.getLong(count - 1 - (count - 1) % 3 - 1)).isEqualTo(42);
      assertThat(view.isNull(1)).isTrue();
    }
    List<ColumnDefinition> tooMany = new ArrayList<>();
    for (int i = 0; i <= RowLayout.COLUMNS_MAX; i++) {
      tooMany.add(column("c" + i, TEXT, true));
    }
    assertThatThrownBy(() -> RowLayout.of(table(tooMany, List.of())))
        .isInstanceOf(LimitException.class);
  }

  @Test
  void rowsWithMoreColumnsThanTheTableAreCorrupt() {
    RowView view = new RowView(SONG);
    byte[] value = HEX.parseHex("08 00 00 00 00 00 00 00 00");
    assertThatThrownBy(() -> view.position(value, 0, 8, value, 0, value.length))
        .isInstanceOf(CorruptionException.class)
        .hasMessage("a row of public.t holds 4 columns in its value: expected at most 3");
  }

  @Test
  void nullWhereItMustNotBeIsFound() {
    RowBuilder song = new RowBuilder(SONG);
    assertThat(song.firstNullViolation()).isEqualTo(0);
    song.setLong(0, 1);
    assertThat(song.firstNullViolation()).isEqualTo(-1);
    song.setNull(0);
    assertThat(song.firstNullViolation()).isEqualTo(0);
    assertThatThrownBy(song::value).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(song::key).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    refuses(ColumnKind.INT16, row -> row.setLong(0, 70_000), "70000 does not fit INT16");
    refuses(ColumnKind.BOOLEAN, row -> row.setLong(0, 2), "2 does not fit BOOLEAN");
    refuses(ColumnKind.TIME, row -> row.setLong(0, -1), "-1 does not fit TIME");
    refuses(ColumnKind.FLOAT32, row -> row.setDouble(0, 0.1), "0.1 does not fit FLOAT32");
    refuses(ColumnKind.INT32, row -> row.setDouble(0, 1), "does not travel as DOUBLE");
    refuses(
        ColumnKind.TEXT, row -> row.setDecimal(0, BigDecimal.ONE), "does not travel as DECIMAL");
    refuses(ColumnKind.UUID, row -> row.setBytes(0, new byte[3], 0, 3), "a UUID of 3 bytes");
    refuses(
        ColumnType.decimal(5, 2),
        row -> row.setLong(0, 100_000),
        "100000 does not fit DECIMAL(5,2)");
    refuses(
        ColumnType.decimal(30, 2),
        row -> row.setDecimal(0, new BigDecimal("0.001")),
        "0.001 does not fit DECIMAL(30,2)");
    refuses(ColumnType.text(3), row -> setText(row, 0, "abcd"), "does not fit TEXT(3)");
    RowBuilder text = builder(ColumnType.text(3));
    setText(text, 0, "äöü");
    assertThatThrownBy(() -> setText(text, 0, "a\0b"))
        .isInstanceOf(InvalidCharacterException.class)
        .hasMessage("a text holds the NUL character at byte 1 of 3");
    RowBuilder numeric = builder(ColumnType.of(ColumnKind.NUMERIC));
    assertThatThrownBy(() -> numeric.setDecimal(0, new BigDecimal("1E+16384")))
        .isInstanceOf(LimitException.class);
  }

  @Test
  void decimalsTakeTheScaleOfTheirColumn() {
    RowBuilder row = builder(ColumnType.decimal(30, 3));
    row.setDecimal(0, new BigDecimal("1.5"));
    assertThat(row.getDecimal(0)).isEqualTo(new BigDecimal("1.500"));
    row.setDecimal(0, new BigDecimal("0"));
    assertThat(row.getDecimal(0)).isEqualTo(new BigDecimal("0.000"));
    RowBuilder small = builder(ColumnType.decimal(3, 3));
    small.setDecimal(0, new BigDecimal("0.1200"));
    assertThat(small.getLong(0)).isEqualTo(120);
    assertThat(small.getDecimal(0)).isEqualTo(new BigDecimal("0.120"));
  }

  @Test
  void trailingBlanksOfCharAreDropped() {
    RowBuilder row = builder(ColumnType.character(5));
    setText(row, 0, "ab       ");
    assertThat(text(row, 0)).isEqualTo("ab");
  }

  private interface Setting {
    void apply(RowBuilder row);
  }

  private static void refuses(ColumnKind kind, Setting setting, String message) {
    refuses(ColumnType.of(kind), setting, message);
  }

  private static void refuses(ColumnType type, Setting setting, String message) {
    assertThatThrownBy(() -> setting.apply(builder(type)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static RowBuilder builder(ColumnType type) {
    return new RowBuilder(RowLayout.of(table(List.of(column("c", type, true)), List.of())));
  }

  private static RowView view(RowLayout layout, RowBuilder row) {
    RowView view = new RowView(layout);
    byte[] key = row.key().toArray();
    byte[] value = row.value().toArray();
    view.position(key, 0, key.length, value, 0, value.length);
    return view;
  }

  private static void setText(RowBuilder row, int column, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    row.setBytes(column, bytes, 0, bytes.length);
  }

  private static String text(Row row, int column) {
    byte[] bytes = Values.slice(row.array(column), row.start(column), row.length(column));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String hex(ByteBuilder bytes) {
    return HEX.formatHex(Arrays.copyOf(bytes.array(), bytes.length()));
  }
}
