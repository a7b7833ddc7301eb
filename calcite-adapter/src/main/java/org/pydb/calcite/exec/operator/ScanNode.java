package org.pydb.calcite.exec.operator;

import java.util.List;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.KeyRange;

/** A leaf that reads a tree, and can read parts of it: in each lane those that it is given. */
public abstract class ScanNode extends PlanNode {
  private final double rowsExpected;

  /**
   * A leaf whose rows have columns of these types.
   *
   * @param rowsExpected how many rows it will read, about
   */
  protected ScanNode(List<ColumnType> types, double rowsExpected) {
    super(types, List.of());
    this.rowsExpected = rowsExpected;
  }

  /** How many rows it will read, about. */
  public final double rowsExpected() {
    return rowsExpected;
  }

  @Override
  public final ScanNode driver() {
    return this;
  }

  /**
   * Cuts what the scan reads into parts, in the order in which it reads them, and notes it as read.
   *
   * @param partsMax how many at most, about
   * @param groupedColumns rows that agree in so many of the first columns of the key are to be in
   *     one part
   * @return empty if one thread is to read all of it: because it is too little, or because the
   *     transaction has written there
   */
  public abstract List<KeyRange> split(
      ExecutionContext context, Parallelism how, int partsMax, int groupedColumns);
}
