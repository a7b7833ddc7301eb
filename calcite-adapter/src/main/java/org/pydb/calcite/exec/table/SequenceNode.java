package org.pydb.calcite.exec.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.spill.BufferedRows;
import org.pydb.calcite.exec.spill.KeptRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;

/**
 * A statement behind those whose rows it reads, such as changes within WITH. Each runs once and
 * whole, in order, and sees the tables as they were when the statement began; what one gives, later
 * ones read as kept rows of its number.
 *
 * <p>All of it happens with the first call for a batch: a lock may show that the statement must run
 * again, and in autocommit the changes are committed before rows go out.
 */
public final class SequenceNode extends PlanNode {

  /** Says that the last step is the one whose rows are counted. */
  public static final int LAST = -1;

  /** Says that no changes are counted. */
  public static final int NONE = -2;

  /** A step whose rows are kept under a number. */
  public record Prior(int number, PlanNode plan) {}

  private final List<Prior> priors;
  private final List<PlanNode> steps;
  private final int counted;
  private final int changeCount;

  /**
   * A sequence.
   *
   * @param priors the steps that run before, in order
   * @param last gives the rows of the statement
   * @param counted the number of the change that tells how many rows were changed, {@link #LAST} or
   *     {@link #NONE}
   */
  public SequenceNode(List<Prior> priors, PlanNode last, int counted) {
    super(last.types(), with(priors, last));
    this.priors = List.copyOf(priors);
    steps = inputs();
    this.counted = counted == LAST ? priors.size() : position(priors, counted);
    changeCount = (int) steps.stream().filter(ModifyNode.class::isInstance).count();
  }

  private static List<PlanNode> with(List<Prior> priors, PlanNode last) {
    List<PlanNode> all = new ArrayList<>();
    priors.forEach(prior -> all.add(prior.plan));
    all.add(last);
    return all;
  }

  private static int position(List<Prior> priors, int number) {
    for (int i = 0; i < priors.size(); i++) {
      if (priors.get(i).number == number) {
        return i;
      }
    }
    return NONE;
  }

  /** Whether any of the steps changes rows. */
  public boolean isChange() {
    return changeCount > 0;
  }

  /** Whether the rows that it gives are those of a change, which are counted. */
  public boolean isCounted() {
    return counted >= 0;
  }

  /** Whether any of the steps locks the rows that it gives. */
  public boolean isLocking() {
    return steps.stream().anyMatch(LockRowsNode.class::isInstance);
  }

  @Override
  public String describe() {
    return "Sequence";
  }

  @Override
  public Operator operator() {
    return new Sequence(this);
  }

  private static final class Sequence extends Operator implements CountingOperator {
    private final SequenceNode node;
    private final Operator[] steps;
    private @Nullable Workspace workspace;
    private @Nullable BufferedRows rows;

    Sequence(SequenceNode node) {
      this.node = node;
      steps = node.steps.stream().map(PlanNode::operator).toArray(Operator[]::new);
    }

    @Override
    protected void start(ExecutionContext context) {
      workspace = workspace("Kept Rows");
      context.shareChanges(node.changeCount > 1);
    }

    @Override
    protected @Nullable Batch produce() {
      BufferedRows given = rows;
      if (given == null) {
        given = runAll();
        rows = given;
      }
      return given.next();
    }

    private BufferedRows runAll() {
      Workspace work = workspace;
      assert work != null;
      int last = steps.length - 1;
      for (int i = 0; i < last; i++) {
        context().keep(node.priors.get(i).number, run(i, work));
      }
      BufferedRows given = new BufferedRows(work, node.types());
      try (Operator step = steps[last]) {
        step.open(context());
        for (Batch batch = step.next(); batch != null; batch = step.next()) {
          given.append(batch, batch.rows(), batch.count());
        }
      }
      return given;
    }

    private KeptRows run(int at, Workspace work) {
      KeptRows kept = new KeptRows(work, node.steps.get(at).types());
      try (Operator step = steps[at]) {
        step.open(context());
        for (Batch batch = step.next(); batch != null; batch = step.next()) {
          kept.append(batch);
        }
      }
      kept.finish();
      return kept;
    }

    @Override
    public long written() {
      return node.isCounted() ? ModifyNode.writtenBy(steps[node.counted]) : -1;
    }

    @Override
    protected void stop() {
      for (Operator step : steps) {
        step.close();
      }
      rows = null;
      context().forgetKept();
      Workspace work = workspace;
      if (work != null) {
        workspace = null;
        work.close();
      }
    }
  }
}
