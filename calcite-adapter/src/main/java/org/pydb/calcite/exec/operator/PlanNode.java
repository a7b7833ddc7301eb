package org.pydb.calcite.exec.operator;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/**
 * A step of a plan. Immutable; shared between executions and threads, so plans can be cached.
 *
 * <p>A node describes; {@link #operator} makes the {@link Operator} that runs, together with those
 * of its inputs.
 */
public abstract class PlanNode {
  private final List<ColumnType> types;
  private final List<PlanNode> inputs;

  /** What {@link #forResult} gives; whoever comes first makes it. */
  private volatile @Nullable ForResult forResult;

  /**
   * A plan whose rows are a result.
   *
   * @param largeColumns those that may hold references to large values
   */
  public record ForResult(PlanNode plan, BitSet largeColumns) {}

  /** A node whose rows have columns of these types. */
  protected PlanNode(List<ColumnType> types, List<PlanNode> inputs) {
    this.types = List.copyOf(types);
    this.inputs = List.copyOf(inputs);
  }

  /** The types of the columns of its rows. */
  public final List<ColumnType> types() {
    return types;
  }

  /** The steps that it pulls from. */
  public final List<PlanNode> inputs() {
    return inputs;
  }

  /**
   * The scan whose rows pass through this step one batch at a time, each independent of the others:
   * so several operators may do it side by side, on parts of the scan.
   *
   * @return null if there is no such scan
   */
  public @Nullable ScanNode driver() {
    return null;
  }

  /**
   * The columns of its rows that may hold a {@link org.pydb.engine.row.LargeReference} in the place
   * of a large value. None, unless {@link #passLarge} was asked for it.
   */
  public BitSet largeColumns() {
    return new BitSet();
  }

  /**
   * This step, giving references where it can: for columns that it hands on as they are, and whose
   * values no step below it looks at.
   *
   * @param wanted the columns for which whoever pulls from it knows what to do with references
   */
  public PlanNode passLarge(BitSet wanted) {
    return this;
  }

  /** This step for a result, which knows what to do with references in all columns. */
  public final ForResult forResult() {
    ForResult known = forResult;
    if (known == null) {
      BitSet all = new BitSet();
      all.set(0, types.size());
      PlanNode passing = passLarge(all);
      known = new ForResult(passing, passing.largeColumns());
      forResult = known;
    }
    return known;
  }

  /** A new operator tree, for one execution at a time. */
  public abstract Operator operator();

  /** One line that says what this step does, without its inputs. */
  public abstract String describe();

  /** The plan as a tree, one line a step, inputs indented. */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder();
    print(text, 0);
    return text.toString();
  }

  private void print(StringBuilder text, int depth) {
    text.append("  ".repeat(depth)).append(describe()).append('\n');
    for (PlanNode input : inputs) {
      input.print(text, depth + 1);
    }
  }

  /** The types of some columns of an input. */
  static List<ColumnType> typesAt(PlanNode input, List<Integer> columns) {
    return columns.stream().map(input.types()::get).toList();
  }
}
