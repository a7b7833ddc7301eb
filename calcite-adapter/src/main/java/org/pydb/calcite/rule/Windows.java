package org.pydb.calcite.rule;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalWindow;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.convert.TreeFeatures;
import org.pydb.calcite.rel.Inputs;

/**
 * Makes steps of the window functions in projections:
 *
 * <pre>
 *   Project  a, sum(a + 1) over (partition by b)        Project  a, $3
 *     input                                       →       Window  partition 1: sum($2)
 *                                                           Project  a, b, a + 1
 *                                                             input
 * </pre>
 *
 * <p>One step has the functions of all windows with the same partitions and order, so that rows are
 * sorted once for them.
 */
public final class Windows {

  /** Rows that are divided and ordered in the same way; each key is a column. */
  private record Order(ImmutableBitSet keys, RelCollation collation) {}

  private final Project project;
  private final List<RexNode> columns = new ArrayList<>();
  private final Map<RexOver, Integer> results = new LinkedHashMap<>();

  private Windows(Project project) {
    this.project = project;
    RelNode input = project.getInput();
    for (int i = 0; i < input.getRowType().getFieldCount(); i++) {
      columns.add(project.getCluster().getRexBuilder().makeInputRef(input, i));
    }
  }

  /** The tree without window functions in projections. */
  public static RelNode run(RelNode root) {
    return TreeFeatures.of(root).hasWindow() ? expanded(root) : root;
  }

  private static RelNode expanded(RelNode node) {
    RelNode changed = Inputs.changed(node, Windows::expanded);
    return changed instanceof Project project && project.containsOver()
        ? new Windows(project).expand()
        : changed;
  }

  private RelNode expand() {
    Map<Order, Map<RexWindow, List<RexOver>>> orders = new LinkedHashMap<>();
    for (RexOver over : functions()) {
      orders
          .computeIfAbsent(order(over.getWindow()), order -> new LinkedHashMap<>())
          .computeIfAbsent(over.getWindow(), window -> new ArrayList<>())
          .add(over);
    }
    Map<Order, List<Window.Group>> groups = new LinkedHashMap<>();
    orders.forEach((order, windows) -> groups.put(order, groups(order, windows)));
    // All columns are known now, and the results come behind them.
    RelNode rows = withColumns();
    int next = columns.size();
    for (Map.Entry<Order, Map<RexWindow, List<RexOver>>> order : orders.entrySet()) {
      for (List<RexOver> overs : order.getValue().values()) {
        for (RexOver over : overs) {
          results.put(over, next++);
        }
      }
      rows = window(rows, requireNonNull(groups.get(order.getKey())));
    }
    return projected(rows);
  }

  private Set<RexOver> functions() {
    Set<RexOver> functions = new LinkedHashSet<>();
    for (RexNode expression : project.getProjects()) {
      expression.accept(
          new RexVisitorImpl<@Nullable Void>(true) {
            @Override
            public @Nullable Void visitOver(RexOver over) {
              functions.add(over);
              return null;
            }
          });
    }
    return functions;
  }

  // ------------------------------------------------------------------ columns

  private int column(RexNode expression) {
    if (expression instanceof RexInputRef reference) {
      return reference.getIndex();
    }
    int known = columns.indexOf(expression);
    if (known >= 0) {
      return known;
    }
    columns.add(expression);
    return columns.size() - 1;
  }

  private Order order(RexWindow window) {
    ImmutableBitSet.Builder keys = ImmutableBitSet.builder();
    window.partitionKeys.forEach(key -> keys.set(column(key)));
    List<RelFieldCollation> fields = new ArrayList<>();
    for (RexFieldCollation field : window.orderKeys) {
      int column = column(field.left);
      if (fields.stream().noneMatch(before -> before.getFieldIndex() == column)) {
        fields.add(new RelFieldCollation(column, field.getDirection(), field.getNullDirection()));
      }
    }
    return new Order(keys.build(), RelCollations.of(fields));
  }

  private List<Window.Group> groups(Order order, Map<RexWindow, List<RexOver>> windows) {
    List<Window.Group> groups = new ArrayList<>();
    windows.forEach((window, overs) -> groups.add(group(order, window, overs)));
    return groups;
  }

  private Window.Group group(Order order, RexWindow window, List<RexOver> overs) {
    List<Window.RexWinAggCall> calls = new ArrayList<>();
    for (RexOver over : overs) {
      List<RexNode> operands = over.getOperands().stream().map(this::operand).toList();
      calls.add(
          new Window.RexWinAggCall(
              over.getParserPosition(),
              over.getAggOperator(),
              over.getType(),
              operands,
              calls.size(),
              over.isDistinct(),
              over.ignoreNulls()));
    }
    return new Window.Group(
        order.keys,
        window.isRows(),
        window.getLowerBound(),
        window.getUpperBound(),
        window.getExclude(),
        order.collation,
        calls);
  }

  private RexNode operand(RexNode operand) {
    return operand instanceof RexLiteral
        ? operand
        : new RexInputRef(column(operand), operand.getType());
  }

  // ------------------------------------------------------------------ steps

  private RelNode withColumns() {
    RelNode input = project.getInput();
    int given = input.getRowType().getFieldCount();
    if (columns.size() == given) {
      return input;
    }
    List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
    for (int i = given; i < columns.size(); i++) {
      names.add("$w" + i);
    }
    return LogicalProject.create(input, List.of(), columns, names, ImmutableSet.of());
  }

  private static RelNode window(RelNode rows, List<Window.Group> groups) {
    RelOptCluster cluster = rows.getCluster();
    RelDataTypeFactory.Builder type = cluster.getTypeFactory().builder();
    type.addAll(rows.getRowType().getFieldList());
    for (Window.Group group : groups) {
      for (Window.RexWinAggCall call : group.aggCalls) {
        type.add("$f" + type.getFieldCount(), call.getType());
      }
    }
    return new LogicalWindow(
        cluster, rows.getTraitSet(), List.of(), rows, List.of(), type.build(), groups);
  }

  private RelNode projected(RelNode rows) {
    RexShuttle replacement =
        new RexShuttle() {
          @Override
          public RexNode visitOver(RexOver over) {
            return new RexInputRef(requireNonNull(results.get(over)), over.getType());
          }
        };
    List<RexNode> expressions = replacement.apply(project.getProjects());
    return project.copy(project.getTraitSet(), rows, expressions, project.getRowType());
  }
}
