package org.pydb.calcite.exec.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.SqlError;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Vectors of all kinds against arrays of boxes. */
class VectorTest {
  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.of(ColumnKind.INT64),
          ColumnType.of(ColumnKind.FLOAT64),
          ColumnType.decimal(38, 2),
          ColumnType.of(ColumnKind.NUMERIC),
          ColumnType.of(ColumnKind.TEXT));

  @Test
  void keepsWhatIsCopiedIntoIt() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      ColumnType type = TYPES.get(random.nextInt(TYPES.size()));
      Vector target = Vector.of(type);
      for (int round = 0; round < 3; round++) {
        checkCopies(type, target, random, "seed " + seed + ", round " + round);
      }
    }
  }

  private static void checkCopies(ColumnType type, Vector target, Random random, String seed) {
    int size = 1 + random.nextInt(50);
    @Nullable Object[] model = new Object[3 * size];
    target.reset(size);
    fill(target, size, model, type, random);
    target.ensureCapacity(3 * size);

    Vector source = Vector.of(type);
    source.reset(size);
    @Nullable Object[] given = new Object[size];
    fill(source, size, given, type, random);
    int[] rows = someRows(size, random);

    target.copy(source, rows, rows.length);
    for (int row : rows) {
      model[row] = given[row];
    }
    target.gather(source, rows, rows.length, size);
    for (int k = 0; k < rows.length; k++) {
      model[size + k] = given[rows[k]];
    }
    int repeated = random.nextInt(size);
    target.repeat(source, repeated, 2 * size, 3 * size);
    Arrays.fill(model, 2 * size, 3 * size, given[repeated]);

    for (int row = 0; row < 3 * size; row++) {
      if (row < size + rows.length || row >= 2 * size) {
        assertThat(box(target, row)).as(seed).isEqualTo(print(model[row]));
      }
    }
  }

  private static void fill(
      Vector vector, int size, @Nullable Object[] model, ColumnType type, Random random) {
    boolean nulls = random.nextBoolean();
    for (int row = 0; row < size; row++) {
      model[row] = nulls && random.nextInt(3) == 0 ? null : value(type, random);
      vector.setObject(row, model[row]);
    }
  }

  private static Object value(ColumnType type, Random random) {
    return switch (type.kind()) {
      case INT64 -> random.nextLong();
      case FLOAT64 -> random.nextDouble();
      case DECIMAL ->
          random.nextBoolean()
              ? BigDecimal.valueOf(random.nextLong(), 2)
              : new BigDecimal("123456789012345678901234567890.12");
      case NUMERIC -> BigDecimal.valueOf(random.nextInt(), random.nextInt(5));
      default -> ("text " + random.nextInt()).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static int[] someRows(int size, Random random) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      if (random.nextBoolean()) {
        rows.add(row);
      }
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String box(Vector vector, int row) {
    return print(vector.getObject(row));
  }

  private static String print(@Nullable Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }

  @Test
  void writesBytesToItsOwnMemoryAndUsesItAgain() {
    BytesVector vector = new BytesVector();
    byte[] source = "0123456789".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 3; round++) {
      vector.reset(100);
      for (int row = 0; row < 100; row++) {
        vector.append(row, source, row % 10, 10 - row % 10);
      }
      for (int row = 0; row < 100; row++) {
        assertThat(vector.getString(row)).isEqualTo("0123456789".substring(row % 10));
      }
    }
    vector.reset(1);
    byte[] room = vector.allocate(0, 10);
    room[vector.start(0)] = 'x';
    vector.shorten(0, 1);
    assertThat(vector.getString(0)).isEqualTo("x");
  }

  @Test
  void ordersDoublesAsPostgresDoes() {
    double[] ascending = {Double.NEGATIVE_INFINITY, -1, 0, 1, Double.POSITIVE_INFINITY, Double.NaN};
    for (int i = 0; i < ascending.length; i++) {
      for (int j = 0; j < ascending.length; j++) {
        assertThat(Integer.signum(DoubleVector.compare(ascending[i], ascending[j])))
            .isEqualTo(Integer.compare(i, j));
      }
    }
    assertThat(DoubleVector.compare(-0.0, 0.0)).isZero();
  }

  @Test
  void refusesToGiveABigDecimalAsALong() {
    DecimalVector vector = new DecimalVector(0);
    vector.reset(2);
    vector.set(0, new BigDecimal("9223372036854775807"));
    vector.set(1, new BigDecimal("9223372036854775808"));
    assertThat(vector.getUnscaled(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(vector.isBig(0)).isFalse();
    assertThat(vector.isBig(1)).isTrue();
    assertThatThrownBy(() -> vector.getUnscaled(1))
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("22003"));
  }

  @Test
  void splitsAndMergesSelections() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      int[] all = someRows(60, random);
      int[] part = Arrays.stream(all).filter(row -> random.nextInt(3) > 0).toArray();
      int[] rest = new int[all.length];
      int left = Selection.subtract(all, all.length, part, part.length, rest);
      int[] merged = new int[all.length];
      int count = Selection.merge(part, part.length, rest, left, merged);
      assertThat(left + part.length).as("seed %d", seed).isEqualTo(all.length);
      assertThat(Arrays.copyOf(merged, count)).as("seed %d", seed).isEqualTo(all);
    }
  }
}
