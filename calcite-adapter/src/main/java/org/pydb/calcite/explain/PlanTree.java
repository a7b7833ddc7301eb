package org.pydb.calcite.explain;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.KeyBound;
import org.pydb.calcite.rel.BridgedStep;
import org.pydb.calcite.rel.ParallelSteps;
import org.pydb.calcite.rel.PydbCorrelate;
import org.pydb.calcite.rel.PydbHashAggregate;
import org.pydb.calcite.rel.PydbHashJoin;
import org.pydb.calcite.rel.PydbKeptRows;
import org.pydb.calcite.rel.PydbLimit;
import org.pydb.calcite.rel.PydbMergeJoin;
import org.pydb.calcite.rel.PydbRecursiveUnion;
import org.pydb.calcite.rel.PydbRel;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.calcite.rel.PydbSetOperation;
import org.pydb.calcite.rel.PydbSystemScan;
import org.pydb.calcite.rel.PydbValues;
import org.pydb.calcite.rel.PydbWorkingTable;
import org.pydb.calcite.rex.QueriedCount;
import org.pydb.engine.schema.KeyColumn;

/**
 * A physical plan as steps that people read. The numbers of steps go from the top down, inputs from
 * left to right.
 */
public final class PlanTree {
  private final RelMetadataQuery metadata;
  private final IdentityHashMap<RelNode, Integer> ids = new IdentityHashMap<>();
  private final Set<RelNode> parallel;

  private PlanTree(RelMetadataQuery metadata, Set<RelNode> parallel) {
    this.metadata = metadata;
    this.parallel = parallel;
  }

  /** The steps of a plan. */
  public static PlanStep of(RelNode plan) {
    PlanTree tree =
        new PlanTree(plan.getCluster().getMetadataQuery(), ParallelSteps.expected(plan));
    tree.number(plan);
    return tree.step(plan);
  }

  /** The numbers that the steps of a plan have in its tree. */
  public static Map<RelNode, Integer> ids(RelNode plan) {
    PlanTree tree = new PlanTree(plan.getCluster().getMetadataQuery(), Set.of());
    tree.number(plan);
    return tree.ids;
  }

  private void number(RelNode node) {
    ids.putIfAbsent(node, ids.size());
    node.getInputs().forEach(this::number);
  }

  private PlanStep step(RelNode node) {
    return new PlanStep(
        ids.getOrDefault(node, PlanStep.UNMEASURED),
        (parallel.contains(node) ? "Parallel " : "") + title(node),
        Math.max(1, metadata.getRowCount(node)),
        details(node),
        Stream.concat(node.getInputs().stream().map(this::step), counts(node)).toList());
  }

  /** The queries that say how many rows are wanted. */
  private Stream<PlanStep> counts(RelNode node) {
    if (node instanceof PydbLimit limit) {
      return Stream.of(limit.fetch(), limit.offset()).flatMap(this::count);
    }
    return node instanceof Sort sort
        ? Stream.of(sort.fetch, sort.offset).flatMap(this::count)
        : Stream.empty();
  }

  private Stream<PlanStep> count(@Nullable RexNode count) {
    return count != null
            && plain(count) instanceof RexCall call
            && call.getOperator() instanceof QueriedCount query
        ? Stream.of(step(query.plan()))
        : Stream.empty();
  }

  /** A number of rows, which may be cast to one. */
  private static RexNode plain(RexNode count) {
    return count instanceof RexCall cast && cast.isA(SqlKind.CAST)
        ? cast.getOperands().get(0)
        : count;
  }

  private static String title(RelNode node) {
    if (node instanceof BridgedStep bridged) {
      return "Bridged " + title(bridged.step());
    }
    if (node instanceof PydbScan scan) {
      return scanTitle(scan);
    }
    if (node instanceof Join join) {
      String kind = joinMethod(join);
      return join.getJoinType() == JoinRelType.INNER
          ? kind + " Join"
          : kind + " " + capitalized(join.getJoinType().name()) + " Join";
    }
    String name = node.getClass().getSimpleName();
    return switch (name) {
      case "PydbHashAggregate" ->
          ((PydbHashAggregate) node).getGroupSet().isEmpty() ? "Aggregate" : "Hash Aggregate";
      case "PydbStreamAggregate" -> "Streaming Aggregate";
      case "PydbUnionAll" -> "Append";
      case "PydbTopN" -> "Top-N";
      case "PydbRecursiveUnion" ->
          "Recursive Union" + (((PydbRecursiveUnion) node).recursion().all() ? " All" : "");
      case "PydbWorkingTable" ->
          "Working Table Scan on " + ((PydbWorkingTable) node).recursion().name();
      case "PydbKeptRows" -> "Scan of the Rows of " + ((PydbKeptRows) node).rows().name();
      case "PydbSystemScan" ->
          "System Scan on " + ((PydbSystemScan) node).table().definition().name();
      case "PydbSetOperation" -> setTitle((PydbSetOperation) node);
      case "PydbCorrelate" -> {
        String kind = capitalized(((PydbCorrelate) node).getJoinType().name());
        yield kind.equals("Inner") ? "Loop Join" : "Loop " + kind + " Join";
      }
      default -> name.replaceFirst("^(Pydb|Logical)", "");
    };
  }

  private static String joinMethod(Join join) {
    if (join instanceof PydbMergeJoin) {
      return "Merge";
    }
    return join instanceof PydbHashJoin ? "Hash" : "Nested Loop";
  }

  private static String setTitle(PydbSetOperation operation) {
    String name = operation.kind == SqlKind.INTERSECT ? "Hash Intersect" : "Hash Except";
    return operation.all ? name + " All" : name;
  }

  private static String scanTitle(PydbScan scan) {
    String table = scan.table().definition().name();
    String backward = scan.isBackward() ? " Backward" : "";
    if (scan.index() != null) {
      String kind = scan.isIndexOnly() ? "Index Only Scan" : "Index Scan";
      return kind + backward + " on " + table + " using " + scan.index().name();
    }
    var primaryKey = scan.table().definition().primaryKey();
    return primaryKey != null && !scan.bounds().isEmpty()
        ? "Index Scan" + backward + " on " + table + " using " + primaryKey.name()
        : "Scan" + backward + " on " + table;
  }

  private static List<String> details(RelNode node) {
    List<String> details = new ArrayList<>();
    if (node instanceof BridgedStep bridged) {
      return details(bridged.step());
    }
    if (node instanceof PydbScan scan) {
      scan(scan, details);
    } else if (node instanceof Filter filter) {
      details.add("Filter: " + over(filter.getInput()).of(filter.getCondition()));
    } else if (node instanceof Project project) {
      ExpressionText input = over(project.getInput());
      details.add("Output: " + list(project.getProjects(), input));
    } else if (node instanceof Join join) {
      details.add("Condition: " + over(join.getLeft(), join.getRight()).of(join.getCondition()));
    } else if (node instanceof Aggregate aggregate && node instanceof PydbRel) {
      aggregate(aggregate, details);
    } else if (node instanceof PydbValues values) {
      details.add("Rows: " + values.getTuples().size());
    } else if (node instanceof PydbLimit limit) {
      limit(limit.fetch(), limit.offset(), details);
      RelCollation ties = limit.ties();
      if (ties != null) {
        details.add("Ties: " + key(ties, over(limit.getInput())));
      }
    } else if (node instanceof Sort sort) {
      details.add("Key: " + key(sort.getCollation(), over(sort.getInput())));
      limit(sort.fetch, sort.offset, details);
    }
    return details;
  }

  private static void scan(PydbScan scan, List<String> details) {
    ExpressionText table = new ExpressionText(scan.table().columnNames());
    List<KeyColumn> key = PydbScan.key(scan.table(), scan.index());
    List<String> bounds = new ArrayList<>();
    for (int i = 0; i < scan.bounds().columns().size(); i++) {
      String column = table.column(key.get(i).column());
      bounds.add(bound(column, scan.bounds().columns().get(i), table));
    }
    if (!bounds.isEmpty()) {
      details.add("Bounds: " + String.join(", ", bounds));
    }
    if (!scan.bounds().residual().isEmpty()) {
      details.add("Filter: " + table.all(scan.bounds().residual()));
    }
    details.addAll(NotTaken.of(scan));
  }

  private static String bound(String column, KeyBound bound, ExpressionText text) {
    if (bound instanceof KeyBound.Equal equal) {
      return column + " = " + text.of(equal.value());
    }
    if (bound instanceof KeyBound.AnyOf any) {
      return column + " IN (" + list(any.values(), text) + ")";
    }
    if (bound instanceof KeyBound.Range range) {
      List<String> ends = new ArrayList<>();
      if (range.lower() != null) {
        ends.add(column + (range.lowerInclusive() ? " >= " : " > ") + text.of(range.lower()));
      }
      if (range.upper() != null) {
        ends.add(column + (range.upperInclusive() ? " <= " : " < ") + text.of(range.upper()));
      }
      return String.join(" AND ", ends);
    }
    return column + " IS NULL";
  }

  private static void aggregate(Aggregate aggregate, List<String> details) {
    ExpressionText input = over(aggregate.getInput());
    if (!aggregate.getGroupSet().isEmpty()) {
      details.add(
          "Groups: "
              + aggregate.getGroupSet().asList().stream()
                  .map(input::column)
                  .collect(Collectors.joining(", ")));
    }
    if (!aggregate.getAggCallList().isEmpty()) {
      details.add(
          "Aggregates: "
              + aggregate.getAggCallList().stream()
                  .map(call -> aggregateCall(call, input))
                  .collect(Collectors.joining(", ")));
    }
  }

  private static String aggregateCall(AggregateCall call, ExpressionText input) {
    String arguments =
        call.getArgList().isEmpty()
            ? "*"
            : call.getArgList().stream().map(input::column).collect(Collectors.joining(", "));
    return call.getAggregation().getName().toLowerCase(Locale.ROOT)
        + "("
        + (call.isDistinct() ? "DISTINCT " : "")
        + arguments
        + ")"
        + (call.filterArg < 0 ? "" : " FILTER (WHERE " + input.column(call.filterArg) + ")");
  }

  private static void limit(
      @Nullable RexNode fetch, @Nullable RexNode offset, List<String> details) {
    ExpressionText text = new ExpressionText(List.of());
    if (fetch != null) {
      details.add("Count: " + text.of(plain(fetch)));
    }
    if (offset != null) {
      details.add("Offset: " + text.of(plain(offset)));
    }
  }

  /** The lines that tell a limit. */
  public static List<String> limit(@Nullable RexNode fetch, @Nullable RexNode offset) {
    List<String> lines = new ArrayList<>();
    limit(fetch, offset, lines);
    return lines;
  }

  private static String key(RelCollation collation, ExpressionText text) {
    return collation.getFieldCollations().stream()
        .map(field -> text.column(field.getFieldIndex()) + direction(field))
        .collect(Collectors.joining(", "));
  }

  private static String direction(RelFieldCollation field) {
    boolean isDescending = field.getDirection().isDescending();
    boolean isNullsFirst = field.nullDirection == RelFieldCollation.NullDirection.FIRST;
    String nulls =
        isNullsFirst == isDescending ? "" : isNullsFirst ? " NULLS FIRST" : " NULLS LAST";
    return (isDescending ? " DESC" : "") + nulls;
  }

  private static ExpressionText over(RelNode... inputs) {
    List<String> columns = new ArrayList<>();
    for (RelNode input : inputs) {
      columns.addAll(input.getRowType().getFieldNames());
    }
    return new ExpressionText(columns);
  }

  private static String list(List<RexNode> nodes, ExpressionText text) {
    return nodes.stream().map(text::of).collect(Collectors.joining(", "));
  }

  private static String capitalized(String word) {
    return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
  }
}
