package org.pydb.calcite.bounds;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.rex.PydbRexBuilder;

/**
 * Tells whether every row that a query wants is one of those that a partial index has. Only what is
 * plain is seen: each part of the index's condition must stand in the query's, or follow from one
 * comparison in it with a value that is known when the query is planned. Stateless.
 *
 * <pre>
 *   index where            query where                 follows?
 *   active                 active and a = 1            yes, it stands there
 *   a is not null          a > 7                       yes, NULL compares with nothing
 *   a > 0                  a = 5, a > 3, a in (1, 2)   yes
 *   a > 0                  a = ?                       no: who knows
 *   state = 'x' or b = 1   state = 'x'                 yes, one of its alternatives does
 * </pre>
 */
public final class Implication {

  private Implication() {}

  /** Whether rows that meet all of these conditions meet another one. */
  public static boolean holds(List<RexNode> conjuncts, RexNode condition) {
    return RelOptUtil.conjunctions(condition).stream().allMatch(part -> follows(conjuncts, part));
  }

  private static boolean follows(List<RexNode> conjuncts, RexNode part) {
    if (part.isAlwaysTrue() || conjuncts.stream().anyMatch(known -> implies(known, part))) {
      return true;
    }
    return part.getKind() == SqlKind.OR
        && ((RexCall) part).getOperands().stream().anyMatch(one -> holds(conjuncts, one));
  }

  private static boolean implies(RexNode known, RexNode part) {
    if (plain(known).equals(plain(part))) {
      return true;
    }
    RexNode compared = compared(known);
    if (part.getKind() == SqlKind.IS_NOT_NULL) {
      RexNode operand = ((RexCall) part).getOperands().get(0);
      return operand.equals(compared) || operand.equals(truth(plain(known)));
    }
    if (compared == null) {
      return false;
    }
    // Two numbers that differ may be one as floating-point numbers.
    boolean isExact = !SqlTypeUtil.isApproximateNumeric(compared.getType());
    if (!isExact || !compared.equals(compared(part))) {
      return false;
    }
    RangeSet<BigDecimal> wanted = numbers(part);
    RangeSet<BigDecimal> given = numbers(known);
    if (wanted != null && given != null) {
      return wanted.enclosesAll(given);
    }
    List<String> texts = texts(part);
    List<String> givenTexts = texts(known);
    return texts != null && givenTexts != null && texts.containsAll(givenTexts);
  }

  /** A condition on a truth value as it is written most plainly: {@code a}, {@code NOT a}. */
  private static RexNode plain(RexNode condition) {
    if (!(condition instanceof RexCall call)) {
      return condition;
    }
    RexNode operand = call.getOperands().get(0);
    return switch (call.getKind()) {
      case IS_TRUE -> operand;
      case IS_FALSE -> not(operand);
      case EQUALS -> {
        RexNode value = call.getOperands().get(1);
        yield value.isAlwaysTrue() ? operand : value.isAlwaysFalse() ? not(operand) : call;
      }
      default -> condition;
    };
  }

  private static RexNode not(RexNode operand) {
    return PydbRexBuilder.INSTANCE.makeCall(SqlStdOperatorTable.NOT, operand);
  }

  /** The column whose truth a plain condition asks for; null if it asks for anything else. */
  private static @Nullable RexNode truth(RexNode condition) {
    RexNode operand =
        condition.getKind() == SqlKind.NOT ? ((RexCall) condition).getOperands().get(0) : condition;
    return operand instanceof RexInputRef ? operand : null;
  }

  /** What is compared with a value, so that no row with NULL meets the condition; or null. */
  private static @Nullable RexNode compared(RexNode condition) {
    if (!(condition instanceof RexCall call)) {
      return null;
    }
    List<RexNode> operands = call.getOperands();
    switch (call.getKind()) {
      case EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL -> {
        boolean isReversed = isValue(operands.get(0));
        RexNode value = operands.get(isReversed ? 0 : 1);
        return isValue(value) ? operands.get(isReversed ? 1 : 0) : null;
      }
      case LIKE -> {
        return operands.get(0);
      }
      case SEARCH -> {
        return sarg(call).nullAs == RexUnknownAs.UNKNOWN ? operands.get(0) : null;
      }
      default -> {
        return isList(call) ? operands.get(0) : null;
      }
    }
  }

  private static boolean isList(RexCall call) {
    return call.getOperator().equals(ScalarFunctions.IN_LIST)
        && call.getOperands().stream().skip(1).allMatch(Implication::isValue);
  }

  /** Whether an expression has one value, known or not, for all rows. */
  private static boolean isValue(RexNode node) {
    return RelOptUtil.InputFinder.bits(node).isEmpty();
  }

  private static Sarg<?> sarg(RexCall search) {
    Sarg<?> sarg = ((RexLiteral) search.getOperands().get(1)).getValueAs(Sarg.class);
    if (sarg == null) {
      throw new IllegalStateException("a search without values: " + search);
    }
    return sarg;
  }

  /** The numbers that meet a comparison; null if it is no comparison with known numbers. */
  private static @Nullable RangeSet<BigDecimal> numbers(RexNode condition) {
    RexCall call = (RexCall) condition;
    if (call.getKind() == SqlKind.SEARCH) {
      return ranges(sarg(call));
    }
    if (isList(call)) {
      return numbers(call.getOperands().subList(1, call.getOperands().size()));
    }
    boolean isReversed = isValue(call.getOperands().get(0));
    BigDecimal value = number(call.getOperands().get(isReversed ? 0 : 1));
    if (value == null) {
      return null;
    }
    return switch (isReversed ? call.getKind().reverse() : call.getKind()) {
      case EQUALS -> ImmutableRangeSet.of(Range.singleton(value));
      case LESS_THAN -> ImmutableRangeSet.of(Range.lessThan(value));
      case LESS_THAN_OR_EQUAL -> ImmutableRangeSet.of(Range.atMost(value));
      case GREATER_THAN -> ImmutableRangeSet.of(Range.greaterThan(value));
      case GREATER_THAN_OR_EQUAL -> ImmutableRangeSet.of(Range.atLeast(value));
      case NOT_EQUALS ->
          ImmutableRangeSet.<BigDecimal>builder()
              .add(Range.lessThan(value))
              .add(Range.greaterThan(value))
              .build();
      default -> null;
    };
  }

  private static @Nullable RangeSet<BigDecimal> numbers(List<RexNode> values) {
    TreeRangeSet<BigDecimal> points = TreeRangeSet.create();
    for (RexNode value : values) {
      BigDecimal number = number(value);
      if (number == null) {
        return null;
      }
      points.add(Range.singleton(number));
    }
    return points;
  }

  private static @Nullable RangeSet<BigDecimal> ranges(Sarg<?> sarg) {
    ImmutableRangeSet.Builder<BigDecimal> ranges = ImmutableRangeSet.builder();
    for (Range<?> range : sarg.rangeSet.asRanges()) {
      boolean isOfNumbers =
          (!range.hasLowerBound() || range.lowerEndpoint() instanceof BigDecimal)
              && (!range.hasUpperBound() || range.upperEndpoint() instanceof BigDecimal);
      if (!isOfNumbers) {
        return null;
      }
      Range<BigDecimal> all = Range.all();
      Range<BigDecimal> from =
          range.hasLowerBound()
              ? Range.downTo((BigDecimal) range.lowerEndpoint(), range.lowerBoundType())
              : all;
      Range<BigDecimal> to =
          range.hasUpperBound()
              ? Range.upTo((BigDecimal) range.upperEndpoint(), range.upperBoundType())
              : all;
      ranges.add(from.intersection(to));
    }
    return ranges.build();
  }

  private static @Nullable BigDecimal number(RexNode node) {
    return node instanceof RexLiteral literal && literal.getValue() instanceof BigDecimal number
        ? number
        : null;
  }

  /** The texts that a comparison lets through, if they are named one by one; or null. */
  private static @Nullable List<String> texts(RexNode condition) {
    RexCall call = (RexCall) condition;
    if (call.getKind() == SqlKind.SEARCH) {
      Sarg<?> sarg = sarg(call);
      return sarg.isPoints()
              && sarg.rangeSet.asRanges().stream()
                  .allMatch(range -> range.lowerEndpoint() instanceof NlsString)
          ? sarg.rangeSet.asRanges().stream()
              .map(range -> ((NlsString) range.lowerEndpoint()).getValue())
              .toList()
          : null;
    }
    List<RexNode> operands = call.getOperands();
    List<RexNode> values =
        isList(call)
            ? operands.subList(1, operands.size())
            : call.getKind() == SqlKind.EQUALS
                ? List.of(operands.get(isValue(operands.get(0)) ? 0 : 1))
                : List.of();
    List<String> texts = new ArrayList<>();
    for (RexNode value : values) {
      if (value instanceof RexLiteral literal && literal.getValue() instanceof NlsString text) {
        texts.add(text.getValue());
      }
    }
    return texts.isEmpty() || texts.size() < values.size() ? null : texts;
  }
}
