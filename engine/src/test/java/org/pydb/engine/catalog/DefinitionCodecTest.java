package org.pydb.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.testkit.Seeds;

/** Definitions as bytes: one by example, random ones there and back, and damaged ones. */
class DefinitionCodecTest {

  private static final TableDefinition SONG =
      new TableDefinition(
          300,
          2,
          "public",
          "song",
          List.of(
              new ColumnDefinition("id", ColumnType.of(ColumnKind.INT64), false),
              new ColumnDefinition(
                  "price", ColumnType.decimal(9, 2), true, "0.99", Map.of("type", "money"))),
          new PrimaryKey("pk", List.of(0)),
          List.of(
              new IndexDefinition(
                  301,
                  "ix",
                  List.of(KeyColumn.descending(1)),
                  true,
                  IndexDefinition.Origin.DECLARED)),
          List.of(new CheckConstraint("ck", "price > 0")),
          List.of(
              new ForeignKey(
                  "fk",
                  List.of(1),
                  7,
                  List.of(0),
                  ForeignKey.Action.CASCADE,
                  ForeignKey.Action.NO_ACTION)),
          Map.of("comment", "é"));

  /** A difference is a change of the file format. */
  private static final String SONG_IN_HEX =
      """
      54                                  ; table
      04 AC 02  08 02                     ; id 300, version 2
      0D 06 70 75 62 6C 69 63             ; schema public
      11 04 73 6F 6E 67                   ; name song
      16 06                               ; column
        05 02 69 64  08 04                ; id, INT64
      16 24                               ; column
        05 05 70 72 69 63 65              ; price
        08 07  0C 09  10 02               ; DECIMAL(9,2)
        14 01                             ; nullable
        19 04 30 2E 39 39                 ; default 0.99
        1E 0D                             ; attribute
          05 04 74 79 70 65               ; type
          09 05 6D 6F 6E 65 79            ; money
      1A 06                               ; primary key
        05 02 70 6B  08 00                ; pk, column 0
      1E 13                               ; index
        04 AD 02  09 02 69 78             ; tree 301, ix
        0C 01  10 01                      ; unique, declared
        16 06  04 01  08 01  0C 01        ; column 1, descending, nulls first
      22 0F                               ; check
        05 02 63 6B                       ; ck
        09 09 70 72 69 63 65 20 3E 20 30  ; price > 0
      26 0E                               ; foreign key
        05 02 66 6B                       ; fk
        08 01  0C 07  10 00               ; column 1 refers to table 7, column 0
        14 03  18 01                      ; on delete cascade, on update no action
      2A 0D                               ; attribute
        05 07 63 6F 6D 6D 65 6E 74        ; comment
        09 02 C3 A9                       ; é
      """;

  private final Random random = Seeds.random("DefinitionCodecTest");

  @Test
  void songLooksAsItIsDrawn() {
    byte[] drawn = bytes(SONG_IN_HEX);
    assertThat(HexFormat.of().formatHex(DefinitionCodec.encode(SONG)))
        .isEqualTo(HexFormat.of().formatHex(drawn));
    assertThat(DefinitionCodec.decode(drawn)).isEqualTo(SONG);
  }

  @Test
  void whatWentInComesOut() {
    for (int i = 0; i < 2000; i++) {
      TableDefinition table = randomTable();
      byte[] bytes = DefinitionCodec.encode(table);
      TableDefinition again = DefinitionCodec.decode(bytes);
      assertThat(again).isEqualTo(table);
      assertThat(DefinitionCodec.encode(again)).isEqualTo(bytes);
    }
  }

  @Test
  void theTreeOfLargeValuesIsKept() {
    TableDefinition large = SONG.withLargeValues(77);
    assertThat(DefinitionCodec.decode(DefinitionCodec.encode(large))).isEqualTo(large);
  }

  @Test
  void whatANewerVersionWroteIsTooNew() {
    byte[] song = DefinitionCodec.encode(SONG);
    byte[] newField = Arrays.copyOf(song, song.length + 2);
    newField[song.length] = 13 << 2;
    assertThatThrownBy(() -> DefinitionCodec.decode(newField))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessage(
            "a table's definition has field 13, which this version of pydb does not know: upgrade"
                + " pydb");
    byte[] newKind = bytes(SONG_IN_HEX.replace("69 64  08 04", "69 64  08 63"));
    assertThatThrownBy(() -> DefinitionCodec.decode(newKind))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining("a column of a table's definition has the code 99 in field 2");
  }

  @Test
  void contradictionsAreCorrupt() {
    byte[] badKey = bytes(SONG_IN_HEX.replace("70 6B  08 00", "70 6B  08 05"));
    assertThatThrownBy(() -> DefinitionCodec.decode(badKey))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("contradicts itself");
    byte[] badIndex = bytes(SONG_IN_HEX.replace("16 06  04 01", "16 06  04 02"));
    assertThatThrownBy(() -> DefinitionCodec.decode(badIndex))
        .isInstanceOf(CorruptionException.class);
    byte[] noText = bytes(SONG_IN_HEX.replace("C3 A9", "C3 C3"));
    assertThatThrownBy(() -> DefinitionCodec.decode(noText))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("is not UTF-8");
    assertThatThrownBy(() -> DefinitionCodec.decode(new byte[] {'T', 4, 1}))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("no version");
    assertThatThrownBy(() -> DefinitionCodec.decode(new byte[0]))
        .isInstanceOf(CorruptionException.class);
  }

  @Test
  void damageIsRefusedCleanly() {
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = DefinitionCodec.encode(i % 2 == 0 ? SONG : randomTable());
      byte[] damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(3) * random.nextInt(9));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        DefinitionCodec.decode(damaged);
      } catch (EngineException e) {
        assertThat(e).isInstanceOfAny(CorruptionException.class, FormatTooNewException.class);
      }
    }
  }

  /** Codes stand in files: none may change or be used twice. */
  @Test
  void codesLeadBack() {
    assertThat(ForeignKey.Action.values())
        .allMatch(action -> ForeignKey.Action.ofCode(action.code()) == action);
    assertThat(IndexDefinition.Origin.values())
        .allMatch(origin -> IndexDefinition.Origin.ofCode(origin.code()) == origin);
    assertThat(ColumnKind.values()).allMatch(kind -> ColumnKind.ofCode(kind.code()) == kind);
    assertThat(Stream.of(ForeignKey.Action.values()).map(ForeignKey.Action::code))
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(Stream.of(IndexDefinition.Origin.values()).map(IndexDefinition.Origin::code))
        .containsExactly(1, 2, 3, 4);
  }

  /** The bytes of a drawing: what stands before the semicolons. */
  private static byte[] bytes(String drawing) {
    StringBuilder hex = new StringBuilder();
    drawing.lines().forEach(line -> hex.append(line, 0, line.indexOf(';')));
    return HexFormat.of().parseHex(hex.toString().replace(" ", ""));
  }

  private TableDefinition randomTable() {
    int count = 1 + random.nextInt(6);
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(
          new ColumnDefinition(
              text(),
              randomType(),
              i > 0 && random.nextBoolean(),
              random.nextBoolean() ? text() : null,
              attributes()));
    }
    return new TableDefinition(
        random.nextInt(Integer.MAX_VALUE),
        1 + random.nextInt(1000),
        text(),
        text(),
        columns,
        random.nextBoolean() ? new PrimaryKey(text(), List.of(0)) : null,
        some(() -> randomIndex(count)),
        some(() -> new CheckConstraint(text(), text())),
        some(() -> randomForeignKey(count)),
        attributes());
  }

  private ColumnType randomType() {
    ColumnKind[] kinds = ColumnKind.values();
    ColumnKind kind = kinds[random.nextInt(kinds.length)];
    return switch (kind) {
      case DECIMAL -> ColumnType.decimal(38 - random.nextInt(5), random.nextInt(5));
      case CHAR -> ColumnType.character(random.nextInt(300));
      case TEXT -> ColumnType.text(random.nextInt(300));
      case TIME, TIMESTAMP, TIMESTAMP_TZ -> ColumnType.ofFraction(kind, random.nextInt(7));
      case ARRAY ->
          ColumnType.array(
              random.nextBoolean()
                  ? ColumnType.decimal(38, random.nextInt(5))
                  : ColumnType.ofFraction(ColumnKind.TIME, random.nextInt(7)));
      default -> ColumnType.of(kind);
    };
  }

  private IndexDefinition randomIndex(int columnCount) {
    List<KeyColumn> columns = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      columns.add(
          new KeyColumn(random.nextInt(columnCount), random.nextBoolean(), random.nextBoolean()));
    }
    IndexDefinition.Origin[] origins = IndexDefinition.Origin.values();
    Deferral[] deferrals = Deferral.values();
    Deferral deferral = deferrals[random.nextInt(deferrals.length)];
    return new IndexDefinition(
        random.nextInt(1000),
        text(),
        columns,
        deferral == Deferral.NONE && random.nextBoolean(),
        origins[random.nextInt(origins.length)],
        IndexDefinition.NONE,
        some(() -> random.nextInt(columnCount)),
        deferral,
        random.nextBoolean());
  }

  /** A partial index names the column that says which rows it has, the first one among them. */
  @Test
  void partialIndexesComeBack() {
    TableDefinition table =
        new TableDefinition(
            7,
            1,
            "public",
            "t",
            List.of(
                new ColumnDefinition("live", ColumnType.of(ColumnKind.BOOLEAN), true)
                    .withHidden(true)),
            null,
            List.of(
                new IndexDefinition(
                    8,
                    "i",
                    List.of(KeyColumn.ascending(0)),
                    true,
                    IndexDefinition.Origin.DECLARED,
                    0,
                    List.of(0),
                    Deferral.NONE,
                    false)),
            List.of(),
            List.of(),
            Map.of());
    assertThat(DefinitionCodec.decode(DefinitionCodec.encode(table))).isEqualTo(table);
  }

  private ForeignKey randomForeignKey(int columnCount) {
    List<Integer> columns = new ArrayList<>();
    List<Integer> referenced = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      columns.add(random.nextInt(columnCount));
      referenced.add(random.nextInt(100));
    }
    ForeignKey.Action[] actions = ForeignKey.Action.values();
    Deferral[] deferrals = Deferral.values();
    return new ForeignKey(
        text(),
        columns,
        random.nextInt(100),
        referenced,
        actions[random.nextInt(actions.length)],
        actions[random.nextInt(actions.length)],
        deferrals[random.nextInt(deferrals.length)],
        random.nextBoolean());
  }

  private <T> List<T> some(Supplier<T> maker) {
    return Stream.generate(maker).limit(random.nextInt(3)).toList();
  }

  private Map<String, String> attributes() {
    Map<String, String> attributes = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      attributes.put(text(), text());
    }
    return attributes;
  }

  private String text() {
    byte[] letters = new byte[random.nextInt(random.nextInt(10) == 0 ? 300 : 10)];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (byte) ('a' + random.nextInt(26));
    }
    String text = new String(letters, StandardCharsets.US_ASCII);
    return random.nextInt(5) == 0 ? text + "é€😀" : text;
  }
}
