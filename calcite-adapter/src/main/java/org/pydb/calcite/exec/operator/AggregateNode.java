package org.pydb.calcite.exec.operator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.Accumulators;
import org.pydb.calcite.exec.spill.Partitions;
import org.pydb.calcite.exec.spill.SpilledRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * One row for each group of its input's rows: the key's columns, then the aggregates. Without key
 * columns there is one group, even if no row comes. NULLs are one group.
 *
 * <p>With grouping sets the input is grouped in several ways at once. A row then has NULL for the
 * key columns that its set leaves out, and last an INT64 that says which: bit {@code n - 1 - i} is
 * set if the key column {@code i} of {@code n} is left out, as {@code GROUPING} has it.
 */
public final class AggregateNode extends PlanNode {
  private final PlanNode input;
  private final List<Integer> keys;
  private final List<List<Integer>> sets;
  private final boolean hasSets;
  private final List<AggregateCall> calls;
  private final boolean isParallel;

  /** Groups by these columns of the input. */
  public AggregateNode(PlanNode input, List<Integer> keys, List<AggregateCall> calls) {
    this(input, keys, List.of(keys), false, calls, false);
  }

  private AggregateNode(
      PlanNode input,
      List<Integer> keys,
      List<List<Integer>> sets,
      boolean hasSets,
      List<AggregateCall> calls,
      boolean isParallel) {
    super(outputTypes(input, keys, calls, hasSets), List.of(input));
    this.input = input;
    this.keys = List.copyOf(keys);
    this.sets = sets.stream().map(List::copyOf).toList();
    this.hasSets = hasSets;
    this.calls = List.copyOf(calls);
    this.isParallel = isParallel;
  }

  /**
   * Groups in several ways.
   *
   * @param keys columns of the input
   * @param sets for each way some of {@code keys}
   */
  public static AggregateNode ofSets(
      PlanNode input, List<Integer> keys, List<List<Integer>> sets, List<AggregateCall> calls) {
    return new AggregateNode(input, keys, sets, true, calls, false);
  }

  /** The same, but done by several threads where there is enough to do; see {@link #merges}. */
  public AggregateNode inParallel() {
    return new AggregateNode(input, keys, sets, hasSets, calls, true);
  }

  /** Whether several threads may group the rows of an input with columns of these types. */
  public static boolean merges(List<ColumnType> inputTypes, List<AggregateCall> calls) {
    return calls.stream()
        .allMatch(
            call ->
                call.rows() == null
                    && Accumulators.mergesExactly(
                        call.function(),
                        call.argument() < 0 ? null : inputTypes.get(call.argument())));
  }

  private static List<ColumnType> outputTypes(
      PlanNode input, List<Integer> keys, List<AggregateCall> calls, boolean hasSets) {
    List<ColumnType> types = new ArrayList<>(typesAt(input, keys));
    for (AggregateCall call : calls) {
      types.add(call.type());
    }
    if (hasSets) {
      types.add(ColumnType.of(ColumnKind.INT64));
    }
    return types;
  }

  @Override
  public String describe() {
    return "Aggregate: " + calls + (keys.isEmpty() ? "" : " by " + keys) + (hasSets ? sets : "");
  }

  @Override
  public Operator operator() {
    return new AggregateOperator(this, input.operator());
  }

  private static final class AggregateOperator extends Operator {
    private final AggregateNode node;
    private final Operator input;
    private final Batch output;
    private @Nullable Workspace workspace;

    /** The input, if several threads read it; then {@link #input} is not open. */
    private @Nullable Fragment fragment;

    private @Nullable ParallelGrouping parallel;

    /** The groupings that are still to be given, the current one first; null before the input. */
    private @Nullable Deque<Part> parts;

    private @Nullable Grouping current;
    private int set;
    private int nextGroup;

    /**
     * Groups of a set that are still to come.
     *
     * @param grouping the groups, or null if their rows are to be read
     * @param rows the rows on the disk, or null
     * @param level how often these were divided
     */
    private record Part(
        int set, @Nullable Grouping grouping, @Nullable SpilledRows rows, int level) {}

    AggregateOperator(AggregateNode node, Operator input) {
      this.node = node;
      this.input = input;
      output = Batch.of(node.types());
    }

    @Override
    protected void start(ExecutionContext context) {
      workspace = workspace("Aggregate");
      fragment = node.isParallel ? Fragment.open(node.input, context) : null;
      if (fragment == null) {
        input.open(context);
      }
    }

    @Override
    protected @Nullable Batch produce() {
      Deque<Part> left = parts;
      if (left == null) {
        left = new ArrayDeque<>();
        parts = left;
        List<Grouping> groupings = group();
        for (int i = 0; i < groupings.size(); i++) {
          left.add(new Part(i, groupings.get(i), null, 0));
        }
      }
      Grouping grouping = current;
      while (grouping == null || nextGroup == grouping.groupCount()) {
        if (grouping != null) {
          grouping.close();
          current = null;
        }
        if (left.isEmpty()) {
          return null;
        }
        grouping = begin(left.pop(), left);
        current = grouping;
        nextGroup = 0;
      }
      int count = Math.min(Batch.ROWS_MAX, grouping.groupCount() - nextGroup);
      write(grouping, count);
      nextGroup += count;
      return output;
    }

    private List<Grouping> group() {
      List<GroupingShape> shapes = new ArrayList<>();
      for (int i = 0; i < node.sets.size(); i++) {
        shapes.add(shape(i));
      }
      Fragment lanes = fragment;
      if (lanes != null) {
        ParallelGrouping grouping =
            new ParallelGrouping(lanes, shapes, () -> workspace("Aggregate"));
        parallel = grouping;
        List<Grouping> groups = grouping.run();
        if (groups != null) {
          lanes.close();
          return groups;
        }
        endParallel();
        input.open(context());
      }
      return readInput(shapes);
    }

    private List<Grouping> readInput(List<GroupingShape> shapes) {
      List<Grouping> fresh =
          shapes.stream().map(shape -> new Grouping(shape, open(workspace), 0)).toList();
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        for (Grouping grouping : fresh) {
          grouping.add(batch);
        }
      }
      return fresh;
    }

    private void endParallel() {
      if (fragment != null) {
        fragment.close();
        fragment = null;
      }
      if (parallel != null) {
        parallel.close();
        parallel = null;
      }
    }

    private GroupingShape shape(int ofSet) {
      return new GroupingShape(node.input.types(), node.sets.get(ofSet), node.calls);
    }

    /** Makes the groups of a part; what does not fit memory is put before the other parts. */
    private Grouping begin(Part part, Deque<Part> left) {
      set = part.set;
      Grouping grouping = part.grouping == null ? read(part) : part.grouping;
      Partitions spilled = grouping.finish();
      for (int i = 0; spilled != null && i < Partitions.COUNT; i++) {
        SpilledRows rows = spilled.get(i);
        if (rows != null) {
          left.push(new Part(part.set, null, rows, part.level + 1));
        }
      }
      return grouping;
    }

    private Grouping read(Part part) {
      Grouping grouping =
          new Grouping(shape(part.set).ofUsedColumns(), open(workspace), part.level);
      SpilledRows rows = open(part.rows);
      SpilledRows.Reader reader = rows.read();
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        grouping.add(batch);
      }
      rows.close();
      return grouping;
    }

    private void write(Grouping grouping, int count) {
      List<Integer> present = node.sets.get(set);
      int keyCount = node.keys.size();
      grouping.write(
          nextGroup,
          count,
          output,
          present.stream().mapToInt(node.keys::indexOf).toArray(),
          keyCount);
      if (node.hasSets) {
        writeAbsent(present, count, keyCount);
      }
    }

    private void writeAbsent(List<Integer> present, int count, int keyCount) {
      long absent = 0;
      for (int i = 0; i < keyCount; i++) {
        absent <<= 1;
        if (!present.contains(node.keys.get(i))) {
          absent |= 1;
          output.column(i).reset(count);
          output.column(i).setNulls(0, count);
        }
      }
      LongVector bits = (LongVector) output.column(output.columnCount() - 1);
      bits.reset(count);
      for (int row = 0; row < count; row++) {
        bits.values()[row] = absent;
      }
    }

    @Override
    protected void stop() {
      parts = null;
      current = null;
      release(output);
      endParallel();
      close(workspace);
      input.close();
    }
  }
}
