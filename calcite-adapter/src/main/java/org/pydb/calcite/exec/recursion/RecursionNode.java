package org.pydb.calcite.exec.recursion;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.spill.WorkingRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;

/**
 * {@code WITH RECURSIVE}: the rows of a seed, then, round by round, those that a step gives for the
 * rows of the round before, until a round gives none.
 *
 * <p>Rows go out as they are found, so a {@code LIMIT} above ends a recursion that would never end.
 * UNION without ALL lets only those pass that no round has given before; so a recursion through a
 * graph with circles ends.
 */
public final class RecursionNode extends PlanNode {
  private final int number;
  private final boolean all;

  /**
   * A recursion.
   *
   * @param number by which {@link WorkingTableNode}s in the step name it
   * @param all whether rows count that were found before
   * @param seed gives the first rows
   * @param step gives those of each later round, of the same types
   */
  public RecursionNode(int number, boolean all, PlanNode seed, PlanNode step) {
    super(seed.types(), List.of(seed, step));
    if (!step.types().equals(seed.types())) {
      throw new IllegalArgumentException(step.types() + " are not " + seed.types());
    }
    this.number = number;
    this.all = all;
  }

  @Override
  public String describe() {
    return "Recursion: " + number + (all ? " all" : " distinct");
  }

  @Override
  public Operator operator() {
    return new RecursionOperator(this);
  }

  /** Runs the seed, and then the step once a round. */
  private static final class RecursionOperator extends Operator {
    private final RecursionNode node;
    private final Operator seed;
    private final Operator step;
    private @Nullable Workspace workspace;
    private @Nullable WorkingRows rows;

    /** What was found before; null if that does not matter. */
    private @Nullable NewRows newRows;

    private @Nullable ExecutionContext round;

    /** The seed or the step, whichever gives rows now; null once all have been given. */
    private @Nullable Operator source;

    RecursionOperator(RecursionNode node) {
      this.node = node;
      seed = node.inputs().get(0).operator();
      step = node.inputs().get(1).operator();
    }

    @Override
    protected void start(ExecutionContext context) {
      Workspace work = workspace("Recursion");
      workspace = work;
      WorkingRows working = new WorkingRows(work, node.types());
      rows = working;
      newRows = node.all ? null : new NewRows(node.types(), work);
      round = context.round(node.number, working);
      source = seed;
      seed.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      for (Operator from = source; from != null; from = nextRound(from)) {
        NewRows distinct = newRows;
        Batch found = distinct == null ? from.next() : distinct.next(from);
        if (found != null) {
          Objects.requireNonNull(rows).append(found);
          return found;
        }
      }
      return null;
    }

    /** Ends a round; what gives the rows of the next one, null if there is none. */
    private @Nullable Operator nextRound(Operator ended) {
      ended.close();
      source = null;
      if (Objects.requireNonNull(rows).turn()) {
        countRound();
        source = step;
        step.open(Objects.requireNonNull(round));
      }
      return source;
    }

    @Override
    protected void stop() {
      source = null;
      round = null;
      rows = null;
      newRows = null;
      try {
        seed.close();
        step.close();
      } finally {
        if (workspace != null) {
          workspace.close();
        }
      }
    }
  }
}
