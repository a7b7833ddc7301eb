package org.pydb.engine.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.LargeSource;
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
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.TestDatabase;

/**
 * Values that are kept outside their rows: stories, and changes at random beside a model. The
 * verifier looks for values without rows, and rows without values.
 */
class LargeValuesTest {
  private static final int ID = 0;
  private static final int NOTE = 1;
  private static final int DATA = 2;
  private static final int STEPS = 1_500;

  private static final TransactionOptions READ_COMMITTED =
      TransactionOptions.DEFAULT.withIsolation(Isolation.READ_COMMITTED);

  private final TestDatabase test = new TestDatabase();
  private final Random random = Seeds.random("LargeValuesTest");

  /** A value: bytes that follow from a seed. */
  private record Value(long seed, long length) implements LargeSource {
    @Override
    public int read(long position, byte[] target, int from, int count) {
      int read = (int) Math.max(0, Math.min(count, length - position));
      for (int i = 0; i < read; i++) {
        target[from + i] = (byte) (((seed + position + i) * 0x9E3779B97F4A7C15L) >>> 56);
      }
      return read;
    }
  }

  private record Note(String text, @Nullable Value value) {}

  @BeforeEach
  void makeTable() {
    try (Transaction t = test.database().begin()) {
      t.design().createTable(definition(t));
      t.commit();
    }
  }

  private static TableDefinition definition(Transaction t) {
    return new TableDefinition(
        t.design().newId(),
        1,
        "public",
        "t",
        List.of(
            new ColumnDefinition("id", ColumnType.of(ColumnKind.INT32), false),
            new ColumnDefinition("note", ColumnType.text(0), false),
            new ColumnDefinition("data", ColumnType.of(ColumnKind.BYTES), true)),
        new PrimaryKey("t_pkey", List.of(ID)),
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  /** Closing verifies. */
  @AfterEach
  void verify() {
    test.close();
  }

  private static TableDefinition table(Transaction t) {
    return Objects.requireNonNull(t.catalog().table("public", "t"));
  }

  private static void insert(Transaction t, int id, Note note) {
    TableWriter writer = t.writer(table(t));
    RowBuilder row = new RowBuilder(writer.layout().rows());
    row.setLong(ID, id);
    set(row, note);
    writer.insert(row);
  }

  private static void set(RowBuilder row, Note note) {
    byte[] text = note.text.getBytes(UTF_8);
    row.setBytes(NOTE, text, 0, text.length);
    if (note.value == null) {
      row.setNull(DATA);
    } else {
      row.setLarge(DATA, note.value);
    }
  }

  private static void expect(View view, @Nullable Transaction t, RowView row, Note note) {
    byte[] text = note.text.getBytes(UTF_8);
    assertThat(Arrays.copyOfRange(row.array(NOTE), row.start(NOTE), row.start(NOTE) + text.length))
        .isEqualTo(text);
    assertThat(row.isNull(DATA)).isEqualTo(note.value == null);
    if (note.value != null) {
      assertThat(row.isLarge(DATA)).isTrue();
      LargeReference reference = LargeReference.get(row.array(DATA), row.start(DATA));
      LargeValue read = new LargeValue(view, t, reference);
      assertThat(bytes(read)).isEqualTo(bytes(note.value));
    }
  }

  private static byte[] bytes(LargeSource source) {
    byte[] bytes = new byte[(int) source.length()];
    int half = bytes.length / 2;
    assertThat(source.read(half, bytes, half, bytes.length)).isEqualTo(bytes.length - half);
    assertThat(source.read(0, bytes, 0, half)).isEqualTo(half);
    assertThat(source.read(bytes.length, bytes, 0, 1)).isZero();
    return bytes;
  }

  private static void expect(View view, Transaction t, Map<Integer, Note> model) {
    Map<Integer, Note> left = new TreeMap<>(model);
    TableCursor rows = new TableCursor(t.catalog().layout(table(t)), view);
    rows.open(view, KeyRange.ALL, false);
    while (rows.next()) {
      int id = (int) rows.row().getLong(ID);
      expect(view, t, rows.row(), Objects.requireNonNull(left.remove(id), "row " + id));
    }
    assertThat(left).isEmpty();
  }

  // ------------------------------------------------------------------ stories

  @Test
  void aSnapshotKeepsAValueThatOthersHaveReplacedAndDeleted() {
    Note old = new Note("old", new Value(1, 300_000));
    commit(t -> insert(t, 1, old));
    try (Transaction reader = test.database().begin(true)) {
      View view = reader.view();
      commit(t -> change(t, 1, row -> row.setLarge(DATA, new Value(2, 100_000))));
      commit(t -> delete(t, 1));
      expect(view, reader, Map.of(1, old));
    }
  }

  /** An upsert waits for somebody else's insert, and then computes with a row that is newer. */
  @Test
  void aRowThatIsNewerThanTheViewHasItsValue() {
    Note note = new Note("newer", new Value(7, 100_000));
    try (Transaction t = test.database().begin(READ_COMMITTED)) {
      View view = t.view();
      commit(other -> insert(other, 1, note));
      TableWriter writer = t.writer(table(t));
      Arbiters keys = writer.arbiters(List.of(Arbiters.PRIMARY_KEY), LockMode.UPDATE);
      RowBuilder row = new RowBuilder(writer.layout().rows());
      row.setLong(ID, 1);
      set(row, new Note("mine", null));
      RowView there = Objects.requireNonNull(writer.findInTheWay(row, keys));
      expect(view, t, there, note);
      writer.updateInTheWay(there, row);
      t.endStatement();
      t.commit();
    }
  }

  @Test
  void aLongValueIsPutElsewhereAndAShortOneNot() {
    byte[] bytes = bytes(new Value(3, LargeReference.IN_ROW_MAX + 1));
    commit(
        t -> {
          TableWriter writer = t.writer(table(t));
          RowBuilder row = new RowBuilder(writer.layout().rows());
          for (int length : new int[] {bytes.length - 1, bytes.length}) {
            row.setLong(ID, length);
            row.setBytes(NOTE, bytes, 0, 0);
            row.setBytes(DATA, bytes, 0, length);
            writer.insert(row);
          }
        });
    try (Transaction t = test.database().begin(true)) {
      TableCursor rows = new TableCursor(t.catalog().layout(table(t)), t.view());
      rows.open(t.view(), KeyRange.ALL, false);
      assertThat(rows.next()).isTrue();
      assertThat(rows.row().isLarge(DATA)).isFalse();
      assertThat(rows.row().length(DATA)).isEqualTo(bytes.length - 1);
      assertThat(rows.next()).isTrue();
      expect(t.view(), t, rows.row(), new Note("", new Value(3, bytes.length)));
    }
  }

  @Test
  void bytesThatLookLikeAReferenceAreNotTakenForOne() {
    commit(
        t -> {
          byte[] forged = new LargeReference(table(t).largeValues(), 1, 9).toBytes();
          insert(t, 1, new Note("secret", new Value(4, 9)));
          TableWriter writer = t.writer(table(t));
          RowBuilder row = new RowBuilder(writer.layout().rows());
          row.setLong(ID, 2);
          row.setBytes(NOTE, forged, 0, 0);
          row.setBytes(DATA, forged, 0, forged.length);
          writer.insert(row);
        });
    try (Transaction t = test.database().begin(true)) {
      byte[] forged = new LargeReference(table(t).largeValues(), 1, 9).toBytes();
      RowView row = find(t, 2);
      LargeReference reference = LargeReference.get(row.array(DATA), row.start(DATA));
      byte[] read = new byte[forged.length];
      assertThat(new LargeValue(t.view(), reference).read(0, read, 0, 100))
          .isEqualTo(forged.length);
      assertThat(read).isEqualTo(forged);
    }
  }

  @Test
  void anIndexTakesNoLargeValue() {
    commit(t -> insert(t, 1, new Note("a", new Value(5, 2_000_000))));
    try (Transaction t = test.database().begin()) {
      IndexDefinition index =
          new IndexDefinition(
              t.design().newId(),
              "t_data_idx",
              List.of(KeyColumn.ascending(DATA)),
              false,
              IndexDefinition.Origin.DECLARED);
      assertThatThrownBy(() -> t.design().createIndex(table(t), index))
          .isInstanceOf(LimitException.class)
          .hasMessage(
              "index t_data_idx cannot be made: a value of column data has 2000000 bytes, where an"
                  + " index takes at most 1048576");
    }
  }

  @Test
  void aChunkWithoutARowIsFound() {
    try (Transaction t = test.database().begin()) {
      insert(t, 1, new Note("a", new Value(6, 100)));
      t.tree().writes().delete(table(t).id(), false, key(t, 1), 0, key(t, 1).length);
      t.endStatement();
      t.commit();
    }
    assertThat(test.database().verify())
        .contains("table public.t: there are 1 chunks of large values, and rows have 0");
    commit(t -> t.design().dropTable(table(t)));
  }

  // ------------------------------------------------------------------ at random

  @Test
  void changesAtRandomAgreeWithAModel() {
    Map<Integer, Note> committed = new TreeMap<>();
    Transaction t = test.database().begin();
    Map<Integer, Note> model = new TreeMap<>();
    Transaction.Savepoint savepoint = t.savepoint();
    Map<Integer, Note> saved = new TreeMap<>();
    for (int step = 0; step < STEPS; step++) {
      t.beginStatement("step " + step);
      int id = random.nextInt(12);
      switch (random.nextInt(12)) {
        case 0 -> {
          t.rollbackTo(savepoint);
          model = new TreeMap<>(saved);
        }
        case 1 -> {
          savepoint = t.savepoint();
          saved = new TreeMap<>(model);
        }
        case 2 -> {
          if (random.nextBoolean()) {
            t.commit();
            committed = new TreeMap<>(model);
          }
          t.close();
          model = new TreeMap<>(committed);
          switch (random.nextInt(6)) {
            case 0 -> test.reopen();
            case 1 -> test.crash();
            default -> {}
          }
          t = test.database().begin();
          savepoint = t.savepoint();
          saved = new TreeMap<>(model);
        }
        default -> changeOne(t, id, model);
      }
      t.endStatement();
      if (random.nextInt(10) == 0) {
        t.beginStatement("look");
        expect(t.view(), t, model);
      }
    }
    t.close();
  }

  private void changeOne(Transaction t, int id, Map<Integer, Note> model) {
    Note there = model.get(id);
    Note note = randomNote();
    if (there == null) {
      insert(t, id, note);
      model.put(id, note);
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> {
        delete(t, id);
        model.remove(id);
      }
      case 1 -> {
        change(t, id, row -> set(row, note));
        model.put(id, note);
      }
      case 2 -> {
        Note other = new Note(note.text, there.value);
        change(t, id, row -> row.setBytes(NOTE, note.text.getBytes(UTF_8), 0, note.text.length()));
        model.put(id, other);
      }
      default -> {
        int key = 100 + id;
        if (!model.containsKey(key)) {
          change(t, id, row -> row.setLong(ID, key));
          model.put(key, Objects.requireNonNull(model.remove(id)));
        } else {
          delete(t, key);
          model.remove(key);
        }
      }
    }
  }

  private Note randomNote() {
    int length = 1 + random.nextInt(random.nextInt(5) == 0 ? 300_000 : 3_000);
    return new Note(
        "n" + random.nextInt(1000),
        random.nextInt(5) == 0 ? null : new Value(random.nextLong(), length));
  }

  // ------------------------------------------------------------------ changes

  private void commit(Consumer<Transaction> work) {
    try (Transaction t = test.database().begin()) {
      work.accept(t);
      t.endStatement();
      t.commit();
    }
  }

  private static byte[] key(Transaction t, int id) {
    return new KeyEncoder(t.catalog().layout(table(t)).rows().keyFormat()).addLong(id).toArray();
  }

  private static RowView find(Transaction t, int id) {
    RowLookup lookup = new RowLookup(t.catalog().layout(table(t)));
    byte[] key = key(t, id);
    assertThat(lookup.find(t.view(), key, 0, key.length)).isTrue();
    return lookup.row();
  }

  private static void change(Transaction t, int id, Consumer<RowBuilder> change) {
    RowView old = find(t, id);
    TableWriter writer = t.writer(table(t));
    RowBuilder row = new RowBuilder(writer.layout().rows());
    row.setAll(old);
    change.accept(row);
    assertThat(writer.update(old, row)).isTrue();
  }

  private static void delete(Transaction t, int id) {
    assertThat(t.writer(table(t)).delete(find(t, id))).isTrue();
  }
}
