package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.engine.schema.IndexDefinition;

/**
 * The ways to read a table: its own tree and each index, as far as the condition bounds it, its
 * order may be of use, or it holds all that is wanted, forward and backward. Which is best depends
 * on what is asked above.
 */
final class ScanAlternatives {
  private final LogicalScan scan;
  private final PlanRules rules;
  private final List<PydbScan> scans = new ArrayList<>();

  private ScanAlternatives(LogicalScan scan) {
    this.scan = scan;
    rules = PlanRules.of(scan.getCluster());
  }

  static List<PydbScan> of(LogicalScan scan) {
    ScanAlternatives alternatives = new ScanAlternatives(scan);
    alternatives.addAll();
    return alternatives.scans;
  }

  private void addAll() {
    if (rules.isOn(PlanRule.TABLE_SCANS)) {
      add(null);
    }
    for (IndexDefinition index : scan.table().definition().indexes()) {
      if (rules.isOn(index) && isUseful(index)) {
        add(index);
      }
    }
    if (scans.isEmpty()) {
      add(null);
    }
  }

  private boolean isUseful(IndexDefinition index) {
    if (!scan.estimate().isUsable(index)) {
      return false;
    }
    if (PydbScan.isIndexOnly(scan, index)) {
      return rules.isOn(PlanRule.INDEX_ONLY_SCANS);
    }
    boolean isOrderVisible = scan.columns().contains(index.columns().get(0).column());
    return rules.isOn(PlanRule.INDEX_SCANS)
        && (isOrderVisible || index.isPartial() || !scan.estimate().bounds(index).isEmpty());
  }

  private void add(@Nullable IndexDefinition index) {
    PydbScan forward = PydbScan.create(scan, index, false);
    scans.add(forward);
    if (!forward.order().getFieldCollations().isEmpty() && rules.isOn(PlanRule.BACKWARD_SCANS)) {
      scans.add(PydbScan.create(scan, index, true));
    }
  }
}
