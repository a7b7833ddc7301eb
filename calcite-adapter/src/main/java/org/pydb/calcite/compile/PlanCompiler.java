package org.pydb.calcite.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bridge.BridgeCompiler;
import org.pydb.calcite.exec.expression.CastMode;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.operator.FilterNode;
import org.pydb.calcite.exec.operator.FunctionRowsNode;
import org.pydb.calcite.exec.operator.GatherNode;
import org.pydb.calcite.exec.operator.KeptRowsNode;
import org.pydb.calcite.exec.operator.LimitNode;
import org.pydb.calcite.exec.operator.MeasuredNode;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ProjectNode;
import org.pydb.calcite.exec.operator.SetOperationNode;
import org.pydb.calcite.exec.operator.SortNode;
import org.pydb.calcite.exec.operator.TiesNode;
import org.pydb.calcite.exec.operator.TopNode;
import org.pydb.calcite.exec.operator.UnionNode;
import org.pydb.calcite.exec.operator.ValuesNode;
import org.pydb.calcite.exec.recursion.RecursionNode;
import org.pydb.calcite.exec.recursion.WorkingTableNode;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.window.WindowNode;
import org.pydb.calcite.rel.BridgedStep;
import org.pydb.calcite.rel.ParallelSteps;
import org.pydb.calcite.rel.PydbCorrelate;
import org.pydb.calcite.rel.PydbFilter;
import org.pydb.calcite.rel.PydbFunctionRows;
import org.pydb.calcite.rel.PydbHashAggregate;
import org.pydb.calcite.rel.PydbKeptRows;
import org.pydb.calcite.rel.PydbLimit;
import org.pydb.calcite.rel.PydbMergeJoin;
import org.pydb.calcite.rel.PydbProject;
import org.pydb.calcite.rel.PydbRecursiveUnion;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.calcite.rel.PydbSetOperation;
import org.pydb.calcite.rel.PydbSort;
import org.pydb.calcite.rel.PydbStreamAggregate;
import org.pydb.calcite.rel.PydbSystemScan;
import org.pydb.calcite.rel.PydbTopN;
import org.pydb.calcite.rel.PydbUnionAll;
import org.pydb.calcite.rel.PydbValues;
import org.pydb.calcite.rel.PydbWindow;
import org.pydb.calcite.rel.PydbWorkingTable;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.SortKeys;
import org.pydb.calcite.rex.UnsupportedExpression;
import org.pydb.calcite.rex.WindowCalls;
import org.pydb.calcite.system.SystemScanNode;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.engine.schema.ColumnType;

/** Compiles physical plans. */
public final class PlanCompiler {
  /** The numbers of steps that are measured; empty if none are. */
  private final Map<RelNode, Integer> ids;

  private PlanCompiler(Map<RelNode, Integer> ids) {
    this.ids = ids;
  }

  /** The node that runs a plan. */
  public static PlanNode compile(RelNode plan) {
    return new PlanCompiler(Map.of()).gathered(plan);
  }

  /** The node that runs a plan and measures its steps under these numbers. */
  public static PlanNode compileMeasured(RelNode plan, Map<RelNode, Integer> ids) {
    return new PlanCompiler(ids).gathered(plan);
  }

  /** A step whose rows others read that do not run side by side themselves. */
  private PlanNode gathered(RelNode plan) {
    return gathered(plan, node(plan));
  }

  private static PlanNode gathered(RelNode plan, PlanNode node) {
    return ParallelSteps.isGathered(plan) && node.driver() != null ? new GatherNode(node) : node;
  }

  private PlanNode node(RelNode plan) {
    return measured(plan, step(plan));
  }

  private PlanNode measured(RelNode plan, PlanNode node) {
    Integer id = ids.isEmpty() ? null : ids.get(plan);
    return id == null ? node : new MeasuredNode(node, id);
  }

  private PlanNode step(RelNode plan) {
    if (plan instanceof PydbScan scan) {
      return ScanCompiler.compile(TableRead.of(scan));
    }
    if (plan instanceof PydbSystemScan scan) {
      return new SystemScanNode(scan.system(), scan.columns());
    }
    if (plan instanceof PydbFilter filter) {
      return new FilterNode(
          node(filter.getInput()),
          ExpressionCompiler.over(filter.getInput().getRowType()).compile(filter.getCondition()));
    }
    if (plan instanceof PydbProject project) {
      return project(project, Set.of());
    }
    if (plan instanceof PydbValues values) {
      return values(values);
    }
    if (plan instanceof PydbLimit limit) {
      return limit(limit);
    }
    if (plan instanceof PydbMergeJoin join) {
      return JoinCompiler.compile(join, node(join.getLeft()), node(join.getRight()));
    }
    if (plan instanceof Join join) {
      PlanNode left =
          ParallelSteps.passesLeft(join) ? node(join.getLeft()) : gathered(join.getLeft());
      return JoinCompiler.compile(join, left, gathered(join.getRight()));
    }
    if (plan instanceof PydbHashAggregate aggregate) {
      return AggregateCompiler.compile(aggregate, input(aggregate));
    }
    if (plan instanceof PydbStreamAggregate aggregate) {
      return AggregateCompiler.compile(aggregate, input(aggregate));
    }
    if (plan instanceof PydbWindow window) {
      return window(window);
    }
    if (plan instanceof PydbSort sort) {
      return new SortNode(gathered(sort.getInput()), sortKeys(sort.getCollation()));
    }
    if (plan instanceof PydbTopN top) {
      return top(top);
    }
    if (plan instanceof PydbUnionAll union) {
      return union(union);
    }
    if (plan instanceof PydbSetOperation operation) {
      return setOperation(operation);
    }
    if (plan instanceof PydbCorrelate correlate) {
      return JoinCompiler.compile(correlate, node(correlate.getLeft()), node(correlate.getRight()));
    }
    if (plan instanceof PydbRecursiveUnion recursion) {
      return recursion(recursion);
    }
    if (plan instanceof PydbFunctionRows rows) {
      return new FunctionRowsNode(
          node(rows.getInput()),
          rows.function(),
          columnTypes(rows.getRowType()),
          rows.isNumbered());
    }
    if (plan instanceof PydbWorkingTable rows) {
      return new WorkingTableNode(rows.recursion().number(), columnTypes(rows.getRowType()));
    }
    if (plan instanceof PydbKeptRows rows) {
      return new KeptRowsNode(rows.rows().number(), columnTypes(rows.getRowType()));
    }
    if (plan instanceof BridgedStep bridged) {
      return BridgeCompiler.compile(bridged, this::node);
    }
    throw new UnsupportedExpression("the step " + plan.getRelTypeName());
  }

  /** What an aggregate groups. */
  private PlanNode input(Aggregate aggregate) {
    RelNode input = aggregate.getInput();
    PlanNode node =
        input instanceof PydbProject project
            ? measured(project, project(project, AggregateCompiler.summed(aggregate)))
            : node(input);
    boolean isGathered =
        aggregate instanceof PydbHashAggregate && !ParallelSteps.isParallel(aggregate);
    return isGathered ? gathered(input, node) : node;
  }

  /**
   * A projection.
   *
   * @param summed the columns of which nothing but sums are wanted
   */
  private PlanNode project(PydbProject project, Set<Integer> summed) {
    List<Expression> columns =
        new ArrayList<>(
            ExpressionCompiler.over(project.getInput().getRowType())
                .compileAll(project.getProjects()));
    for (int column : summed) {
      columns.set(column, Expressions.withOneScale(columns.get(column)));
    }
    return new ProjectNode(node(project.getInput()), columns);
  }

  private PlanNode limit(PydbLimit limit) {
    RelCollation ties = limit.ties();
    PlanNode rows = node(limit.getInput());
    Expression offset = count(limit.offset());
    Expression fetch = count(limit.fetch());
    return ties == null
        ? new LimitNode(rows, offset, fetch)
        : new TiesNode(rows, sortKeys(ties), offset, fetch);
  }

  private PlanNode top(PydbTopN top) {
    return new TopNode(
        gathered(top.getInput()),
        sortKeys(top.getCollation()),
        count(top.offset),
        Objects.requireNonNull(count(top.fetch)));
  }

  private PlanNode window(PydbWindow window) {
    PlanNode input = node(window.getInput());
    WindowCalls calls = WindowCalls.compile(window);
    PlanNode extended =
        calls.columns().size() == input.types().size()
            ? input
            : new ProjectNode(input, calls.columns());
    return new WindowNode(
        extended, input.types().size(), calls.partitionColumns(), calls.orderKeys(), calls.calls());
  }

  private PlanNode union(PydbUnionAll union) {
    List<ColumnType> types = columnTypes(union.getRowType());
    return new UnionNode(
        union.getInputs().stream().map(input -> converted(gathered(input), types)).toList());
  }

  private PlanNode recursion(PydbRecursiveUnion recursion) {
    List<ColumnType> types = columnTypes(recursion.getRowType());
    return new RecursionNode(
        recursion.recursion().number(),
        recursion.recursion().all(),
        converted(gathered(recursion.getInput(0)), types),
        converted(node(recursion.getInput(1)), types));
  }

  private PlanNode setOperation(PydbSetOperation operation) {
    List<ColumnType> types = columnTypes(operation.getRowType());
    boolean isIntersection = operation.kind == SqlKind.INTERSECT;
    SetOperationNode.Kind kind;
    if (operation.all) {
      kind =
          isIntersection ? SetOperationNode.Kind.INTERSECT_ALL : SetOperationNode.Kind.EXCEPT_ALL;
    } else {
      kind = isIntersection ? SetOperationNode.Kind.INTERSECT : SetOperationNode.Kind.EXCEPT;
    }
    return new SetOperationNode(
        kind,
        converted(gathered(operation.getInput(0)), types),
        converted(gathered(operation.getInput(1)), types));
  }

  /** Rows whose columns have these types: those of another are converted. */
  static PlanNode converted(PlanNode node, List<ColumnType> types) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Expression column = Expressions.column(i, node.types().get(i));
      columns.add(
          Expressions.cast(column, types.get(i), CastMode.EXPLICIT)
              .orElseThrow(() -> new UnsupportedExpression("a union of different types")));
    }
    return node.types().equals(types) ? node : new ProjectNode(node, columns);
  }

  private static List<SortKey> sortKeys(RelCollation collation) {
    return collation.getFieldCollations().stream().map(SortKeys::of).toList();
  }

  private static PlanNode values(PydbValues values) {
    List<List<Expression>> rows = new ArrayList<>();
    List<ColumnType> types = columnTypes(values.getRowType());
    for (List<RexLiteral> tuple : values.getTuples()) {
      List<Expression> row = new ArrayList<>();
      for (int i = 0; i < tuple.size(); i++) {
        row.add(ExpressionCompiler.literal(tuple.get(i), types.get(i)));
      }
      rows.add(row);
    }
    return new ValuesNode(types, rows);
  }

  /** The types of the columns of rows. */
  public static List<ColumnType> columnTypes(RelDataType rowType) {
    return rowType.getFieldList().stream()
        .map(field -> ColumnTypes.toColumn(field.getType()))
        .toList();
  }

  /** A number of rows. */
  public static @Nullable Expression count(@Nullable RexNode node) {
    return node == null ? null : ExpressionCompiler.count(node);
  }
}
