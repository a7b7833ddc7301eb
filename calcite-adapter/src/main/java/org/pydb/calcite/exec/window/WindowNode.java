package org.pydb.calcite.exec.window;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows of its input, which come partition by partition and each in its order, with a column
 * more for each function.
 *
 * <p>Rows are loaded until some partitions are whole. Of each row only the columns that functions
 * look at stay in memory; the others are spilled if they do not fit, and read once more when their
 * results are there.
 */
public final class WindowNode extends PlanNode {
  private final PlanNode input;
  private final int passedCount;
  private final List<Integer> partitionColumns;
  private final List<SortKey> orderKeys;
  private final List<WindowCall> calls;

  /**
   * Functions over the windows of one order.
   *
   * @param passedCount how many of the input's columns, from the first on, are given; those behind
   *     are arguments only
   * @param partitionColumns by which rows are divided
   * @param orderKeys in which order the rows of a partition come
   */
  public WindowNode(
      PlanNode input,
      int passedCount,
      List<Integer> partitionColumns,
      List<SortKey> orderKeys,
      List<WindowCall> calls) {
    super(types(input, passedCount, calls), List.of(input));
    this.input = input;
    this.passedCount = passedCount;
    this.partitionColumns = List.copyOf(partitionColumns);
    this.orderKeys = List.copyOf(orderKeys);
    this.calls = List.copyOf(calls);
  }

  private static List<ColumnType> types(PlanNode input, int passed, List<WindowCall> calls) {
    List<ColumnType> types = new ArrayList<>(input.types().subList(0, passed));
    calls.forEach(call -> types.add(call.type()));
    return types;
  }

  List<Integer> partitionColumns() {
    return partitionColumns;
  }

  List<SortKey> orderKeys() {
    return orderKeys;
  }

  List<WindowCall> calls() {
    return calls;
  }

  int passedCount() {
    return passedCount;
  }

  List<ColumnType> inputTypes() {
    return input.types();
  }

  /** The columns that functions look at and by which rows are compared. */
  int[] keptColumns() {
    TreeSet<Integer> kept = new TreeSet<>(partitionColumns);
    orderKeys.forEach(key -> kept.add(key.column()));
    for (WindowCall call : calls) {
      kept.addAll(call.arguments());
      kept.add(call.frame().lower().column());
      kept.add(call.frame().upper().column());
      kept.add(call.frame().key());
    }
    return kept.stream().filter(column -> column >= 0).mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String describe() {
    return "Window: " + calls + " partition " + partitionColumns + " order " + orderKeys;
  }

  @Override
  public Operator operator() {
    return new WindowOperator(this, input.operator());
  }
}
