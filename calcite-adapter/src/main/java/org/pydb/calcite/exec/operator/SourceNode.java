package org.pydb.calcite.exec.operator;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/** A leaf: rows from a {@link BatchSource}. */
public final class SourceNode extends PlanNode {
  private final String description;
  private final Supplier<? extends BatchSource> sources;

  /**
   * A leaf.
   *
   * @param description one line for plans
   * @param types of the columns that the sources give
   * @param sources makes a source for each operator
   */
  public SourceNode(
      String description, List<ColumnType> types, Supplier<? extends BatchSource> sources) {
    super(types, List.of());
    this.description = description;
    this.sources = sources;
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public Operator operator() {
    return new SourceOperator(sources.get());
  }

  private static final class SourceOperator extends Operator {
    private final BatchSource source;

    SourceOperator(BatchSource source) {
      this.source = source;
    }

    @Override
    protected void start(ExecutionContext context) {
      source.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      Batch batch = source.next();
      while (batch != null && batch.count() == 0) {
        context().checkCanceled();
        batch = source.next();
      }
      return batch;
    }

    @Override
    protected void stop() {
      source.close();
    }
  }
}
