package org.pydb.calcite.api;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The values bound to a statement's parameters, unboxed. Parameters count from 0. Not thread-safe;
 * reusable.
 *
 * <p>Each value carries the kind that the application gave it; the statement converts it to the
 * type that the parameter's place asks for, and fails rather than losing anything.
 */
public final class ParameterValues {

  /** No parameters at all. */
  public static final ParameterValues NONE = new ParameterValues(0);

  /** Stands for a tree in the {@link LargeReference} to a value that is bound. */
  public static final int LARGE = 0;

  private static final AtomicLong LAST_LARGE = new AtomicLong();

  private final @Nullable ColumnKind[] kinds;
  private final boolean[] bound;
  private final long[] longs;
  private final @Nullable Object[] objects;

  /** The types of arrays. */
  private final @Nullable ColumnType[] types;

  /** Values for so many parameters, none bound yet. */
  public ParameterValues(int count) {
    kinds = new ColumnKind[count];
    bound = new boolean[count];
    longs = new long[count];
    objects = new Object[count];
    types = new ColumnType[count];
  }

  private ParameterValues(ParameterValues source) {
    kinds = source.kinds.clone();
    bound = source.bound.clone();
    longs = source.longs.clone();
    objects = source.objects.clone();
    types = source.types.clone();
  }

  /** How many parameters there are. */
  public int size() {
    return kinds.length;
  }

  /** Binds NULL. */
  public void setNull(int parameter) {
    bind(parameter, null, 0, null);
  }

  /** Binds a value of a kind that travels as {@code long}. */
  public void setLong(int parameter, ColumnKind kind, long value) {
    bind(parameter, kind, value, null);
  }

  /** Binds a {@code FLOAT32} or {@code FLOAT64}. */
  public void setDouble(int parameter, ColumnKind kind, double value) {
    bind(parameter, kind, Double.doubleToRawLongBits(value), null);
  }

  /** Binds a decimal. */
  public void setDecimal(int parameter, BigDecimal value) {
    bind(parameter, ColumnKind.NUMERIC, 0, value);
  }

  /** Binds a character string. */
  public void setText(int parameter, String value) {
    bind(parameter, ColumnKind.TEXT, 0, value);
  }

  /** Binds {@code BYTES} or a {@code UUID} (16 bytes). The array is not copied. */
  public void setBytes(int parameter, ColumnKind kind, byte[] value) {
    if (LargeReference.is(value, 0, value.length)) {
      setLarge(parameter, kind, LargeSource.of(value, 0, value.length));
      return; // It must not be taken for a reference.
    }
    bind(parameter, kind, 0, value);
  }

  /**
   * Binds a text in UTF-8, or {@code BYTES}, that need not be in memory. It is read when the
   * statement is executed.
   */
  public void setLarge(int parameter, ColumnKind kind, LargeSource value) {
    bind(parameter, kind, LAST_LARGE.incrementAndGet(), value);
  }

  /** The value bound by {@link #setLarge}; null if another kind of value is bound. */
  public @Nullable LargeSource large(int parameter) {
    return objects[parameter] instanceof LargeSource source ? source : null;
  }

  /** Stands for a bound value, until {@link #find} is asked for it. */
  public LargeReference reference(int parameter) {
    LargeSource source = large(parameter);
    if (source == null) {
      throw new IllegalStateException("parameter " + (parameter + 1) + " is no large value");
    }
    return new LargeReference(LARGE, longs[parameter], source.length());
  }

  /** The bound value that a reference stands for; null if it is bound elsewhere. */
  public @Nullable LargeSource find(LargeReference reference) {
    for (int i = 0; i < objects.length; i++) {
      if (longs[i] == reference.id() && objects[i] instanceof LargeSource source) {
        return source;
      }
    }
    return null;
  }

  /**
   * Binds an array.
   *
   * @param type the type of the array
   * @param text as SQL writes it: {@code {1,NULL,3}}
   */
  public void setArray(int parameter, ColumnType type, String text) {
    bind(parameter, ColumnKind.ARRAY, 0, text);
    types[parameter] = type;
  }

  /** Binds what is bound to a parameter of others. */
  public void set(int parameter, ParameterValues source, int sourceParameter) {
    bind(
        parameter,
        source.kinds[sourceParameter],
        source.longs[sourceParameter],
        source.objects[sourceParameter]);
    types[parameter] = source.types[sourceParameter];
  }

  /** Unbinds all. */
  public void clear() {
    Arrays.fill(bound, false);
    Arrays.fill(kinds, null);
    Arrays.fill(objects, null);
  }

  /** A copy that later changes do not reach, for batches. */
  public ParameterValues copy() {
    return new ParameterValues(this);
  }

  /** Whether the parameter has a value or NULL. */
  public boolean isBound(int parameter) {
    return bound[parameter];
  }

  /** Whether the parameter is NULL. */
  public boolean isNull(int parameter) {
    return kinds[parameter] == null;
  }

  /** The kind that the application gave the value, or null for NULL. */
  public @Nullable ColumnKind kind(int parameter) {
    return kinds[parameter];
  }

  /** The type that the application gave the value, or null for NULL. */
  public @Nullable ColumnType type(int parameter) {
    ColumnKind kind = kinds[parameter];
    if (kind == null) {
      return null;
    }
    return kind == ColumnKind.ARRAY ? types[parameter] : ColumnType.of(kind);
  }

  /** The value bound by {@link #setLong}. */
  public long getLong(int parameter) {
    return longs[parameter];
  }

  /** The value bound by {@link #setDouble}. */
  public double getDouble(int parameter) {
    return Double.longBitsToDouble(longs[parameter]);
  }

  /**
   * The value bound by {@code setDecimal}, {@code setText}, {@code setBytes} or {@code setLarge}.
   */
  public @Nullable Object getObject(int parameter) {
    return objects[parameter];
  }

  private void bind(int parameter, @Nullable ColumnKind kind, long word, @Nullable Object object) {
    bound[parameter] = true;
    kinds[parameter] = kind;
    longs[parameter] = word;
    objects[parameter] = object;
  }
}
