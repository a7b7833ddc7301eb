package org.pydb.engine.salvage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PageType;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.LargeValue;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.TableWriter;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/** A page of a value that is kept outside its row is lost: the others are not. */
class SalvagedValuesTest {
  private static final int ROWS = 3;
  private static final int LENGTH = 200_000;

  private final MemoryVfs disk = new MemoryVfs();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRowWhoseValueIsLostHasNullOrIsLeftOut(boolean nullable) {
    try (Database database = open("old")) {
      fill(database, nullable);
    }
    damageOneChunk();
    SalvageReport report =
        Database.salvage(options("old"), options("new"), (step, done, total) -> {});
    assertThat(report.tables()).hasSize(1);
    String lost = nullable ? " is lost: it is NULL now." : " is left out: its large value is lost.";
    assertThat(report.tables().get(0).findings()).anyMatch(finding -> finding.endsWith(lost));
    try (Database database = open("new")) {
      assertThat(database.verify()).isEmpty();
      Map<Integer, Integer> values = values(database);
      assertThat(values).hasSize(nullable ? ROWS : ROWS - 1);
      assertThat(values.values().stream().filter(length -> length == LENGTH)).hasSize(ROWS - 1);
    }
  }

  private static void fill(Database database, boolean nullable) {
    try (Transaction t = database.begin()) {
      TableDefinition table =
          new TableDefinition(
              t.design().newId(),
              1,
              "public",
              "t",
              List.of(
                  new ColumnDefinition("id", ColumnType.of(ColumnKind.INT32), false),
                  new ColumnDefinition("data", ColumnType.of(ColumnKind.BYTES), nullable)),
              new PrimaryKey("t_pkey", List.of(0)),
              List.of(),
              List.of(),
              List.of(),
              Map.of());
      TableWriter writer = t.writer(t.design().createTable(table));
      RowBuilder row = new RowBuilder(writer.layout().rows());
      for (int id = 1; id <= ROWS; id++) {
        row.setLong(0, id);
        row.setLarge(1, LargeSource.of(bytes(id), 0, LENGTH));
        writer.insert(row);
      }
      t.endStatement();
      t.commit();
    }
  }

  private static byte[] bytes(int id) {
    byte[] bytes = new byte[LENGTH];
    Arrays.fill(bytes, (byte) id);
    return bytes;
  }

  /** The lengths of the values that are there, whose bytes it compares; 0 for NULL. */
  private static Map<Integer, Integer> values(Database database) {
    Map<Integer, Integer> values = new TreeMap<>();
    try (Transaction t = database.begin(true)) {
      TableDefinition table = Objects.requireNonNull(t.catalog().table("public", "t"));
      TableCursor rows = new TableCursor(t.catalog().layout(table), t.view());
      rows.open(t.view(), KeyRange.ALL, false);
      while (rows.next()) {
        int id = (int) rows.row().getLong(0);
        if (rows.row().isNull(1)) {
          values.put(id, 0);
          continue;
        }
        LargeReference reference = LargeReference.get(rows.row().array(1), rows.row().start(1));
        byte[] read = new byte[LENGTH];
        values.put(id, new LargeValue(t.view(), reference).read(0, read, 0, LENGTH));
        assertThat(read).isEqualTo(bytes(id));
      }
    }
    return values;
  }

  private void damageOneChunk() {
    try (VfsFile file = disk.open("old", Vfs.OpenMode.READ_WRITE)) {
      byte[] page = new byte[PageLayout.PAGE_SIZE];
      for (long at = 0; at < file.size(); at += page.length) {
        file.read(at, page, 0, page.length);
        if (PageLayout.typeCode(page) == PageType.OVERFLOW.code()) {
          Bytes.putLong(page, 1000, ~Bytes.getLong(page, 1000));
          file.write(at, page, 0, page.length);
          return;
        }
      }
      throw new AssertionError("no overflow page");
    }
  }

  private DatabaseOptions options(String name) {
    return new DatabaseOptions(disk, name, DatabaseOptions.Mode.CREATE, 4L << 20, Runnable::run);
  }

  private Database open(String name) {
    return Database.open(options(name));
  }
}
