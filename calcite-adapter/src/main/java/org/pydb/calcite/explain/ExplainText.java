package org.pydb.calcite.explain;

import java.util.Locale;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.Measurements;

/**
 * A plan as text, a step to a line, what a step does below it, inputs indented:
 *
 * <pre>
 * Limit (rows=10)
 *   Count: 10
 *   -&gt; Index Scan Backward on track using track_length (rows=3503)
 *        Bounds: milliseconds &gt; 1000
 * </pre>
 */
public final class ExplainText {
  private final StringBuilder text = new StringBuilder();
  private final ExplainOptions options;
  private final @Nullable Measurements measured;

  private ExplainText(ExplainOptions options, @Nullable Measurements measured) {
    this.options = options;
    this.measured = measured;
  }

  /** The text of a plan. */
  public static String of(RelNode plan) {
    return of(PlanTree.of(plan), ExplainOptions.DEFAULT, null);
  }

  /** The text of a plan, and what was measured when it ran. */
  static String of(PlanStep plan, ExplainOptions options, @Nullable Measurements measured) {
    ExplainText explain = new ExplainText(options, measured);
    explain.step(plan, "", "");
    return explain.text.toString().stripTrailing();
  }

  private void step(PlanStep step, String head, String indent) {
    text.append(head).append(step.title());
    if (options.costs() && !Double.isNaN(step.rowCount())) {
      text.append(String.format(Locale.ROOT, " (rows=%.0f)", step.rowCount()));
    }
    if (measured != null && step.id() != PlanStep.UNMEASURED) {
      text.append(' ').append(actual(step.id(), measured));
    }
    text.append('\n');
    for (String detail : step.details()) {
      text.append(indent).append("  ").append(detail).append('\n');
    }
    for (PlanStep input : step.inputs()) {
      step(input, indent + "  -> ", indent + "     ");
    }
  }

  /** What a step wrote to temporary files. */
  static String spilled(int id, Measurements of) {
    return "spilled="
        + of.spilledBytes(id)
        + " B, "
        + of.spilledRows(id)
        + " rows, passes="
        + of.spillPasses(id);
  }

  private String actual(int id, Measurements of) {
    if (of.opens(id) == 0) {
      return "(never run)";
    }
    StringBuilder actual = new StringBuilder("(actual rows=").append(of.rows(id));
    if (options.timing()) {
      actual.append(String.format(Locale.ROOT, " time=%.3f ms", of.nanos(id) / 1e6));
    }
    if (of.opens(id) > 1) {
      actual.append(" loops=").append(of.opens(id));
    }
    if (of.rounds(id) > 0) {
      actual.append(" rounds=").append(of.rounds(id));
    }
    if (of.pages(id) > 0) {
      actual.append(" pages=").append(of.pages(id));
    }
    if (of.threads(id) > 1) {
      actual.append(" threads=").append(of.threads(id));
    }
    if (of.spilledBytes(id) > 0) {
      actual.append(' ').append(spilled(id, of));
    }
    return actual.append(')').toString();
  }
}
