package org.pydb.jdbc.function;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.api.JavaType;

/**
 * A function that gives one value for the values of a row.
 *
 * <pre>
 *   ScalarFunction.named("slugify")
 *       .deterministic()
 *       .taking(String.class)
 *       .returning(String.class, title -&gt; title.toLowerCase(Locale.ROOT).replace(' ', '-'))
 * </pre>
 *
 * <p>It takes and gives objects of the classes {@code Boolean}, {@code Short}, {@code Integer},
 * {@code Long}, {@code Float}, {@code Double}, {@code BigDecimal}, {@code String}, {@code byte[]},
 * {@code LocalDate}, {@code LocalTime}, {@code LocalDateTime}, {@code Instant} and {@code UUID}.
 * Where an argument is NULL it is not called, and gives NULL, unless it is {@linkplain
 * Named#takingNulls taking nulls}. What it throws is an error of the statement, 38000.
 */
public final class ScalarFunction extends SqlFunction {

  private ScalarFunction(JavaFunction.Scalar definition) {
    super(definition);
  }

  /** Begins a function that SQL calls by this name, in any case. */
  public static Named named(String name) {
    return new Named(name, false, false, false);
  }

  /** Computes a value from nothing. */
  @FunctionalInterface
  public interface Body0<R> {
    /** The value. */
    @Nullable R call() throws Exception;
  }

  /** Computes a value from another one. */
  @FunctionalInterface
  public interface Body1<A, R> {
    /** The value. */
    @Nullable R call(A argument) throws Exception;
  }

  /** Computes a value from two. */
  @FunctionalInterface
  public interface Body2<A, B, R> {
    /** The value. */
    @Nullable R call(A first, B second) throws Exception;
  }

  /** Computes a value from three. */
  @FunctionalInterface
  public interface Body3<A, B, C, R> {
    /** The value. */
    @Nullable R call(A first, B second, C third) throws Exception;
  }

  /** Computes a value from any number. */
  @FunctionalInterface
  public interface BodyOfMany<R> {
    /** The value. */
    @Nullable R call(@Nullable Object[] arguments) throws Exception;
  }

  /** A function of which the name is known. Immutable. */
  public static final class Named {
    private final String name;
    private final boolean isDeterministic;
    private final boolean takesNulls;
    private final boolean isOneAtATime;

    private Named(String name, boolean isDeterministic, boolean takesNulls, boolean isOneAtATime) {
      this.name = name;
      this.isDeterministic = isDeterministic;
      this.takesNulls = takesNulls;
      this.isOneAtATime = isOneAtATime;
    }

    /**
     * The same arguments always give the same value, and a call changes nothing: so calls may be
     * left out, or made once for many rows.
     */
    public Named deterministic() {
      return new Named(name, true, takesNulls, isOneAtATime);
    }

    /** It is called with null where an argument is NULL. */
    public Named takingNulls() {
      return new Named(name, isDeterministic, true, isOneAtATime);
    }

    /** It is called by one thread at a time: others wait for their turn. */
    public Named oneAtATime() {
      return new Named(name, isDeterministic, takesNulls, true);
    }

    /** It takes nothing. */
    public Taking0 taking() {
      return new Taking0(this);
    }

    /** It takes one argument. */
    public <A> Taking1<A> taking(Class<A> argument) {
      return new Taking1<>(this, argument);
    }

    /** It takes two arguments. */
    public <A, B> Taking2<A, B> taking(Class<A> first, Class<B> second) {
      return new Taking2<>(this, first, second);
    }

    /** It takes three arguments. */
    public <A, B, C> Taking3<A, B, C> taking(Class<A> first, Class<B> second, Class<C> third) {
      return new Taking3<>(this, first, second, third);
    }

    /** It takes an argument of each of these classes. */
    public TakingMany taking(List<Class<?>> arguments) {
      return new TakingMany(this, arguments);
    }

    private ScalarFunction of(Class<?> result, JavaFunction.Body body, Class<?>... parameters) {
      return new ScalarFunction(
          new JavaFunction.Scalar(
              name,
              Stream.of(parameters).map(JavaType::of).toList(),
              JavaType.of(result),
              isDeterministic,
              takesNulls,
              isOneAtATime,
              body));
    }
  }

  /** A function of nothing. */
  public record Taking0(Named named) {
    /** What it gives, and what computes it. */
    public <R> ScalarFunction returning(Class<R> result, Body0<R> body) {
      return named.of(result, arguments -> body.call());
    }
  }

  /** A function of one argument. */
  public record Taking1<A>(Named named, Class<A> argument) {
    /** What it gives, and what computes it. */
    public <R> ScalarFunction returning(Class<R> result, Body1<A, R> body) {
      return named.of(result, given -> body.call(argument.cast(given[0])), argument);
    }
  }

  /** A function of two arguments. */
  public record Taking2<A, B>(Named named, Class<A> first, Class<B> second) {
    /** What it gives, and what computes it. */
    public <R> ScalarFunction returning(Class<R> result, Body2<A, B, R> body) {
      return named.of(
          result, given -> body.call(first.cast(given[0]), second.cast(given[1])), first, second);
    }
  }

  /** A function of three arguments. */
  public record Taking3<A, B, C>(Named named, Class<A> first, Class<B> second, Class<C> third) {
    /** What it gives, and what computes it. */
    public <R> ScalarFunction returning(Class<R> result, Body3<A, B, C, R> body) {
      return named.of(
          result,
          given -> body.call(first.cast(given[0]), second.cast(given[1]), third.cast(given[2])),
          first,
          second,
          third);
    }
  }

  /** A function of any number of arguments. */
  public record TakingMany(Named named, List<Class<?>> arguments) {
    /** What it gives, and what computes it. */
    public <R> ScalarFunction returning(Class<R> result, BodyOfMany<R> body) {
      return named.of(result, body::call, arguments.toArray(Class<?>[]::new));
    }
  }
}
