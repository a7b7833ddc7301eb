package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.IndexBounds;
import org.pydb.calcite.bounds.IndexBoundsBuilder;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;

/**
 * The ways to read a table: its own tree and each index, as far as the condition bounds it or its
 * order may be of use, forward and backward. Which is best depends on what is asked above.
 */
final class ScanAlternatives {

  private ScanAlternatives() {}

  static List<PydbScan> of(LogicalScan scan) {
    IndexBoundsBuilder builder = new IndexBoundsBuilder(scan.conjuncts());
    List<PydbScan> scans = new ArrayList<>();
    add(scans, scan, null, bounds(builder, PydbScan.key(scan.table(), null)));
    for (IndexDefinition index : scan.table().definition().indexes()) {
      IndexBounds bounds = bounds(builder, index.columns());
      boolean isOrderVisible = scan.columns().contains(index.columns().get(0).column());
      if (!bounds.isEmpty() || isOrderVisible) {
        add(scans, scan, index, bounds);
      }
    }
    return scans;
  }

  private static void add(
      List<PydbScan> scans, LogicalScan scan, @Nullable IndexDefinition index, IndexBounds bounds) {
    PydbScan forward = PydbScan.create(scan, index, bounds, false);
    scans.add(forward);
    if (!forward.order().getFieldCollations().isEmpty()) {
      scans.add(PydbScan.create(scan, index, bounds, true));
    }
  }

  private static IndexBounds bounds(IndexBoundsBuilder builder, List<KeyColumn> key) {
    return builder.bounds(key.stream().map(KeyColumn::column).toList());
  }
}
