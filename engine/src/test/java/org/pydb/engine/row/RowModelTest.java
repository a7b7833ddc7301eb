package org.pydb.engine.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.testkit.Seeds;

/** Rows of random tables, written and read back one by one and as batches. */
class RowModelTest {

  private static final int TABLES = 1000;
  private static final int ROWS = 30;

  private final Random random = Seeds.random("RowModelTest");

  /** A row as it stands in a page: what was set, and the bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(Object[] values, byte[] key, byte[] value) {}

  @Test
  void whatWentInComesOut() {
    for (int i = 0; i < TABLES; i++) {
      TableDefinition table = Tables.random(random, 12);
      RowLayout layout = RowLayout.of(table);
      RowView view = new RowView(layout);
      RowBuilder again = new RowBuilder(layout);
      for (Stored row : randomRows(table, ROWS)) {
        Page page = new Page(List.of(row), random.nextInt(row.key.length + 1));
        page.position(0, view);
        checkRow(table, row.values, view);
        again.clear();
        if (layout.hasRowIds()) {
          again.setRowId(view.rowId());
        }
        again.setAll(view);
        checkRow(table, row.values, again);
        assertThat(again.key().toArray()).isEqualTo(row.key);
        assertThat(again.value().toArray()).isEqualTo(row.value);
      }
    }
  }

  @Test
  void batchesGatherWhatViewsRead() {
    for (int i = 0; i < TABLES; i++) {
      TableDefinition table = Tables.random(random, 12);
      RowLayout layout = RowLayout.of(table);
      RowBatch batch = new RowBatch(layout, 3 * ROWS);
      for (int round = 0; round < 2; round++) {
        batch.clear();
        List<Stored> rows = new ArrayList<>();
        for (int page = 0; page < 3; page++) {
          TableDefinition writtenAs = page == 1 ? Tables.earlier(table, random) : table;
          addPage(randomRows(writtenAs, random.nextInt(ROWS)), rows, batch);
        }
        for (int column = 0; column < layout.columnCount(); column++) {
          checkGather(batch, column, rows);
        }
        checkViews(batch, rows);
      }
    }
  }

  private void addPage(List<Stored> added, List<Stored> rows, RowBatch batch) {
    Page page = new Page(added, commonPrefix(added));
    batch.open(page.bytes, 0, page.prefixLength, page.bytes, page.bytes);
    if (random.nextBoolean()) {
      for (int i = 0; i < added.size(); i++) {
        batch.add(page.keyFrom[i], page.keyTo[i], page.valueFrom[i], page.valueTo[i]);
      }
    } else {
      System.arraycopy(page.keyFrom, 0, batch.keyFroms(), batch.size(), added.size());
      System.arraycopy(page.keyTo, 0, batch.keyTos(), batch.size(), added.size());
      System.arraycopy(page.valueFrom, 0, batch.valueFroms(), batch.size(), added.size());
      System.arraycopy(page.valueTo, 0, batch.valueTos(), batch.size(), added.size());
      batch.append(added.size());
    }
    rows.addAll(added);
  }

  private void checkGather(RowBatch batch, int column, List<Stored> rows) {
    ColumnType type = batch.layout().type(column);
    int outFrom = random.nextInt(70);
    int to = outFrom + rows.size();
    boolean[] nulls = new boolean[to];
    Arrays.fill(nulls, random.nextBoolean());
    batch.nulls(column, nulls, outFrom);
    Object[] out = gather(batch, column, type, outFrom, to);
    int expectedNulls = 0;
    for (int i = 0; i < rows.size(); i++) {
      Object expected = column < rows.get(i).values.length ? rows.get(i).values[column] : null;
      expectedNulls += expected == null ? 1 : 0;
      assertThat(nulls[outFrom + i]).isEqualTo(expected == null);
      if (expected != null) {
        checkValue(type, expected, out[outFrom + i]);
      }
    }
    assertThat(batch.nullCount(column)).isEqualTo(expectedNulls);
    if (type.kind() == ColumnKind.DECIMAL && !type.isLong()) {
      checkUnscaledLongs(batch, column, out, outFrom);
    }
  }

  private static Object[] gather(RowBatch batch, int column, ColumnType type, int outFrom, int to) {
    Object[] out = new Object[to];
    switch (Carrier.of(type)) {
      case LONG -> {
        long[] values = new long[to];
        batch.longs(column, values, outFrom);
        Arrays.setAll(out, i -> values[i]);
      }
      case DOUBLE -> {
        double[] values = new double[to];
        batch.doubles(column, values, outFrom);
        Arrays.setAll(out, i -> values[i]);
      }
      case DECIMAL -> {
        BigDecimal[] values = new BigDecimal[to];
        batch.decimals(column, values, outFrom);
        Arrays.setAll(out, i -> values[i]);
      }
      case BYTES -> {
        byte[][] arrays = new byte[to][];
        int[] starts = new int[to];
        int[] lengths = new int[to];
        batch.bytes(column, arrays, starts, lengths, outFrom);
        for (int i = outFrom; i < to; i++) {
          out[i] = Values.slice(arrays[i], starts[i], lengths[i]);
        }
      }
    }
    return out;
  }

  private static void checkUnscaledLongs(
      RowBatch batch, int column, Object[] expected, int outFrom) {
    long[] out = new long[expected.length];
    boolean fit = batch.unscaledLongs(column, out, outFrom);
    boolean allFit = true;
    for (int i = outFrom; i < expected.length; i++) {
      if (expected[i] != null) {
        BigInteger unscaled = ((BigDecimal) expected[i]).unscaledValue();
        allFit &= unscaled.bitLength() < Long.SIZE;
        if (fit) {
          assertThat(out[i]).isEqualTo(unscaled.longValueExact());
        }
      }
    }
    assertThat(fit).isEqualTo(allFit);
  }

  private static void checkViews(RowBatch batch, List<Stored> rows) {
    RowView view = new RowView(batch.layout());
    for (int i = 0; i < rows.size(); i++) {
      batch.view(i, view);
      Object[] values = Arrays.copyOf(rows.get(i).values, batch.layout().columnCount());
      checkRow(batch.layout().table(), values, view);
    }
  }

  /** Values that no builder wrote are refused or read as something, but never beyond their end. */
  @Test
  void damagedRowsAreRefusedCleanly() {
    for (int i = 0; i < TABLES; i++) {
      TableDefinition table = Tables.random(random, 12);
      RowLayout layout = RowLayout.of(table);
      RowView view = new RowView(layout);
      RowBatch batch = new RowBatch(layout, 1);
      for (Stored row : randomRows(table, ROWS)) {
        byte[] value = damage(row.value);
        refuseCleanly(
            () -> {
              view.position(row.key, 0, row.key.length, value, 0, value.length);
              for (int column = 0; column < layout.columnCount(); column++) {
                Values.get(view, column, layout.type(column));
              }
            });
        refuseCleanly(
            () -> {
              batch.clear();
              batch.open(row.key, 0, 0, row.key, value);
              batch.add(0, row.key.length, 0, value.length);
              for (int column = 0; column < layout.columnCount(); column++) {
                gather(batch, column, layout.type(column), 0, 1);
              }
            });
      }
    }
  }

  private byte[] damage(byte[] value) {
    byte[] damaged = Arrays.copyOf(value, random.nextInt(value.length + 1));
    if (damaged.length > 0) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    return damaged;
  }

  private static void refuseCleanly(Runnable reading) {
    try {
      reading.run();
    } catch (EngineException e) {
      assertThat(e).isInstanceOf(CorruptionException.class);
    }
  }

  private List<Stored> randomRows(TableDefinition table, int count) {
    RowLayout layout = RowLayout.of(table);
    RowBuilder builder = new RowBuilder(layout);
    List<Stored> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      builder.clear();
      Object[] values = Tables.randomRow(table, random);
      if (layout.hasRowIds()) {
        builder.setRowId(1 + random.nextInt(1000));
      }
      for (int column = 0; column < values.length; column++) {
        Values.set(builder, column, table.columns().get(column).type(), values[column]);
      }
      rows.add(new Stored(values, builder.key().toArray(), builder.value().toArray()));
    }
    return rows;
  }

  private static void checkRow(TableDefinition table, Object[] values, Row row) {
    for (int column = 0; column < values.length; column++) {
      ColumnType type = table.columns().get(column).type();
      checkValue(type, values[column], Values.get(row, column, type));
    }
  }

  private static void checkValue(ColumnType type, Object expected, Object actual) {
    if (expected != null && type.isBytes()) {
      assertThat((byte[]) actual).isEqualTo(Values.stored(type, expected));
    } else {
      assertThat(actual).isEqualTo(expected); // Double.equals tells -0.0 from 0.0
    }
  }

  private static int commonPrefix(List<Stored> rows) {
    int prefix = rows.isEmpty() ? 0 : rows.get(0).key.length;
    for (Stored row : rows) {
      int mismatch = Arrays.mismatch(rows.get(0).key, row.key);
      prefix = mismatch < 0 ? prefix : Math.min(prefix, mismatch);
    }
    return prefix;
  }

  /** Rows in one array: the prefix of their keys, then the rest of each key and each value. */
  private static final class Page {
    final byte[] bytes;
    final int prefixLength;
    final int[] keyFrom;
    final int[] keyTo;
    final int[] valueFrom;
    final int[] valueTo;

    Page(List<Stored> rows, int prefixLength) {
      this.prefixLength = prefixLength;
      int size = prefixLength;
      for (Stored row : rows) {
        size += row.key.length - prefixLength + row.value.length;
      }
      bytes = new byte[size];
      keyFrom = new int[rows.size()];
      keyTo = new int[rows.size()];
      valueFrom = new int[rows.size()];
      valueTo = new int[rows.size()];
      int at = prefixLength;
      for (int i = 0; i < rows.size(); i++) {
        Stored row = rows.get(i);
        System.arraycopy(row.key, 0, bytes, 0, prefixLength);
        int suffix = row.key.length - prefixLength;
        System.arraycopy(row.key, prefixLength, bytes, at, suffix);
        System.arraycopy(row.value, 0, bytes, at + suffix, row.value.length);
        keyFrom[i] = at;
        keyTo[i] = at + suffix;
        valueFrom[i] = keyTo[i];
        valueTo[i] = keyTo[i] + row.value.length;
        at = valueTo[i];
      }
    }

    void position(int row, RowView view) {
      view.position(
          bytes,
          0,
          prefixLength,
          bytes,
          keyFrom[row],
          keyTo[row],
          bytes,
          valueFrom[row],
          valueTo[row]);
    }
  }
}
