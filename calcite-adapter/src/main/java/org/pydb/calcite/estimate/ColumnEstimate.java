package org.pydb.calcite.estimate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.LikePrefix;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.exec.value.LikePattern;
import org.pydb.calcite.rex.HoistedValue;
import org.pydb.calcite.rex.LiteralValues;
import org.pydb.calcite.rex.UnsupportedExpression;
import org.pydb.calcite.statistics.ColumnStatistics;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.calcite.statistics.ValueKey;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * What is known about the values of one column of a table: by its statistics if it was analyzed,
 * else by its type alone. Immutable.
 */
public final class ColumnEstimate {
  private static final long MICROS_A_DAY = 86_400_000_000L;

  /** A pattern is tried on no fewer values than these, or not at all. */
  private static final int SAMPLES_MIN = 20;

  private static final double PATTERN_LEAST = 0.005;

  private final PydbTable table;
  private final int column;
  private final ColumnType type;
  private final ColumnStatistics statistics;
  private final double analyzedRows;

  private ColumnEstimate(
      PydbTable table, int column, ColumnStatistics statistics, double analyzedRows) {
    this.table = table;
    this.column = column;
    this.type = table.definition().columns().get(column).type();
    this.statistics = statistics;
    this.analyzedRows = analyzedRows;
  }

  /** The statistics of a column; null if it was never analyzed. */
  public static @Nullable ColumnEstimate of(PydbTable table, int column) {
    TableProfile profile = table.statistics().profile();
    if (profile == null || profile.rowCount() == 0) {
      return null;
    }
    ColumnStatistics statistics = profile.column(column);
    return statistics == null
        ? null
        : new ColumnEstimate(table, column, statistics, (double) profile.rowCount());
  }

  /** The table. */
  public PydbTable table() {
    return table;
  }

  /** The column's ordinal in the table. */
  public int column() {
    return column;
  }

  /** What the analysis found. */
  public ColumnStatistics statistics() {
    return statistics;
  }

  /**
   * How many different values there are now. Where a tenth of the rows or more had a value of their
   * own, new rows bring new values.
   */
  public double distinctCount() {
    double distinct = statistics.distinctCount();
    double grown = table.getRowCount() / analyzedRows;
    return distinct > 0.1 * analyzedRows ? Math.max(1, distinct * grown) : distinct;
  }

  /** The share of rows that are not NULL. */
  public double notNull() {
    return 1 - statistics.nullShare();
  }

  /** The share of rows with one value, of which nothing is known. */
  public double equalToAny() {
    return notNull() / distinctCount();
  }

  /** The share of rows with this value. */
  public double equalTo(RexNode value) {
    byte[] key = key(value);
    return key == null ? equalToAny() : statistics.equalTo(key);
  }

  /** The share of rows with less than this value; NaN if that cannot be told. */
  public double below(RexNode value, boolean inclusive) {
    byte[] key = key(value);
    return key == null ? Double.NaN : statistics.below(key, inclusive);
  }

  /**
   * How the numbers of a column spread.
   *
   * @param mean their average
   * @param variance the average square of how far they are from it
   */
  public record Spread(double mean, double variance) {}

  /** How the numbers of a column spread; null if they are no numbers, or nothing is known. */
  public @Nullable Spread spread() {
    boolean isNumber =
        switch (type.kind()) {
          case INT16, INT32, INT64, DECIMAL, NUMERIC, FLOAT32, FLOAT64 -> true;
          default -> false;
        };
    List<byte[]> bounds = statistics.bounds();
    if (!isNumber || notNull() <= 0 || (bounds.size() < 2 && !statistics.isSkewed())) {
      return null;
    }
    double weights = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < statistics.common().size(); i++) {
      double value = number(statistics.common().get(i));
      weights += statistics.commonShare(i);
      sum += statistics.commonShare(i) * value;
      squares += statistics.commonShare(i) * value * value;
    }
    double part = statistics.otherShare() / Math.max(1, bounds.size() - 1);
    for (int i = 1; i < bounds.size(); i++) {
      double value = (number(bounds.get(i - 1)) + number(bounds.get(i))) / 2;
      weights += part;
      sum += part * value;
      squares += part * value * value;
    }
    double mean = sum / weights;
    double variance = Math.max(0, squares / weights - mean * mean);
    return Double.isNaN(mean + variance) || Double.isInfinite(mean + variance)
        ? null
        : new Spread(mean, variance);
  }

  private double number(byte[] key) {
    return Double.parseDouble(new ValueKey(type).print(key));
  }

  /** The share of rows whose text is like a pattern; NaN if that cannot be told. */
  public double like(RexNode pattern) {
    if (!(pattern instanceof RexLiteral literal) || literal.isNull()) {
      return Double.NaN;
    }
    String text = String.valueOf(RexLiteral.stringValue(literal));
    double byPrefix = byPrefix(LikePrefix.of(text));
    byte[] bytes = text.getBytes(UTF_8);
    LikePattern like;
    try {
      like = LikePattern.of(bytes, '\\');
    } catch (RuntimeException e) {
      return Double.NaN; // It fails when it runs.
    }
    double bySamples = bySamples(like);
    return Double.isNaN(bySamples) || byPrefix < bySamples ? byPrefix : bySamples;
  }

  private double byPrefix(String prefix) {
    if (prefix.isEmpty()) {
      return Double.NaN;
    }
    ValueKey keys = new ValueKey(type);
    String successor = LikePrefix.successor(prefix);
    byte[] low = keys.of(prefix.getBytes(UTF_8));
    byte[] high = successor == null ? null : keys.of(successor.getBytes(UTF_8));
    if (low == null) {
      return Double.NaN;
    }
    double end = high == null ? notNull() : statistics.below(high, false);
    return Math.max(PATTERN_LEAST * notNull(), end - statistics.below(low, false));
  }

  /** Tries the pattern on the values that the statistics list. */
  private double bySamples(LikePattern like) {
    ValueKey keys = new ValueKey(type);
    List<byte[]> bounds = statistics.bounds();
    boolean hasOthers = statistics.otherShare() > 0.01;
    if (hasOthers && bounds.size() < SAMPLES_MIN) {
      return Double.NaN;
    }
    double share = 0;
    for (int i = 0; i < statistics.common().size(); i++) {
      byte[] value = keys.bytes(statistics.common().get(i));
      if (value == null) {
        return Double.NaN;
      }
      share += like.matches(value, 0, value.length) ? statistics.commonShare(i) : 0;
    }
    int matches = 0;
    for (byte[] bound : bounds) {
      byte[] value = keys.bytes(bound);
      matches += value != null && like.matches(value, 0, value.length) ? 1 : 0;
    }
    double others = hasOthers ? Math.max(PATTERN_LEAST, (double) matches / bounds.size()) : 0;
    return share + others * statistics.otherShare();
  }

  private byte @Nullable [] key(RexNode value) {
    Object plain = value(value, type);
    return plain == null ? null : new ValueKey(type).of(plain);
  }

  /** A literal as vectors hold values of a column; null if it is none, or NULL. */
  static @Nullable Object value(RexNode node, ColumnType column) {
    if (!(HoistedValue.estimated(node) instanceof RexLiteral literal) || literal.isNull()) {
      return null;
    }
    try {
      Object value = LiteralValues.of(literal);
      boolean isMoment = literal.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP;
      return isMoment && column.kind() == ColumnKind.DATE && value instanceof Long micros
          ? (Object) Math.floorDiv(micros, MICROS_A_DAY)
          : value;
    } catch (UnsupportedExpression | ArithmeticException e) {
      return null;
    }
  }
}
