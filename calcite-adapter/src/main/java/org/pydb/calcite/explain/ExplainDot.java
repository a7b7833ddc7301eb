package org.pydb.calcite.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.Measurements;

/** A plan as a graph for Graphviz: a box for each step, rows flow along the arrows. */
final class ExplainDot {
  private final StringBuilder text = new StringBuilder();
  private final ExplainOptions options;
  private final @Nullable Measurements measured;
  private int boxes;

  private ExplainDot(ExplainOptions options, @Nullable Measurements measured) {
    this.options = options;
    this.measured = measured;
  }

  static String of(PlanStep plan, ExplainOptions options, @Nullable Measurements measured) {
    ExplainDot explain = new ExplainDot(options, measured);
    explain.text.append("digraph plan {\n  rankdir=BT;\n  node [shape=box];\n");
    explain.step(plan);
    return explain.text.append('}').toString();
  }

  private int step(PlanStep step) {
    int box = boxes++;
    List<String> lines = new ArrayList<>();
    lines.add(step.title());
    lines.addAll(step.details());
    Measurements of = measured;
    if (of != null && step.id() != PlanStep.UNMEASURED && options.timing()) {
      lines.add(String.format(Locale.ROOT, "%.3f ms", of.nanos(step.id()) / 1e6));
    }
    if (of != null && step.id() != PlanStep.UNMEASURED) {
      if (of.rounds(step.id()) > 0) {
        lines.add("rounds=" + of.rounds(step.id()));
      }
      if (of.threads(step.id()) > 1) {
        lines.add("threads=" + of.threads(step.id()));
      }
      if (of.spilledBytes(step.id()) > 0) {
        lines.add(ExplainText.spilled(step.id(), of));
      }
    }
    String label = lines.stream().map(ExplainDot::escaped).collect(Collectors.joining("\\l"));
    text.append(String.format("  s%d [label=\"%s\\l\"];\n", box, label));
    for (PlanStep input : step.inputs()) {
      int from = step(input);
      text.append(String.format("  s%d -> s%d [label=\"%s\"];\n", from, box, rows(input)));
    }
    return box;
  }

  /** The rows that a step gives: those expected, and behind them those that came. */
  private String rows(PlanStep step) {
    List<String> rows = new ArrayList<>();
    if (options.costs() && !Double.isNaN(step.rowCount())) {
      rows.add(String.format(Locale.ROOT, "%.0f", step.rowCount()));
    }
    Measurements of = measured;
    if (of != null && step.id() != PlanStep.UNMEASURED) {
      rows.add("actual " + of.rows(step.id()));
    }
    return String.join(", ", rows);
  }

  private static String escaped(String line) {
    return line.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ");
  }
}
