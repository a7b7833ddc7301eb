package org.pydb.calcite.exec.aggregate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.exec.aggregate.ValueAccumulator.Choice;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Makes the accumulator that fits a function and its types. Stateless. */
public final class Accumulators {

  private Accumulators() {}

  /**
   * An accumulator without groups.
   *
   * @param argument the argument's type; null if the function takes none
   * @param result the result's type, such that {@link AggregateFunction#gives} holds
   * @param rows counts the rows that the accumulator will be fed with
   */
  public static Accumulator of(
      AggregateFunction function,
      @Nullable ColumnType argument,
      ColumnType result,
      GroupCounts rows) {
    if (!function.gives(argument, result)) {
      throw new IllegalArgumentException(function + "(" + argument + ") does not give " + result);
    }
    if (argument == null) {
      return new CountAccumulator(rows);
    }
    return switch (function) {
      case COUNT_ROWS, COUNT -> new CountAccumulator(rows);
      case SUM -> sum(DecimalResult.SUM, argument, result, rows);
      case SUM_OR_ZERO -> sum(DecimalResult.SUM_OR_ZERO, argument, result, rows);
      case AVG -> sum(DecimalResult.AVERAGE, argument, result, rows);
      case MIN, BOOL_AND -> extremum(false, argument);
      case MAX, BOOL_OR -> extremum(true, argument);
      case BIT_AND, BIT_OR, BIT_XOR -> new BitAccumulator(function);
      case ANY_VALUE -> new ValueAccumulator(Choice.FIRST, argument);
      case SINGLE_VALUE -> new ValueAccumulator(Choice.ONLY, argument);
      case VAR_POP -> variance(false, false, argument, result);
      case VAR_SAMP -> variance(true, false, argument, result);
      case STDDEV_POP -> variance(false, true, argument, result);
      case STDDEV_SAMP -> variance(true, true, argument, result);
      default -> throw new IllegalArgumentException(function + " takes rows");
    };
  }

  /** An accumulator without groups that has an application's function do it. */
  public static Accumulator of(JavaFunction.Aggregate function) {
    return new JavaAccumulator(function);
  }

  /** An accumulator without groups that looks at several columns of a row. */
  public static RowAccumulator of(
      AggregateFunction function, RowArguments arguments, List<ColumnType> inputTypes) {
    boolean isOrdered = function.compareTo(AggregateFunction.MODE) <= 0;
    return isOrdered
        ? new OrderedAccumulator(function, arguments, inputTypes)
        : new PairAccumulator(function, arguments);
  }

  /**
   * Whether rows may be divided in any way among several accumulators whose states are then merged,
   * and the result is always the same. So it is not where the order of rows matters: sums of
   * floating point numbers, the first value, the representative of numbers that are equal but
   * written differently.
   *
   * @param argument the argument's type; null if the function takes none
   */
  public static boolean mergesExactly(AggregateFunction function, @Nullable ColumnType argument) {
    if (argument == null) {
      return true;
    }
    return switch (function) {
      case ANY_VALUE, SINGLE_VALUE, JAVA -> false;
      case COUNT, COUNT_ROWS -> true;
      case MIN, MAX -> !argument.isDouble() && argument.kind() != ColumnKind.NUMERIC;
      default -> !argument.isDouble();
    };
  }

  private static Accumulator sum(
      DecimalResult form, ColumnType argument, ColumnType result, GroupCounts rows) {
    if (argument.kind() == ColumnKind.INTERVAL) {
      return new IntervalSumAccumulator(form == DecimalResult.AVERAGE);
    }
    if (argument.isDouble()) {
      return new DoubleSumAccumulator(
          form == DecimalResult.AVERAGE,
          form.isZeroIfEmpty(),
          result.kind() == ColumnKind.FLOAT32,
          rows);
    }
    return LongSumAccumulator.takes(argument)
        ? new LongSumAccumulator(form, argument.scale(), result, rows)
        : new NumericSumAccumulator(form, result);
  }

  private static Accumulator extremum(boolean greatest, ColumnType argument) {
    return switch (argument.kind()) {
      case BOOLEAN, INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ ->
          new LongExtremumAccumulator(greatest);
      default -> new ValueAccumulator(greatest ? Choice.GREATEST : Choice.LEAST, argument);
    };
  }

  private static Accumulator variance(
      boolean sample, boolean root, ColumnType argument, ColumnType result) {
    return argument.isDouble()
        ? new DoubleVarianceAccumulator(sample, root)
        : new DecimalVarianceAccumulator(sample, root, result);
  }
}
