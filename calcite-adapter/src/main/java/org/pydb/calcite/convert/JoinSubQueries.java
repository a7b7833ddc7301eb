package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.rel.Inputs;

/**
 * Takes sub-queries out of the conditions of joins, where Calcite's rules get some wrong and others
 * not at all.
 *
 * <pre>
 *   a JOIN b ON p AND q(a, b)         →  Filter q(a, b) above a JOIN b ON p
 *   a LEFT JOIN b ON p AND q(b)       →  a LEFT JOIN (Filter q(b) above b) ON p
 *   a LEFT JOIN b ON p AND q(a)       →  (a with q(a) as a column) LEFT JOIN b ON p AND that
 *   a LEFT JOIN b ON p AND q(a, b)    →  for each row of a: Filter p AND q(a, b) above b
 * </pre>
 *
 * <p>q has sub-queries, p has none. A RIGHT JOIN is a LEFT JOIN of the exchanged sides; for a FULL
 * JOIN only the third form fits, for either side.
 */
final class JoinSubQueries {
  private final Join join;
  private final RexBuilder builder;
  private final @Nullable CorrelationId row;
  private final int leftCount;
  private final int count;

  private JoinSubQueries(Join join) {
    this.join = join;
    builder = join.getCluster().getRexBuilder();
    row = join.getVariablesSet().stream().findFirst().orElse(null);
    leftCount = join.getLeft().getRowType().getFieldCount();
    count = leftCount + join.getRight().getRowType().getFieldCount();
  }

  /** The tree without sub-queries in the conditions of joins. */
  static RelNode run(RelNode node) {
    RelNode above = Inputs.changed(node, JoinSubQueries::run);
    return above instanceof Join join && RexUtil.SubQueryFinder.find(join.getCondition()) != null
        ? new JoinSubQueries(join).rewritten()
        : above;
  }

  private RelNode rewritten() {
    return switch (join.getJoinType()) {
      case INNER -> inner();
      case LEFT -> left();
      case RIGHT -> exchanged();
      case FULL -> computed();
      default -> join;
    };
  }

  // ------------------------------------------------------------------ inner joins

  private RelNode inner() {
    List<RexNode> plain = new ArrayList<>();
    List<RexNode> asking = new ArrayList<>();
    for (RexNode part : RelOptUtil.conjunctions(join.getCondition())) {
      (RexUtil.SubQueryFinder.find(part) == null ? plain : asking).add(part);
    }
    return PlainBuilder.filter(
        joined(join.getLeft(), join.getRight(), all(plain), JoinRelType.INNER),
        all(asking),
        join.getVariablesSet());
  }

  // ------------------------------------------------------------------ outer joins

  private RelNode left() {
    List<RexNode> ofRight = new ArrayList<>();
    List<RexNode> others = new ArrayList<>();
    for (RexNode part : RelOptUtil.conjunctions(join.getCondition())) {
      boolean isOfRight = RexUtil.SubQueryFinder.find(part) != null && isWithinRight(columns(part));
      (isOfRight ? ofRight : others).add(part);
    }
    if (!ofRight.isEmpty()) {
      RelNode right = filtered(join.getRight(), all(ofRight));
      return new JoinSubQueries(
              LogicalJoin.create(
                  join.getLeft(),
                  right,
                  join.getHints(),
                  all(others),
                  join.getVariablesSet(),
                  JoinRelType.LEFT))
          .left();
    }
    if (RexUtil.SubQueryFinder.find(join.getCondition()) == null) {
      return joined(join.getLeft(), join.getRight(), join.getCondition(), JoinRelType.LEFT);
    }
    return isOneSided() ? computed() : correlated();
  }

  /** Whether each sub-query looks at the rows of one side only. */
  private boolean isOneSided() {
    return subQueries().stream()
        .map(this::columns)
        .allMatch(columns -> isWithinLeft(columns) || isWithinRight(columns));
  }

  private boolean isWithinLeft(ImmutableBitSet columns) {
    return !columns.intersects(ImmutableBitSet.range(leftCount, count));
  }

  private boolean isWithinRight(ImmutableBitSet columns) {
    return !columns.intersects(ImmutableBitSet.range(leftCount));
  }

  /** The columns of the joined row that an expression refers to, sub-queries included. */
  private ImmutableBitSet columns(RexNode expression) {
    ImmutableBitSet.Builder used = ImmutableBitSet.builder();
    expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            used.set(reference.getIndex());
            return reference;
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            if (row != null) {
              used.addAll(RelOptUtil.correlationColumns(row, subQuery.rel));
            }
            return super.visitSubQuery(subQuery);
          }
        });
    return used.build();
  }

  /** The right side with only the rows of which a condition over the joined row holds. */
  private RelNode filtered(RelNode right, RexNode condition) {
    CorrelationId own = right.getCluster().createCorrel();
    RexNode moved = toSide(right, leftCount, own).apply(condition);
    return PlainBuilder.filter(right, moved, used(moved, own));
  }

  /** From the joined row to that of one side. */
  private RowMove toSide(RelNode side, int offset, CorrelationId own) {
    return new RowMove(
        builder,
        row,
        column -> builder.makeInputRef(side, column - offset),
        column ->
            builder.makeFieldAccess(builder.makeCorrel(side.getRowType(), own), column - offset));
  }

  private static Set<CorrelationId> used(RexNode expression, CorrelationId own) {
    return new CorrelationUse(expression).of(Set.of(own));
  }

  /** What sub-queries give becomes columns of the side that they look at. */
  private RelNode computed() {
    List<RexSubQuery> ofLeft = new ArrayList<>();
    List<RexSubQuery> ofRight = new ArrayList<>();
    for (RexSubQuery subQuery : subQueries()) {
      if (isWithinLeft(columns(subQuery))) {
        ofLeft.add(subQuery);
      } else if (isWithinRight(columns(subQuery))) {
        ofRight.add(subQuery);
      } else {
        throw new SqlError(
            "0A000",
            "a sub-query in ON of a FULL JOIN that refers to both sides is not supported;"
                + " a UNION ALL of a LEFT JOIN and of the rows without partners would do");
      }
    }
    RelNode left = withColumns(join.getLeft(), ofLeft, 0);
    RelNode right = withColumns(join.getRight(), ofRight, leftCount);
    RexNode condition =
        join.getCondition()
            .accept(
                new RexShuttle() {
                  @Override
                  public RexNode visitSubQuery(RexSubQuery subQuery) {
                    int place = ofLeft.indexOf(subQuery);
                    return new RexInputRef(
                        place >= 0
                            ? leftCount + place
                            : count + ofLeft.size() + ofRight.indexOf(subQuery),
                        subQuery.getType());
                  }

                  @Override
                  public RexNode visitInputRef(RexInputRef reference) {
                    int column = reference.getIndex();
                    return new RexInputRef(
                        column < leftCount ? column : column + ofLeft.size(), reference.getType());
                  }
                });
    RelNode joined = joined(left, right, condition, join.getJoinType());
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(builder.makeInputRef(joined, i < leftCount ? i : i + ofLeft.size()));
    }
    return projected(joined, columns);
  }

  /** The outermost sub-queries of the condition. */
  private List<RexSubQuery> subQueries() {
    List<RexSubQuery> found = new ArrayList<>();
    join.getCondition()
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitSubQuery(RexSubQuery subQuery) {
                if (!found.contains(subQuery)) {
                  found.add(subQuery);
                }
                return subQuery;
              }
            });
    return found;
  }

  private RelNode withColumns(RelNode side, List<RexSubQuery> subQueries, int offset) {
    if (subQueries.isEmpty()) {
      return side;
    }
    CorrelationId own = side.getCluster().createCorrel();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < side.getRowType().getFieldCount(); i++) {
      columns.add(builder.makeInputRef(side, i));
    }
    List<String> names = new ArrayList<>(side.getRowType().getFieldNames());
    Set<CorrelationId> used = new LinkedHashSet<>();
    for (RexSubQuery subQuery : subQueries) {
      RexNode moved = toSide(side, offset, own).apply(subQuery);
      used.addAll(new CorrelationUse(moved).of(Set.of(own)));
      columns.add(moved);
      names.add("$j" + names.size());
    }
    return LogicalProject.create(side, List.of(), columns, names, used);
  }

  /** The right rows that belong to a left row, for each of these. */
  private RelNode correlated() {
    RelNode left = join.getLeft();
    RelNode right = join.getRight();
    CorrelationId ofLeft = left.getCluster().createCorrel();
    CorrelationId ofRight = left.getCluster().createCorrel();
    RexNode leftRow = builder.makeCorrel(left.getRowType(), ofLeft);
    RexNode rightRow = builder.makeCorrel(right.getRowType(), ofRight);
    RexNode condition =
        new RowMove(
                builder,
                row,
                column ->
                    column < leftCount
                        ? builder.makeFieldAccess(leftRow, column)
                        : builder.makeInputRef(right, column - leftCount),
                column ->
                    column < leftCount
                        ? builder.makeFieldAccess(leftRow, column)
                        : builder.makeFieldAccess(rightRow, column - leftCount))
            .apply(join.getCondition());
    RelNode matching = PlainBuilder.filter(right, condition, used(condition, ofRight));
    return LogicalCorrelate.create(
        left,
        matching,
        List.of(),
        ofLeft,
        RelOptUtil.correlationColumns(ofLeft, matching),
        JoinRelType.LEFT);
  }

  /** A right join as a left one. */
  private RelNode exchanged() {
    int rightCount = count - leftCount;
    RelNode first = join.getRight();
    RelNode second = join.getLeft();
    RelNode both = joined(first, second, builder.makeLiteral(true), JoinRelType.LEFT);
    CorrelationId own = join.getCluster().createCorrel();
    RexNode joinedRow = builder.makeCorrel(both.getRowType(), own);
    IntFunction<Integer> place =
        column -> column < leftCount ? column + rightCount : column - leftCount;
    RexNode condition =
        new RowMove(
                builder,
                row,
                column -> builder.makeInputRef(both, place.apply(column)),
                column -> builder.makeFieldAccess(joinedRow, place.apply(column)))
            .apply(join.getCondition());
    Join exchanged =
        LogicalJoin.create(first, second, List.of(), condition, Set.of(own), JoinRelType.LEFT);
    RelNode rows = new JoinSubQueries(exchanged).left();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(builder.makeInputRef(rows, place.apply(i)));
    }
    return projected(rows, columns);
  }

  // ------------------------------------------------------------------ steps

  private RelNode joined(RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    return LogicalJoin.create(left, right, join.getHints(), condition, Set.of(), type);
  }

  private RelNode projected(RelNode rows, List<RexNode> columns) {
    return LogicalProject.create(
        rows, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
  }

  private RexNode all(List<RexNode> parts) {
    return RexUtil.composeConjunction(builder, parts);
  }
}
