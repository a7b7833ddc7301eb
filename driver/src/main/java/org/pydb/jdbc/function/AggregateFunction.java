package org.pydb.jdbc.function;

import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.api.JavaType;

/**
 * A function that gives one value for the rows of a group, by a {@link Collector}.
 *
 * <pre>
 *   AggregateFunction.named("longest")
 *       .taking(String.class)
 *       .returning(String.class, Collectors.collectingAndThen(
 *           Collectors.maxBy(Comparator.comparingInt(String::length)), Optional::get))
 * </pre>
 *
 * <p>It takes and gives objects of the classes that {@link ScalarFunction} names. Rows where the
 * argument is NULL do not count; where none is left, the value is NULL. {@code DISTINCT} and {@code
 * FILTER} work; the order of rows is any. One thread collects a group, and several may collect
 * different ones. What the collector throws is an error of the statement, 38000.
 */
public final class AggregateFunction extends SqlFunction {

  private AggregateFunction(JavaFunction.Aggregate definition) {
    super(definition);
  }

  /** Begins a function that SQL calls by this name, in any case. */
  public static Named named(String name) {
    return new Named(name);
  }

  /** A function of which the name is known. */
  public record Named(String name) {
    /** The class of its argument. */
    public <A> Taking<A> taking(Class<A> argument) {
      return new Taking<>(name, argument);
    }
  }

  /** A function of one argument. */
  public record Taking<A>(String name, Class<A> argument) {

    /** What it gives, and what computes it. */
    public <R> AggregateFunction returning(
        Class<R> result, Collector<? super A, ?, ? extends R> collector) {
      return new AggregateFunction(
          new JavaFunction.Aggregate(
              name, JavaType.of(argument), JavaType.of(result), untyped(collector)));
    }

    /**
     * What it gives, and what computes it.
     *
     * @param begin makes what is kept for a group
     * @param add adds an argument to what is kept
     * @param merge makes one of what two threads have kept
     * @param end makes the value of what is kept
     */
    public <S, R> AggregateFunction returning(
        Class<R> result,
        Supplier<S> begin,
        BiConsumer<S, A> add,
        BinaryOperator<S> merge,
        Function<S, R> end) {
      return returning(result, Collector.of(begin, add, merge, end));
    }

    /** The database checks the classes of what goes in and comes out. */
    @SuppressWarnings("unchecked") // see above
    private static Collector<Object, Object, Object> untyped(Collector<?, ?, ?> collector) {
      return (Collector<Object, Object, Object>) collector;
    }
  }
}
