package org.pydb.calcite.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableCorrelate;
import org.apache.calcite.adapter.enumerable.EnumerableIntersect;
import org.apache.calcite.adapter.enumerable.EnumerableMinus;
import org.apache.calcite.adapter.enumerable.EnumerableSort;
import org.apache.calcite.adapter.enumerable.EnumerableUnion;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ProjectNode;
import org.pydb.calcite.exec.operator.ValuesNode;
import org.pydb.calcite.rel.BridgedStep;
import org.pydb.calcite.rel.PydbLimit;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.engine.schema.ColumnType;

/**
 * Compiles steps of a physical plan that run on Calcite's operators.
 *
 * <p>Neighbouring steps become one piece of code. A step of ours below them is an input.
 */
public final class BridgeCompiler {

  private final Function<RelNode, PlanNode> inputs;
  private final BridgeBuilder builder = new BridgeBuilder();
  private final ScalarTranslation scalars = new ScalarTranslation(builder);

  private BridgeCompiler(Function<RelNode, PlanNode> inputs) {
    this.inputs = inputs;
  }

  /**
   * The node that runs a step, with all bridged steps below it.
   *
   * @param inputs compiles what is not bridged
   */
  public static PlanNode compile(BridgedStep step, Function<RelNode, PlanNode> inputs) {
    BridgeCompiler compiler = new BridgeCompiler(inputs);
    RelNode steps = compiler.translate(step);
    List<ColumnType> types = columnTypes(step.getRowType());
    return new BridgeNode(compiler.builder.build(step.step().getRelTypeName(), types, steps));
  }

  private static List<ColumnType> columnTypes(RelDataType rowType) {
    return rowType.getFieldList().stream()
        .map(field -> ScalarTranslation.type(field.getType()))
        .toList();
  }

  private RelNode translate(RelNode node) {
    if (node instanceof BridgedStep bridged) {
      return translate(bridged.step(), bridged.getInputs());
    }
    return input(node);
  }

  private RelNode input(RelNode node) {
    PlanNode plan = inputs.apply(node);
    List<ColumnType> wanted = columnTypes(node.getRowType());
    List<Expression> columns = new ArrayList<>();
    boolean isSame = true;
    for (int i = 0; i < wanted.size(); i++) {
      isSame &= ScalarTranslation.isSame(plan.types().get(i), wanted.get(i));
      columns.add(
          ScalarTranslation.converted(Expressions.column(i, plan.types().get(i)), wanted.get(i)));
    }
    PlanNode input = isSame ? plan : new ProjectNode(plan, columns);
    return scalars.outerRows().isEmpty() ? builder.input(input, List.of()) : innerInput(input);
  }

  /** The rows of a plan of ours that may refer to rows that generated code has. */
  private RelNode innerInput(PlanNode plan) {
    PlanNode oneRow = new ValuesNode(List.of(), List.of(List.of()));
    List<BridgePlan.OuterRow> outerRows = new ArrayList<>();
    List<RexNode> values = new ArrayList<>();
    scalars
        .outerRows()
        .forEach(
            (name, row) -> {
              outerRows.add(new BridgePlan.OuterRow(name.getId(), row.types(), row.used()));
              row.used().forEach(column -> values.add(scalars.outer(name, column)));
            });
    RelNode outer = builder.calc(builder.input(oneRow, List.of()), values, null);
    return builder.input(plan, outerRows, outer);
  }

  private RelNode translate(RelNode step, List<RelNode> stepInputs) {
    if (step instanceof Correlate correlate) {
      return correlate(correlate, stepInputs);
    }
    if (step instanceof Uncollect) {
      throw BridgeErrors.unsupported("UNNEST of anything but a list of elements, ARRAY[...],");
    }
    List<RelNode> below = stepInputs.stream().map(this::translate).toList();
    if (step instanceof Filter filter) {
      RelNode rows = below.get(0);
      return builder.calc(rows, all(rows), scalar(filter.getCondition(), rows));
    }
    if (step instanceof Project project) {
      RelNode rows = below.get(0);
      List<RexNode> columns =
          project.getProjects().stream().map(column -> scalar(column, rows)).toList();
      return builder.calc(rows, columns, null);
    }
    if (step instanceof Join join) {
      RelCollation order = stepInputs.get(0).getTraitSet().getTrait(RelCollationTraitDef.INSTANCE);
      return new JoinTranslation(builder, scalars, join, below.get(0), below.get(1))
          .translate(below.get(0), below.get(1), order == null ? RelCollations.EMPTY : order);
    }
    if (step instanceof Aggregate aggregate) {
      return new AggregateTranslation(builder).translate(aggregate, below.get(0));
    }
    if (step instanceof Window window) {
      return new WindowTranslation(builder, scalars, window, below.get(0)).translate();
    }
    if (step instanceof SetOp operation) {
      return setOperation(operation, below);
    }
    if (step instanceof Sort sort) {
      return sort(sort, below.get(0));
    }
    if (step instanceof PydbLimit limit) {
      if (limit.ties() != null) {
        throw BridgeErrors.unsupported("WITH TIES");
      }
      return limited(below.get(0), limit.offset(), limit.fetch());
    }
    throw BridgeErrors.unsupported("the step " + step.getRelTypeName());
  }

  private RelTraitSet traits() {
    return builder.cluster().traitSetOf(EnumerableConvention.INSTANCE);
  }

  private List<RexNode> all(RelNode rows) {
    return builder.columns(rows, 0, rows.getRowType().getFieldCount());
  }

  private RexNode scalar(RexNode node, RelNode rows) {
    return scalars.translate(node, index -> builder.column(rows, index));
  }

  // ------------------------------------------------------------------ rows for rows

  private RelNode correlate(Correlate correlate, List<RelNode> stepInputs) {
    RelNode left = translate(stepInputs.get(0));
    scalars.enter(
        correlate.getCorrelationId(),
        new ScalarTranslation.OuterRow(
            left.getRowType(),
            columnTypes(stepInputs.get(0).getRowType()),
            correlate.getRequiredColumns().asList()));
    RelNode right = translate(stepInputs.get(1));
    scalars.leave(correlate.getCorrelationId());
    switch (correlate.getJoinType()) {
      case INNER, LEFT, SEMI, ANTI -> {}
      default ->
          throw BridgeErrors.unsupported(
              "a correlated join of the kind " + correlate.getJoinType());
    }
    return EnumerableCorrelate.create(
        left,
        right,
        correlate.getCorrelationId(),
        correlate.getRequiredColumns(),
        correlate.getJoinType());
  }

  // ------------------------------------------------------------------ sets and orders

  private RelNode setOperation(SetOp operation, List<RelNode> below) {
    List<ColumnType> types = columnTypes(operation.getRowType());
    List<RelNode> rows = new ArrayList<>();
    for (int i = 0; i < below.size(); i++) {
      rows.add(converted(below.get(i), operation.getInput(i).getRowType(), types));
    }
    return switch (operation.kind) {
      case UNION -> new EnumerableUnion(builder.cluster(), traits(), rows, operation.all);
      case INTERSECT -> new EnumerableIntersect(builder.cluster(), traits(), rows, operation.all);
      case EXCEPT -> new EnumerableMinus(builder.cluster(), traits(), rows, operation.all);
      default -> throw BridgeErrors.unsupported("the step " + operation.getRelTypeName());
    };
  }

  /** Rows with columns of these types. */
  private RelNode converted(RelNode rows, RelDataType from, List<ColumnType> to) {
    List<RexNode> columns = new ArrayList<>();
    boolean isSame = true;
    for (int i = 0; i < to.size(); i++) {
      RelDataType type = from.getFieldList().get(i).getType();
      isSame &= ScalarTranslation.isSame(ScalarTranslation.type(type), to.get(i));
      RexNode column = new RexInputRef(i, type);
      columns.add(scalars.translate(column, to.get(i), index -> builder.column(rows, index)));
    }
    return isSame ? rows : builder.calc(rows, columns, null);
  }

  private RelNode sort(Sort sort, RelNode rows) {
    RelCollation order = order(sort.getCollation());
    RelNode sorted =
        order.getFieldCollations().isEmpty()
            ? rows
            : EnumerableSort.create(rows, order, null, null);
    return limited(sorted, sort.offset, sort.fetch);
  }

  /** The order with a place for NULL: above all values, unless it says otherwise. */
  static RelCollation order(RelCollation collation) {
    return RelCollationTraitDef.INSTANCE.canonize(
        RelCollations.of(
            collation.getFieldCollations().stream().map(BridgeCompiler::withNulls).toList()));
  }

  private static RelFieldCollation withNulls(RelFieldCollation field) {
    boolean isDescending = field.getDirection().isDescending();
    boolean nullsFirst =
        switch (field.nullDirection) {
          case FIRST -> true;
          case LAST -> false;
          case UNSPECIFIED -> isDescending;
        };
    return new RelFieldCollation(
        field.getFieldIndex(),
        isDescending
            ? RelFieldCollation.Direction.DESCENDING
            : RelFieldCollation.Direction.ASCENDING,
        nullsFirst ? RelFieldCollation.NullDirection.FIRST : RelFieldCollation.NullDirection.LAST);
  }

  private RelNode limited(RelNode rows, @Nullable RexNode offset, @Nullable RexNode fetch) {
    return offset == null && fetch == null
        ? rows
        : builder.limit(rows, new BridgePlan.Limit(count(offset), count(fetch)));
  }

  private static @Nullable Expression count(@Nullable RexNode node) {
    return node == null ? null : ExpressionCompiler.count(node);
  }
}
