package org.pydb.calcite.compile;

import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.IndexBounds;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.engine.schema.IndexDefinition;

/**
 * How a table is read: what is to be compiled of a scan.
 *
 * @param index the index to go by; null for the table's own tree
 * @param columns the ordinals of the table's columns that are wanted
 * @param bounds which part of the tree is read, and what is checked row by row
 * @param rowsExpected how many rows are read, about
 */
public record TableRead(
    PydbTable table,
    @Nullable IndexDefinition index,
    List<Integer> columns,
    IndexBounds bounds,
    double rowsExpected,
    boolean isBackward) {

  static TableRead of(PydbScan scan) {
    return new TableRead(
        scan.table(),
        scan.index(),
        scan.columns(),
        scan.bounds(),
        scan.estimate().readCount(scan.index()),
        scan.isBackward());
  }

  /** What must be checked for each row, over all columns of the table; null for nothing. */
  @Nullable RexNode filter() {
    List<RexNode> residual = bounds.residual();
    return residual.isEmpty()
        ? null
        : RexUtil.composeConjunction(PydbRexBuilder.INSTANCE, residual);
  }
}
