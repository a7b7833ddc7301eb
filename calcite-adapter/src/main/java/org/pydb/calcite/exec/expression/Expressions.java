package org.pydb.calcite.exec.expression;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Makes expressions: the door for whoever plans. Stateless.
 *
 * <p>Numbers and indexes count from 0. Operands may be of narrower types than the function asks
 * for; they are widened as PostgreSQL would do it implicitly.
 */
public final class Expressions {

  private Expressions() {}

  /** A column of the input. */
  public static Expression column(int index, ColumnType type) {
    return new ColumnReference(index, type);
  }

  /** Which column of the input an expression hands on as it is; -1 if it is none. */
  public static int columnOf(Expression expression) {
    return expression instanceof ColumnReference column ? column.index() : -1;
  }

  /** Adds the columns of the input that an expression uses. */
  public static void addColumns(Expression expression, BitSet columns) {
    if (expression instanceof ColumnReference column) {
      columns.set(column.index());
    }
    expression.operands().forEach(operand -> addColumns(operand, columns));
  }

  /** The columns of the input that some expressions use. */
  public static BitSet columnsOf(Collection<Expression> expressions) {
    BitSet columns = new BitSet();
    expressions.forEach(expression -> addColumns(expression, columns));
    return columns;
  }

  /**
   * A parameter that gives a {@link org.pydb.engine.row.LargeReference} for a large value, where
   * the expression is nothing but a parameter; otherwise the expression.
   */
  public static Expression passLarge(Expression expression) {
    return expression instanceof Parameter parameter ? parameter.passLarge() : expression;
  }

  /** Whether an expression may give a {@link org.pydb.engine.row.LargeReference} of its own. */
  public static boolean passesLarge(Expression expression) {
    return expression instanceof Parameter parameter && parameter.passesLarge();
  }

  /**
   * A value.
   *
   * @param value a {@code Boolean}, {@code Number}, {@code String} or {@code byte[]} as the type
   *     asks: days, microseconds and such for dates and times, 16 bytes for a UUID; null for NULL
   */
  public static Expression literal(ColumnType type, @Nullable Object value) {
    return Literal.of(type, value);
  }

  /**
   * A parameter of the statement. The value bound to it is converted to {@code type} when an
   * execution opens: text is parsed (22P02), a number that does not fit is 22003. Nothing is ever
   * lost: where rounding or truncation is wanted, ask for NUMERIC or unbounded TEXT and {@link
   * #cast} that.
   */
  public static Expression parameter(int index, ColumnType type) {
    return new Parameter(index, type);
  }

  /**
   * A literal of the statement whose value comes with each execution, as a value of the type.
   *
   * @param number which literal of the text, from 0
   */
  public static Expression openLiteral(int number, ColumnType type) {
    return new OpenLiteral(number, type);
  }

  /**
   * A column of the outer row for which an inner query runs.
   *
   * @param query which outer query: the number of its correlation
   */
  public static Expression outer(int query, int column, ColumnType type) {
    return new OuterReference(query, column, type);
  }

  /**
   * A call of a function.
   *
   * @param type the type of the result; the function's own result is cast to it if need be
   * @return empty if this library does not know the function for such operands
   */
  public static Optional<Expression> call(
      ScalarFunction function, ColumnType type, List<Expression> operands) {
    return bind(function, type, operands);
  }

  /**
   * A call of a function whose result has the type that PostgreSQL gives it, where decimals are
   * NUMERIC.
   *
   * @return empty if this library does not know the function for such operands
   */
  public static Optional<Expression> call(ScalarFunction function, List<Expression> operands) {
    return bind(function, null, operands);
  }

  private static Optional<Expression> bind(
      ScalarFunction function, @Nullable ColumnType type, List<Expression> operands) {
    Binder binder = FunctionRegistry.binder(function);
    Expression bound = binder == null ? null : binder.bind(type, operands);
    return bound == null ? Optional.empty() : Optional.of(ConstantFolding.fold(bound));
  }

  /** {@link #call(ScalarFunction, ColumnType, List)} for a function that must be known. */
  public static Expression call(ScalarFunction function, ColumnType type, Expression... operands) {
    return call(function, type, List.of(operands))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    function.sqlName() + List.of(operands) + " does not give " + type));
  }

  /** Whether this library knows the function for operands of these types. */
  public static boolean knows(
      ScalarFunction function, ColumnType type, List<ColumnType> operandTypes) {
    List<Expression> operands = new ArrayList<>();
    for (ColumnType operandType : operandTypes) {
      operands.add(column(operands.size(), operandType));
    }
    return call(function, type, operands).isPresent();
  }

  /**
   * A call of a function that an application has brought.
   *
   * @param turns taken by its callers one after the other; null if they need not
   * @param operands of the types of its parameters
   */
  public static Expression java(
      JavaFunction.Scalar function, @Nullable ReentrantLock turns, List<Expression> operands) {
    return JavaCall.of(function, turns, operands);
  }

  /** An operand where one of another kind is wanted; empty if it does not become one by itself. */
  public static Optional<Expression> implicit(Expression operand, ColumnKind kind) {
    return Optional.ofNullable(Coercion.implicit(operand, kind));
  }

  /** The value of a literal in a box; empty for other expressions and for NULL. */
  public static Optional<Object> literalValue(Expression expression) {
    return expression instanceof Literal literal
        ? Optional.ofNullable(literal.value())
        : Optional.empty();
  }

  /**
   * The value of an expression without columns, for folding constants and for tests.
   *
   * @return a {@code Long}, {@code Double}, {@code BigDecimal} or {@code byte[]}, or null for NULL
   */
  public static @Nullable Object evaluate(Expression expression, EvaluationContext context) {
    return ConstantFolding.evaluate(expression, context);
  }

  /**
   * A conversion to another type; the operand itself if nothing is to be done.
   *
   * @return empty if PostgreSQL has no such cast
   */
  public static Optional<Expression> cast(Expression operand, ColumnType type, CastMode mode) {
    return Optional.ofNullable(Casts.cast(operand, type, mode));
  }

  /**
   * Two expressions converted so that their values can be compared: as keys of a join, say.
   *
   * @return the two in order; empty if values of their types cannot be compared
   */
  public static Optional<List<Expression>> comparable(Expression left, Expression right) {
    return Optional.ofNullable(ComparisonFunctions.meet(List.of(left, right)));
  }

  /** Whether {@link #cast} has a way from one type to another. */
  public static boolean canCast(ColumnType from, ColumnType to) {
    return cast(column(0, from), to, CastMode.EXPLICIT).isPresent();
  }

  /**
   * The same numbers as decimals of one scale, where they are NUMERIC only because they might have
   * very many digits; otherwise the expression itself. Computing is much faster then, and sums and
   * averages come out the same.
   */
  public static Expression withOneScale(Expression expression) {
    return expression instanceof DecimalArithmetic arithmetic
        ? arithmetic.withOneScale()
        : expression;
  }
}
