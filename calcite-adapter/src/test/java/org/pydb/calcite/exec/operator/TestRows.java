package org.pydb.calcite.exec.operator;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.spill.SpillSpace;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * Tables of boxed values for tests: plans read them through a source that cuts them into batches of
 * random sizes with random gaps, and models work on them row by row.
 *
 * @param types of the columns
 * @param rows each with a box or null a column, as {@link Vector#getObject} gives it
 */
record TestRows(List<ColumnType> types, List<List<@Nullable Object>> rows) {

  static ColumnType type(ColumnKind kind) {
    return ColumnType.of(kind);
  }

  /** Rows with values from small domains, so that many are equal, and some NULLs. */
  static TestRows random(List<ColumnType> types, int count, int domain, Random random) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (ColumnType type : types) {
        row.add(random.nextInt(8) == 0 ? null : value(type, random.nextInt(domain), random));
      }
      rows.add(row);
    }
    return new TestRows(types, rows);
  }

  /** A value of a domain; equal numbers may give different forms of equal values. */
  private static Object value(ColumnType type, int number, Random random) {
    return switch (type.kind()) {
      case BOOLEAN -> (long) number & 1;
      case INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ ->
          number % 3 == 0 ? number * 1000L : -number;
      case FLOAT32, FLOAT64 -> floating(number, random);
      case DECIMAL -> decimal(type, number);
      case NUMERIC -> BigDecimal.valueOf(number * 10L, 1).setScale(1 + random.nextInt(3));
      case UUID -> "%016d".formatted(number).getBytes(StandardCharsets.US_ASCII);
      case CHAR, TEXT, BYTES, JSON -> text(number);
      case INTERVAL -> interval(number, random).bytes();
      case JSONB -> json(number, random).getBytes(StandardCharsets.UTF_8);
      case ARRAY -> array(number, random);
    };
  }

  private static Interval interval(int number, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Interval(number, -30, 0);
      case 1 -> new Interval(0, 30 * number - 30, 0);
      default -> new Interval(number - 1, 1, -Interval.MICROS_PER_DAY);
    };
  }

  private static String json(int number, Random random) {
    String digits = number + (random.nextBoolean() ? ".0" : "");
    return switch (number % 4) {
      case 0 -> digits;
      case 1 -> "[" + digits + ", null]";
      case 2 -> "{\"a\": " + digits + "}";
      default -> "\"" + number + "\"";
    };
  }

  private static byte[] array(int number, Random random) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < number % 3; i++) {
      elements.add(i == number % 5 ? null : BigDecimal.valueOf(number).setScale(random.nextInt(3)));
    }
    return ArrayValue.write(ColumnType.of(ColumnKind.NUMERIC), elements);
  }

  private static double floating(int number, Random random) {
    return switch (number) {
      case 0 -> random.nextBoolean() ? 0.0 : -0.0;
      case 1 -> Double.NaN;
      case 2 -> Double.NEGATIVE_INFINITY;
      default -> (number - 5) / 4.0;
    };
  }

  private static BigDecimal decimal(ColumnType type, int number) {
    BigDecimal value = BigDecimal.valueOf(number - 3L, type.scale());
    boolean big = type.precision() > 20 && number % 4 == 0;
    return big ? value.movePointRight(20).setScale(type.scale()) : value;
  }

  /** Texts of which many share their first eight bytes, or are beginnings of each other. */
  private static byte[] text(int number) {
    String text =
        switch (number % 4) {
          case 0 -> "x".repeat(number % 7);
          case 1 -> "prefix-prefix-" + number;
          case 2 -> "é" + number;
          default -> String.valueOf(number);
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A plan leaf that gives these rows. */
  PlanNode node(Random random) {
    long seed = random.nextLong();
    return new SourceNode("Test", types, () -> new Source(this, new Random(seed)));
  }

  private static final class Source implements BatchSource {
    private final TestRows table;
    private final Random random;
    private final Batch batch;
    private int next;

    Source(TestRows table, Random random) {
      this.table = table;
      this.random = random;
      batch = new Batch(table.types.stream().map(Vector::of).toArray(Vector[]::new));
    }

    @Override
    public void open(ExecutionContext context) {
      next = 0;
    }

    @Override
    public @Nullable Batch next() {
      int left = table.rows.size() - next;
      if (left == 0) {
        return null;
      }
      int most = random.nextInt(4) == 0 ? Batch.ROWS_MAX : 1 + random.nextInt(20);
      boolean gaps = random.nextBoolean();
      int size = Math.min(most, gaps ? 2 * left : left);
      int[] rows = new int[size];
      int count = 0;
      for (int row = 0; row < size && count < left; row++) {
        rows[count] = row;
        count += !gaps || random.nextBoolean() ? 1 : 0;
      }
      for (int i = 0; i < batch.columnCount(); i++) {
        fill(batch.column(i), i, size, rows, count);
      }
      if (count == size) {
        batch.selectAll(size);
      } else {
        batch.select(size, rows, count);
      }
      next += count;
      return batch;
    }

    private void fill(Vector vector, int column, int size, int[] rows, int count) {
      vector.release();
      vector.reset(size);
      for (int k = 0; k < count; k++) {
        vector.setObject(rows[k], table.rows.get(next + k).get(column));
      }
    }

    @Override
    public void close() {}
  }

  static ExecutionContext context() {
    return context(MemoryQuota.unlimited());
  }

  static ExecutionContext context(MemoryQuota memory) {
    return new ExecutionContext(ParameterValues.NONE, 0, SessionZone.UTC, memory, null);
  }

  /** The rows that a plan gives; run twice, to see that operators can be opened again. */
  static List<List<@Nullable Object>> run(PlanNode node) {
    MemoryQuota memory = MemoryQuota.unlimited();
    Operator operator = node.operator();
    List<List<@Nullable Object>> first = run(operator, node, memory);
    List<List<@Nullable Object>> second = run(operator, node, memory);
    if (!sorted(first).equals(sorted(second))) {
      throw new AssertionError("the second execution differs: " + print(second));
    }
    return first;
  }

  private static List<List<@Nullable Object>> run(
      Operator operator, PlanNode node, MemoryQuota memory) {
    return run(operator, node, context(memory), memory);
  }

  /** The rows that a plan gives with little memory; twice, and nothing may stay on the disk. */
  static List<List<@Nullable Object>> runSpilling(PlanNode node, long memoryLimit) {
    MemoryQuota memory = new MemoryQuota(memoryLimit, "memory");
    try (SpillSpace space = new SpillSpace(new MemoryVfs(), "test-temp")) {
      Operator operator = node.operator();
      List<List<@Nullable Object>> first = run(operator, node, context(memory, space), memory);
      if (space.usedBytes() != 0) {
        throw new AssertionError("left on the disk: " + space.usedBytes());
      }
      run(operator, node, context(memory, space), memory);
      return first;
    }
  }

  static ExecutionContext context(MemoryQuota memory, SpillSpace space) {
    return new ExecutionContext(
        ParameterValues.NONE, new Object[0], 0, SessionZone.UTC, memory, space, null);
  }

  private static List<List<@Nullable Object>> run(
      Operator operator, PlanNode node, ExecutionContext context, MemoryQuota memory) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    operator.open(context);
    try {
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        if (batch.columnCount() != node.types().size()) {
          throw new AssertionError("expected columns " + node.types());
        }
        collect(batch, rows);
      }
    } finally {
      operator.close();
    }
    if (memory.reserved() != 0) {
      throw new AssertionError("not given back: " + memory.reserved());
    }
    return rows;
  }

  private static void collect(Batch batch, List<List<@Nullable Object>> rows) {
    for (int k = 0; k < batch.count(); k++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 0; i < batch.columnCount(); i++) {
        row.add(batch.column(i).getObject(batch.rows()[k]));
      }
      rows.add(row);
    }
  }

  /** A text for each row, for comparison and messages. */
  static List<String> print(List<List<@Nullable Object>> rows) {
    return rows.stream().map(row -> row.stream().map(TestRows::print).toList().toString()).toList();
  }

  static String print(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(value);
  }

  /** A text for each row, in some fixed order: to compare what has no order. */
  static List<String> sorted(List<List<@Nullable Object>> rows) {
    return print(rows).stream().sorted().toList();
  }

  /** The order of two boxes, neither null, as SQL has it. */
  static int compare(Object a, Object b) {
    if (a instanceof byte[] bytes) {
      return Arrays.compareUnsigned(bytes, (byte[]) b);
    }
    if (a instanceof Double number) {
      return number == (double) (Double) b ? 0 : number.compareTo((Double) b);
    }
    return a instanceof Long number
        ? number.compareTo((Long) b)
        : ((BigDecimal) a).compareTo((BigDecimal) b);
  }

  /** Whether two boxes are one value; NULL equals NULL. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    return (a == null || b == null) ? a == b : compare(a, b) == 0;
  }

  /** Whether two rows are one. */
  static boolean same(List<@Nullable Object> a, List<@Nullable Object> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return a.size() == b.size();
  }
}
