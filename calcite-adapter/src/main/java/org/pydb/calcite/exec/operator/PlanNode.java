package org.pydb.calcite.exec.operator;

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
