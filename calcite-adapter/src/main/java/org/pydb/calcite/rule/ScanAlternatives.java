package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.engine.schema.IndexDefinition;

/**
 * The ways to read a table: its own tree and each index, as far as the condition bounds it, its
 * order may be of use, or it holds all that is wanted, forward and backward. Which is best depends
 * on what is asked above.
 */
final class ScanAlternatives {

  private ScanAlternatives() {}

  static List<PydbScan> of(LogicalScan scan) {
    List<PydbScan> scans = new ArrayList<>();
    add(scans, scan, null);
    for (IndexDefinition index : scan.table().definition().indexes()) {
      boolean isOrderVisible = scan.columns().contains(index.columns().get(0).column());
      if (!scan.estimate().bounds(index).isEmpty()
          || isOrderVisible
          || PydbScan.isIndexOnly(scan, index)) {
        add(scans, scan, index);
      }
    }
    return scans;
  }

  private static void add(List<PydbScan> scans, LogicalScan scan, @Nullable IndexDefinition index) {
    PydbScan forward = PydbScan.create(scan, index, false);
    scans.add(forward);
    if (!forward.order().getFieldCollations().isEmpty()) {
      scans.add(PydbScan.create(scan, index, true));
    }
  }
}
