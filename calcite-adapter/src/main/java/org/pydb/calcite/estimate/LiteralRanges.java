package org.pydb.calcite.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.IndexBounds;
import org.pydb.calcite.bounds.KeyBound;
import org.pydb.calcite.statistics.ValueKey;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.row.KeyPart;
import org.pydb.engine.schema.KeyRange;

/**
 * The ranges of keys that bounds ask for if all their values are known when a statement is planned.
 * Limits that no key can have are moved to one nearby: good enough to count what lies between.
 */
final class LiteralRanges {

  /** What stands before a value that could be NULL, see {@link KeyFormat}. */
  private static final byte VALUE_MARKER = 1;

  /** More ranges are not looked at. */
  static final int RANGES_MAX = 50;

  private final KeyFormat format;
  private final List<KeyBound> bounds;
  private final List<KeyRange> ranges = new ArrayList<>();
  private boolean failed;

  private LiteralRanges(KeyFormat format, List<KeyBound> bounds) {
    this.format = format;
    this.bounds = bounds;
  }

  /** The ranges; null if some value is not known, or there are too many ranges. */
  static @Nullable List<KeyRange> of(KeyFormat format, IndexBounds bounds) {
    LiteralRanges ranges = new LiteralRanges(format, bounds.columns());
    ranges.add(new ArrayList<>());
    return ranges.failed ? null : ranges.ranges;
  }

  /** Adds the ranges whose keys begin with these values; a missing one stands for NULL. */
  private void add(List<@Nullable Object> prefix) {
    int column = prefix.size();
    if (failed || ranges.size() > RANGES_MAX) {
      failed = true;
    } else if (column == bounds.size()) {
      addRange(KeyRange.prefix(encode(prefix).toArray()));
    } else {
      add(prefix, bounds.get(column));
    }
  }

  private void add(List<@Nullable Object> prefix, KeyBound bound) {
    if (bound instanceof KeyBound.Equal equal) {
      addPoint(prefix, equal.value());
    } else if (bound instanceof KeyBound.AnyOf any) {
      any.values().forEach(value -> addPoint(prefix, value));
    } else if (bound instanceof KeyBound.Range range) {
      addRange(between(prefix, range));
    } else {
      addNext(prefix, null);
    }
  }

  private void addPoint(List<@Nullable Object> prefix, RexNode value) {
    Object plain = ColumnEstimate.value(value, format.part(prefix.size()).type());
    if (plain == null) {
      failed = true;
    } else {
      addNext(prefix, plain);
    }
  }

  private void addNext(List<@Nullable Object> prefix, @Nullable Object value) {
    List<@Nullable Object> longer = new ArrayList<>(prefix);
    longer.add(value);
    add(longer);
  }

  private void addRange(@Nullable KeyRange range) {
    if (range == null) {
      failed = true;
    } else {
      ranges.add(range);
    }
  }

  private KeyEncoder encode(List<@Nullable Object> values) {
    KeyEncoder encoder = new KeyEncoder(format).clear();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value == null) {
        encoder.addNull();
      } else if (!ValueKey.put(encoder, format.part(i).type(), value)) {
        failed = true;
        break;
      }
    }
    return encoder;
  }

  /** From the first to behind the last key within limits; NULL is never within. */
  private @Nullable KeyRange between(List<@Nullable Object> prefix, KeyBound.Range range) {
    KeyPart part = format.part(prefix.size());
    RexNode low = part.descending() ? range.upper() : range.lower();
    RexNode high = part.descending() ? range.lower() : range.upper();
    boolean lowInclusive = part.descending() ? range.upperInclusive() : range.lowerInclusive();
    boolean highInclusive = part.descending() ? range.lowerInclusive() : range.upperInclusive();
    byte[] shared = encode(prefix).toArray();
    byte[] values = part.nullable() ? withMarker(shared) : shared;
    byte[] first = low == null ? values : limit(prefix, low, !lowInclusive);
    byte[] end = high == null ? KeyRange.successor(values) : limit(prefix, high, highInclusive);
    boolean isUnknown = (low != null && first == null) || (high != null && end == null);
    return isUnknown || failed ? null : new KeyRange(first, end);
  }

  /** The bytes with which keys begin that have a value in the next column, which can be NULL. */
  private static byte[] withMarker(byte[] shared) {
    byte[] marked = Arrays.copyOf(shared, shared.length + 1);
    marked[shared.length] = VALUE_MARKER;
    return marked;
  }

  private byte @Nullable [] limit(List<@Nullable Object> prefix, RexNode value, boolean behind) {
    Object plain = ColumnEstimate.value(value, format.part(prefix.size()).type());
    if (plain == null) {
      return null;
    }
    List<@Nullable Object> values = new ArrayList<>(prefix);
    values.add(plain);
    byte[] key = encode(values).toArray();
    return behind ? KeyRange.successor(key) : key;
  }
}
