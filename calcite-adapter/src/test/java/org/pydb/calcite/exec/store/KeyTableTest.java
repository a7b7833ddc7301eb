package org.pydb.calcite.exec.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Tables of keys against {@code HashMap}. */
class KeyTableTest {
  private static final ColumnType INT64 = ColumnType.of(ColumnKind.INT64);

  @Test
  void numbersKeysAsTheModelDoes() {
    for (long seed = 0; seed < 80; seed++) {
      Random random = new Random(seed);
      int width = 1 + random.nextInt(3);
      boolean nullsEqual = random.nextBoolean();
      int domain = 1 + random.nextInt(seed % 4 == 0 ? 100_000 : 30);
      MemoryAccount memory = new MemoryAccount(MemoryQuota.unlimited(), "Test");
      KeyTable table = KeyTable.of(Collections.nCopies(width, INT64), nullsEqual, memory);
      Map<List<@Nullable Long>, Integer> model = new HashMap<>();
      for (int batch = 0; batch < 20; batch++) {
        boolean insert = random.nextInt(3) > 0;
        checkBatch(table, model, width, domain, nullsEqual, insert, random, "seed " + seed);
      }
      assertThat(table.size()).isEqualTo(model.size());
    }
  }

  private static void checkBatch(
      KeyTable table,
      Map<List<@Nullable Long>, Integer> model,
      int width,
      int domain,
      boolean nullsEqual,
      boolean insert,
      Random random,
      String seed) {
    int count = 1 + random.nextInt(1000);
    Vector[] vectors = new Vector[width];
    for (int i = 0; i < width; i++) {
      vectors[i] = random(count, domain, random);
    }
    int[] ids = new int[count];
    if (insert) {
      table.insert(vectors, Selection.ALL, count, ids);
    } else {
      table.find(vectors, Selection.ALL, count, ids);
    }
    for (int k = 0; k < count; k++) {
      List<@Nullable Long> key = new ArrayList<>();
      for (Vector vector : vectors) {
        key.add((Long) vector.getObject(k));
      }
      if (!nullsEqual && key.contains(null)) {
        assertThat(ids[k]).as(seed).isEqualTo(KeyTable.NONE);
      } else if (model.containsKey(key) || !insert) {
        assertThat(ids[k]).as(seed).isEqualTo(model.getOrDefault(key, KeyTable.NONE));
      } else {
        assertThat(model).as(seed).doesNotContainValue(ids[k]);
        model.put(key, ids[k]);
      }
    }
  }

  private static Vector random(int count, int domain, Random random) {
    LongVector vector = new LongVector();
    vector.reset(count);
    boolean nulls = random.nextBoolean();
    for (int row = 0; row < count; row++) {
      vector.set(row, random.nextInt(domain));
      if (nulls && random.nextInt(10) == 0) {
        vector.setNull(row);
      }
    }
    return vector;
  }

  @Test
  void findsMembersOfSets() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      long[] values = random.longs(random.nextInt(100), -20, 20).toArray();
      LongSet set = new LongSet(values);
      for (long value = -25; value < 25; value++) {
        long wanted = value;
        assertThat(set.contains(value))
            .as("seed %d", seed)
            .isEqualTo(Arrays.stream(values).anyMatch(each -> each == wanted));
      }
    }
  }
}
