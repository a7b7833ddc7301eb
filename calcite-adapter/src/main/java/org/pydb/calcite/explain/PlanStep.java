package org.pydb.calcite.explain;

import java.util.List;

/**
 * A step of a plan as it is shown. Immutable.
 *
 * @param id by which it was measured, or {@link #UNMEASURED}
 * @param title what it is
 * @param rowCount how many rows it is expected to give; NaN if that is not known
 * @param details what it does, a line each
 * @param inputs the steps that it pulls from
 */
public record PlanStep(
    int id, String title, double rowCount, List<String> details, List<PlanStep> inputs) {

  /** Of steps that are not measured. */
  public static final int UNMEASURED = -1;

  /** Of plans that nobody wants to see. */
  public static final PlanStep NONE = over("", List.of(), List.of());

  /** Takes copies of the lists. */
  public PlanStep {
    details = List.copyOf(details);
    inputs = List.copyOf(inputs);
  }

  /** A step on top of others, of which nothing is expected or measured. */
  public static PlanStep over(String title, List<String> details, List<PlanStep> inputs) {
    return new PlanStep(UNMEASURED, title, Double.NaN, details, inputs);
  }
}
