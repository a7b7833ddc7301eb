package org.pydb.calcite.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;

/** Why a scan does not go by another tree whose key the condition bounds, too. Stateless. */
final class NotTaken {
  private NotTaken() {}

  /** A line for each such tree. */
  static List<String> of(PydbScan scan) {
    List<String> lines = new ArrayList<>();
    add(lines, scan, null);
    for (IndexDefinition index : scan.table().definition().indexes()) {
      add(lines, scan, index);
    }
    return lines;
  }

  private static void add(List<String> lines, PydbScan scan, @Nullable IndexDefinition index) {
    if (index != null && !scan.estimate().isUsable(index)) {
      if (!scan.estimate().bounds(index).isEmpty()) {
        lines.add(
            "Not Taken: "
                + index.name()
                + ", which has only rows where "
                + scan.table().definition().columns().get(index.condition()).name()
                + ": the condition does not imply that");
      }
      return;
    }
    boolean isTaken = Objects.equals(index, scan.index());
    String name = name(scan, index);
    if (!isTaken && name != null && !scan.estimate().bounds(index).isEmpty()) {
      double share = scan.estimate().readCount(index) / scan.table().getRowCount();
      lines.add(
          "Not Taken: " + name + ", " + percent(share) + " of rows match, " + reason(scan, index));
    }
  }

  /** The name of an index or of the primary key; null if there is none. */
  private static @Nullable String name(PydbScan scan, @Nullable IndexDefinition index) {
    PrimaryKey primaryKey = scan.table().definition().primaryKey();
    return index != null ? index.name() : primaryKey == null ? null : primaryKey.name();
  }

  private static String reason(PydbScan scan, @Nullable IndexDefinition index) {
    if (isOff(scan, index)) {
      return "but it is switched off";
    }
    double own = scan.work(scan.index());
    double other = scan.work(index);
    if (other < own) {
      return "but rows are wanted in another order";
    }
    String times = String.format(Locale.ROOT, "%.1f times", other / Math.max(1, own));
    boolean isScan = scan.bounds().isEmpty();
    return (isScan ? "a scan" : "this one") + " is cheaper (" + times + ")";
  }

  private static boolean isOff(PydbScan scan, @Nullable IndexDefinition index) {
    PlanRules rules = PlanRules.of(scan.getCluster());
    if (index == null) {
      return !rules.isOn(PlanRule.TABLE_SCANS);
    }
    boolean isIndexOnly = scan.isIndexOnly(index);
    return !rules.isOn(index)
        || !rules.isOn(isIndexOnly ? PlanRule.INDEX_ONLY_SCANS : PlanRule.INDEX_SCANS);
  }

  private static String percent(double share) {
    double percent = 100 * share;
    return String.format(Locale.ROOT, percent < 1 ? "%.2g %%" : "%.0f %%", percent);
  }
}
