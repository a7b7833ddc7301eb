package org.pydb.calcite.bounds;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.rex.Searches;
import org.pydb.calcite.type.ColumnTypes;

/**
 * Finds out what a condition asks of each column, and from that which part of an index it asks for.
 *
 * <p>Only conjuncts that compare a column with something that does not depend on the row are of
 * use. Of several that compare the same column the best is taken: a point before a list of points
 * before a range, whose two ends may come from two conjuncts. The others are checked row by row.
 */
public final class IndexBoundsBuilder {
  private static final RexBuilder BUILDER = PydbRexBuilder.INSTANCE;

  /** More points than that are not looked up one by one but left to the condition. */
  private static final int POINTS_MAX = 10_000;

  /** A bound that a conjunct gives a column, and whether the conjunct asks for nothing more. */
  private record Candidate(KeyBound bound, RexNode conjunct, boolean isExact) {}

  private final List<RexNode> conjuncts;
  private final Map<Integer, List<Candidate>> candidates = new HashMap<>();

  /** A builder for a condition over the columns of a table. */
  public IndexBoundsBuilder(List<RexNode> conjuncts) {
    this.conjuncts = List.copyOf(conjuncts);
    conjuncts.forEach(this::analyze);
  }

  /** What the condition asks of an index over these columns, by their ordinals in the table. */
  public IndexBounds bounds(List<Integer> keyColumns) {
    List<KeyBound> bounds = new ArrayList<>();
    List<RexNode> conditions = new ArrayList<>();
    Set<RexNode> exact = Collections.newSetFromMap(new IdentityHashMap<>());
    boolean hasList = false;
    for (int column : keyColumns) {
      List<Candidate> chosen = choose(column, hasList);
      if (chosen.isEmpty()) {
        break;
      }
      for (Candidate candidate : chosen) {
        conditions.add(candidate.conjunct);
        if (candidate.isExact) {
          exact.add(candidate.conjunct);
        }
      }
      KeyBound bound = merge(chosen);
      bounds.add(bound);
      hasList |= bound instanceof KeyBound.AnyOf;
      if (bound instanceof KeyBound.Range) {
        break;
      }
    }
    List<RexNode> residual =
        conjuncts.stream().filter(conjunct -> !exact.contains(conjunct)).toList();
    return new IndexBounds(bounds, conditions, residual);
  }

  /** The conjuncts that bound a column, best first: one, or two halves of a range. */
  private List<Candidate> choose(int column, boolean hasList) {
    List<Candidate> all = candidates.getOrDefault(column, List.of());
    for (Candidate candidate : all) {
      if (candidate.bound.isPoint()) {
        return List.of(candidate);
      }
    }
    for (Candidate candidate : all) {
      if (candidate.bound instanceof KeyBound.AnyOf && !hasList) {
        return List.of(candidate);
      }
    }
    Candidate lower = null;
    Candidate upper = null;
    for (Candidate candidate : all) {
      if (candidate.bound instanceof KeyBound.Range range) {
        if (range.lower() != null && range.upper() != null) {
          return List.of(candidate);
        }
        lower = lower == null && range.lower() != null ? candidate : lower;
        upper = upper == null && range.upper() != null ? candidate : upper;
      }
    }
    List<Candidate> chosen = new ArrayList<>();
    addIfPresent(chosen, lower);
    addIfPresent(chosen, upper);
    return chosen;
  }

  private static void addIfPresent(List<Candidate> list, @Nullable Candidate candidate) {
    if (candidate != null) {
      list.add(candidate);
    }
  }

  private static KeyBound merge(List<Candidate> chosen) {
    if (chosen.size() == 1) {
      return chosen.get(0).bound;
    }
    KeyBound.Range lower = (KeyBound.Range) chosen.get(0).bound;
    KeyBound.Range upper = (KeyBound.Range) chosen.get(1).bound;
    return new KeyBound.Range(
        lower.lower(), lower.lowerInclusive(), upper.upper(), upper.upperInclusive());
  }

  private void analyze(RexNode conjunct) {
    switch (conjunct.getKind()) {
      case EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          compare((RexCall) conjunct);
      case IS_NULL -> unary((RexCall) conjunct, new KeyBound.Null());
      case IS_NOT_NULL -> unary((RexCall) conjunct, new KeyBound.Range(null, false, null, false));
      case INPUT_REF -> truth(conjunct, conjunct, true);
      case NOT -> truth(conjunct, ((RexCall) conjunct).getOperands().get(0), false);
      case SEARCH -> search((RexCall) conjunct);
      case OR -> alternatives((RexCall) conjunct);
      case LIKE -> like((RexCall) conjunct);
      default -> {
        if (conjunct instanceof RexCall call
            && call.getOperator().equals(ScalarFunctions.IN_LIST)) {
          inList(call);
        }
      }
    }
  }

  private void compare(RexCall call) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    RexInputRef column = LosslessCast.column(left);
    if (column != null && isConstant(right) && isKey(right, column)) {
      add(column, bound(call.getKind(), right), call, true);
      return;
    }
    column = LosslessCast.column(right);
    if (column != null && isConstant(left) && isKey(left, column)) {
      add(column, bound(call.getKind().reverse(), left), call, true);
    }
  }

  private static KeyBound bound(SqlKind comparison, RexNode value) {
    return switch (comparison) {
      case EQUALS -> new KeyBound.Equal(value);
      case LESS_THAN -> new KeyBound.Range(null, false, value, false);
      case LESS_THAN_OR_EQUAL -> new KeyBound.Range(null, false, value, true);
      case GREATER_THAN -> new KeyBound.Range(value, false, null, false);
      default -> new KeyBound.Range(value, true, null, false);
    };
  }

  private void unary(RexCall call, KeyBound bound) {
    RexInputRef column = LosslessCast.column(call.getOperands().get(0));
    if (column != null) {
      add(column, bound, call, true);
    }
  }

  private void truth(RexNode conjunct, RexNode operand, boolean value) {
    if (operand instanceof RexInputRef column
        && column.getType().getSqlTypeName() == SqlTypeName.BOOLEAN) {
      add(column, new KeyBound.Equal(BUILDER.makeLiteral(value)), conjunct, true);
    }
  }

  private void inList(RexCall call) {
    List<RexNode> operands = call.getOperands();
    RexInputRef column = LosslessCast.column(operands.get(0));
    List<RexNode> values = operands.subList(1, operands.size());
    if (column != null
        && values.size() <= POINTS_MAX
        && values.stream().allMatch(value -> isConstant(value) && isKey(value, column))) {
      add(column, new KeyBound.AnyOf(values), call, true);
    }
  }

  /** {@code a = 1 or a = ?}: points of one column. */
  private void alternatives(RexCall or) {
    RexInputRef column = null;
    List<RexNode> values = new ArrayList<>();
    for (RexNode alternative : RexUtil.flattenOr(or.getOperands())) {
      if (alternative.getKind() != SqlKind.EQUALS || values.size() == POINTS_MAX) {
        return;
      }
      RexNode left = ((RexCall) alternative).getOperands().get(0);
      RexNode right = ((RexCall) alternative).getOperands().get(1);
      RexInputRef reference = LosslessCast.column(isConstant(left) ? right : left);
      RexNode value = isConstant(left) ? left : right;
      if (reference == null
          || !isConstant(value)
          || !isKey(value, reference)
          || (column != null && column.getIndex() != reference.getIndex())) {
        return;
      }
      column = reference;
      values.add(value);
    }
    if (column != null) {
      add(column, new KeyBound.AnyOf(values), or, true);
    }
  }

  private void search(RexCall call) {
    RexInputRef column = LosslessCast.column(call.getOperands().get(0));
    Sarg<?> sarg = Searches.sarg(call);
    if (column == null || sarg.nullAs == RexUnknownAs.TRUE || sarg.rangeSet.isEmpty()) {
      return;
    }
    RelDataType type = call.getOperands().get(1).getType();
    if (!isKey(call.getOperands().get(1), column)) {
      return;
    }
    if (sarg.isPoints() && sarg.pointCount <= POINTS_MAX) {
      List<RexNode> values = new ArrayList<>();
      sarg.rangeSet.asRanges().forEach(range -> values.add(value(range.lowerEndpoint(), type)));
      KeyBound bound =
          values.size() == 1 ? new KeyBound.Equal(values.get(0)) : new KeyBound.AnyOf(values);
      add(column, bound, call, true);
      return;
    }
    Range<?> span = sarg.rangeSet.span();
    if (span.hasLowerBound() || span.hasUpperBound()) {
      add(column, range(span, type), call, sarg.rangeSet.asRanges().size() == 1);
    }
  }

  private static KeyBound range(Range<?> range, RelDataType type) {
    return new KeyBound.Range(
        range.hasLowerBound() ? value(range.lowerEndpoint(), type) : null,
        range.hasLowerBound() && range.lowerBoundType() == BoundType.CLOSED,
        range.hasUpperBound() ? value(range.upperEndpoint(), type) : null,
        range.hasUpperBound() && range.upperBoundType() == BoundType.CLOSED);
  }

  private static RexNode value(Object value, RelDataType type) {
    return BUILDER.makeLiteral(value, type, false);
  }

  /**
   * {@code name LIKE 'abc%'}: from 'abc' to below 'abd'; the pattern itself is checked as well. Not
   * ILIKE, which is of the same kind: upper case sorts elsewhere.
   */
  private void like(RexCall call) {
    List<RexNode> operands = call.getOperands();
    RexInputRef column = LosslessCast.column(operands.get(0));
    if (column == null
        || !call.getOperator().equals(SqlStdOperatorTable.LIKE)
        || operands.size() != 2
        || !(operands.get(1) instanceof RexLiteral pattern)
        || pattern.isNull()) {
      return;
    }
    String prefix = LikePrefix.of(String.valueOf(RexLiteral.stringValue(pattern)));
    if (!prefix.isEmpty()) {
      String end = LikePrefix.successor(prefix);
      RexNode upper = end == null ? null : text(end);
      add(column, new KeyBound.Range(text(prefix), true, upper, false), call, false);
    }
  }

  private static RexNode text(String value) {
    return BUILDER.makeCharLiteral(new NlsString(value, null, null));
  }

  /**
   * Whether the keys of a column are made from values of this type: those of numbers and texts are
   * converted, those of others have to be of the same type. Numbers that have more digits than a
   * floating-point number are compared with one as such, so several of them are its equals.
   */
  private static boolean isKey(RexNode value, RexInputRef column) {
    return switch (column.getType().getSqlTypeName()) {
      case ARRAY, OTHER -> ColumnTypes.areAlike(value.getType(), column.getType());
      case BIGINT, DECIMAL -> !SqlTypeUtil.isApproximateNumeric(value.getType());
      default -> true;
    };
  }

  /** Whether the expression is the same for all rows of a scan. */
  private static boolean isConstant(RexNode node) {
    if (node instanceof RexLiteral) {
      return true;
    }
    if (!RexUtil.isDeterministic(node)) {
      return false;
    }
    boolean[] usesColumns = {false};
    node.accept(
        new RexVisitorImpl<@Nullable Void>(true) {
          @Override
          public @Nullable Void visitInputRef(RexInputRef inputRef) {
            usesColumns[0] = true;
            return null;
          }
        });
    return !usesColumns[0];
  }

  private void add(RexInputRef column, KeyBound bound, RexNode conjunct, boolean isExact) {
    boolean isRange = bound instanceof KeyBound.Range;
    if (isRange && column.getType().getSqlTypeName() == SqlTypeName.CHAR) {
      return; // Keys have no trailing blanks, which a limit may have.
    }
    candidates
        .computeIfAbsent(column.getIndex(), key -> new ArrayList<>())
        .add(new Candidate(bound, conjunct, isExact));
  }
}
