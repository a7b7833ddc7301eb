package org.pydb.calcite.system;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;

/**
 * A table whose rows are computed when it is read: what they are computed from, and for each column
 * how. Only the columns that a query wants are computed. Immutable; thread-safe.
 *
 * <pre>
 *   SystemTable.of("pydb", "locks", SystemState::lockWaits)
 *       .text("waiter", wait -> wait.waiter())
 *       …
 *       .make()
 * </pre>
 */
public final class SystemTable {

  /** How many rows planning expects of any of them. */
  public static final double ROWS_EXPECTED = 200;

  /** Below all ids of tables that are stored. */
  private static final AtomicInteger LAST_ID = new AtomicInteger();

  private final TableDefinition definition;
  private final Function<SystemState, ? extends Iterable<?>> rows;
  private final List<Function<Object, @Nullable Object>> values;

  private SystemTable(
      TableDefinition definition,
      Function<SystemState, ? extends Iterable<?>> rows,
      List<Function<Object, @Nullable Object>> values) {
    this.definition = definition;
    this.rows = rows;
    this.values = List.copyOf(values);
  }

  /**
   * A table without columns yet.
   *
   * @param rows what its rows are computed from, one by one
   */
  public static <R> Builder<R> of(
      String schema, String name, Function<SystemState, ? extends Iterable<R>> rows) {
    return new Builder<>(schema, name, rows);
  }

  /**
   * A table without rows.
   *
   * @param columns names with blanks between; {@code #} ends those of bigint, {@code %} of integer,
   *     {@code ?} of boolean; all others are texts
   */
  static SystemTable empty(String schema, String name, String columns) {
    Builder<String> table = of(schema, name, state -> List.<String>of());
    for (String column : columns.split(" ", -1)) {
      String plain = column.replaceAll("[#%?]$", "");
      switch (column.substring(plain.length())) {
        case "#" -> table.bigint(plain, row -> null);
        case "%" -> table.integer(plain, row -> null);
        case "?" -> table.bool(plain, row -> null);
        default -> table.nulls(plain);
      }
    }
    return table.make();
  }

  /** Name and columns, with an id that no stored table has; there are no keys. */
  public TableDefinition definition() {
    return definition;
  }

  /** What the rows are computed from, now. */
  Iterable<?> rows(SystemState state) {
    return rows.apply(state);
  }

  /** The value of a column, as {@code Vector.setObject} takes it. */
  @Nullable Object value(int column, Object row) {
    return values.get(column).apply(row);
  }

  /** Makes a table, column by column. */
  public static final class Builder<R> {
    private final String schema;
    private final String name;
    private final Function<SystemState, ? extends Iterable<R>> rows;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<Function<Object, @Nullable Object>> values = new ArrayList<>();

    private Builder(String schema, String name, Function<SystemState, ? extends Iterable<R>> rows) {
      this.schema = schema;
      this.name = name;
      this.rows = rows;
    }

    /** A column of text. */
    public Builder<R> text(String column, Function<R, @Nullable String> value) {
      return add(column, ColumnType.text(0), row -> bytes(value.apply(row)));
    }

    /** A column of 64 bit integers; ids of objects are such as well. */
    public Builder<R> bigint(String column, Function<R, ? extends @Nullable Number> value) {
      return add(column, ColumnType.of(ColumnKind.INT64), row -> number(value.apply(row)));
    }

    /** A column of 32 bit integers. */
    public Builder<R> integer(String column, Function<R, ? extends @Nullable Number> value) {
      return add(column, ColumnType.of(ColumnKind.INT32), row -> number(value.apply(row)));
    }

    /** A column of 16 bit integers. */
    public Builder<R> smallint(String column, Function<R, ? extends @Nullable Number> value) {
      return add(column, ColumnType.of(ColumnKind.INT16), row -> number(value.apply(row)));
    }

    /** A column of doubles. */
    public Builder<R> real(String column, Function<R, @Nullable Double> value) {
      return add(column, ColumnType.of(ColumnKind.FLOAT64), value);
    }

    /** A column of truth values. */
    public Builder<R> bool(String column, Function<R, @Nullable Boolean> value) {
      return add(column, ColumnType.of(ColumnKind.BOOLEAN), row -> truth(value.apply(row)));
    }

    /** A column of instants, in microseconds since 1970 UTC. */
    public Builder<R> instant(String column, Function<R, @Nullable Long> value) {
      return add(column, ColumnType.of(ColumnKind.TIMESTAMP_TZ), value);
    }

    /** A column of arrays of 16 bit integers. */
    public Builder<R> smallints(String column, Function<R, @Nullable List<Integer>> value) {
      return smallints(column, 1, value);
    }

    /** A column of such arrays that are counted from 0: PostgreSQL's {@code int2vector}. */
    public Builder<R> vector(String column, Function<R, @Nullable List<Integer>> value) {
      return smallints(column, 0, value);
    }

    /** A column of arrays of 64 bit integers, counted from 0: PostgreSQL's {@code oidvector}. */
    public Builder<R> bigints(String column, Function<R, List<Long>> value) {
      ColumnType element = ColumnType.of(ColumnKind.INT64);
      return add(
          column,
          ColumnType.array(element),
          row -> ArrayValue.countFrom(0, ArrayValue.write(element, value.apply(row))));
    }

    private Builder<R> smallints(
        String column, int first, Function<R, @Nullable List<Integer>> value) {
      ColumnType element = ColumnType.of(ColumnKind.INT16);
      return add(
          column,
          ColumnType.array(element),
          row -> {
            List<Integer> numbers = value.apply(row);
            return numbers == null
                ? null
                : ArrayValue.countFrom(
                    first,
                    ArrayValue.write(element, numbers.stream().map(Integer::longValue).toList()));
          });
    }

    /** A column of arrays that is NULL in all rows. */
    public Builder<R> noArrays(String column, ColumnType element) {
      return add(column, ColumnType.array(element), row -> null);
    }

    /** A column of text that is the same in all rows. */
    public Builder<R> constant(String column, @Nullable String value) {
      return text(column, row -> value);
    }

    /** Columns of text that are NULL in all rows. */
    public Builder<R> nulls(String... nullColumns) {
      for (String column : nullColumns) {
        constant(column, null);
      }
      return this;
    }

    @SuppressWarnings("unchecked") // rows of this table are of this type
    private Builder<R> add(
        String column, ColumnType type, Function<R, ? extends @Nullable Object> value) {
      columns.add(new ColumnDefinition(column, type, true));
      values.add(row -> value.apply((R) row));
      return this;
    }

    /** The table. */
    public SystemTable make() {
      TableDefinition definition =
          new TableDefinition(
              LAST_ID.decrementAndGet(),
              1,
              schema,
              name,
              columns,
              null,
              List.of(),
              List.of(),
              List.of(),
              Map.of());
      return new SystemTable(definition, rows, values);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
      return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Long number(@Nullable Number number) {
      return number == null ? null : Long.valueOf(number.longValue());
    }

    private static @Nullable Long truth(@Nullable Boolean value) {
      return value == null ? null : value ? Long.valueOf(1) : Long.valueOf(0);
    }
  }
}
