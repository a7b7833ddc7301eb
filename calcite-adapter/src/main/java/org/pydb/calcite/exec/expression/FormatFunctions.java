package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.DATE;
import static org.pydb.engine.schema.ColumnKind.FLOAT64;
import static org.pydb.engine.schema.ColumnKind.INTERVAL;
import static org.pydb.engine.schema.ColumnKind.NUMERIC;
import static org.pydb.engine.schema.ColumnKind.TEXT;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP_TZ;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.text.DateTimePattern;
import org.pydb.calcite.exec.text.DateTimeReading;
import org.pydb.calcite.exec.text.NumberPattern;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.LongVector;

/** Registers to_char, to_date, to_timestamp and to_number. Stateless. */
final class FormatFunctions {

  /** The digits of a double that PostgreSQL shows. */
  private static final int DOUBLE_DIGITS = 15;

  private FormatFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.TO_CHAR, binders)
        .formPerExecution(TEXT, FormatFunctions::instantToChar, TIMESTAMP_TZ, TEXT)
        .formPerExecution(TEXT, context -> timestampToChar(), TIMESTAMP, TEXT)
        .formPerExecution(TEXT, context -> intervalToChar(), INTERVAL, TEXT)
        .formPerExecution(TEXT, context -> decimalToChar(), NUMERIC, TEXT)
        .formPerExecution(TEXT, context -> doubleToChar(), FLOAT64, TEXT);
    Overloads.of(ScalarFunction.TO_DATE, binders)
        .formPerExecution(DATE, context -> toDate(), TEXT, TEXT);
    Overloads.of(ScalarFunction.TO_NUMBER, binders)
        .formPerExecution(NUMERIC, context -> toNumber(), TEXT, TEXT);
  }

  /** The pattern of the last row, which is mostly that of all. */
  private static final class LastPattern<T> {
    private final Function<String, T> parser;
    private String source = "";
    private @Nullable T pattern;

    LastPattern(Function<String, T> parser) {
      this.parser = parser;
    }

    T get(String newSource) {
      T now = pattern;
      if (now == null || !source.equals(newSource)) {
        now = parser.apply(newSource);
        pattern = now;
        source = newSource;
      }
      return now;
    }
  }

  private static RowFunction instantToChar(EvaluationContext context) {
    SessionZone zone = context.zone();
    LastPattern<DateTimePattern> patterns = new LastPattern<>(DateTimePattern::of);
    return (in, row, out) -> {
      long instant = in.getLong(0, row);
      long offset = zone.offsetAt(instant);
      DateTimePattern pattern = patterns.get(in.getString(1, row));
      TextResult.set(out, row, pattern.print(instant + offset, zone, offset));
    };
  }

  private static RowFunction timestampToChar() {
    LastPattern<DateTimePattern> patterns = new LastPattern<>(DateTimePattern::of);
    return (in, row, out) -> {
      DateTimePattern pattern = patterns.get(in.getString(1, row));
      TextResult.set(out, row, pattern.print(in.getLong(0, row), null, 0));
    };
  }

  private static RowFunction intervalToChar() {
    LastPattern<DateTimePattern> patterns = new LastPattern<>(DateTimePattern::of);
    return (in, row, out) -> {
      BytesVector intervals = in.bytes(0);
      Interval interval = Interval.read(intervals.array(row), intervals.start(row));
      TextResult.set(out, row, patterns.get(in.getString(1, row)).print(interval));
    };
  }

  private static RowFunction decimalToChar() {
    LastPattern<NumberPattern> patterns = new LastPattern<>(NumberPattern::of);
    return (in, row, out) ->
        TextResult.set(out, row, patterns.get(in.getString(1, row)).print(in.getDecimal(0, row)));
  }

  private static RowFunction doubleToChar() {
    LastPattern<NumberPattern> patterns = new LastPattern<>(NumberPattern::of);
    return (in, row, out) -> {
      double value = in.getDouble(0, row);
      if (Double.isNaN(value)) {
        throw new SqlError("0A000", "to_char of NaN is not supported");
      }
      NumberPattern pattern = patterns.get(in.getString(1, row));
      TextResult.set(
          out,
          row,
          Double.isInfinite(value)
              ? pattern.printInfinity(value < 0)
              : pattern.print(rounded(value, pattern.scale()), value));
    };
  }

  /** Halves go to the even neighbour, unlike those of decimals: 0.5 is shown as 0, 1.5 as 2. */
  private static BigDecimal rounded(double value, int scale) {
    BigDecimal exact = new BigDecimal(value);
    int whole = exact.setScale(0, RoundingMode.HALF_EVEN).precision();
    int digits = Math.max(0, Math.min(scale, DOUBLE_DIGITS - whole));
    return exact.setScale(digits, RoundingMode.HALF_EVEN);
  }

  private static RowFunction toDate() {
    LastPattern<DateTimePattern> patterns = new LastPattern<>(DateTimePattern::of);
    return (in, row, out) ->
        ((LongVector) out)
            .set(row, patterns.get(in.getString(1, row)).read(in.getString(0, row)).days());
  }

  static RowFunction toTimestamp(EvaluationContext context) {
    SessionZone zone = context.zone();
    LastPattern<DateTimePattern> patterns = new LastPattern<>(DateTimePattern::of);
    return (in, row, out) -> {
      DateTimeReading reading = patterns.get(in.getString(1, row)).read(in.getString(0, row));
      Long offset = reading.offset();
      long local = reading.timestamp();
      long instant = offset == null ? zone.toInstant(local) : Timestamps.checked(local - offset);
      ((LongVector) out).set(row, instant);
    };
  }

  private static RowFunction toNumber() {
    LastPattern<NumberPattern> patterns = new LastPattern<>(NumberPattern::of);
    return (in, row, out) ->
        ((DecimalVector) out)
            .set(row, patterns.get(in.getString(1, row)).read(in.getString(0, row)));
  }
}
