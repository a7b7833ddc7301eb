package org.pydb.calcite.option;

import java.util.function.Supplier;
import org.apache.calcite.plan.Context;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Ends the making of a plan that nobody wants any more. Planners have it in their context, and ask
 * before each use of a rule.
 */
public final class PlanCancellation {

  /** Of plans that nobody cancels. */
  public static final PlanCancellation NEVER = new PlanCancellation(() -> null);

  private final Supplier<@Nullable String> reason;

  /**
   * Asks a session, say.
   *
   * @param reason why the plan is not wanted any more; null as long as it is
   */
  public PlanCancellation(Supplier<@Nullable String> reason) {
    this.reason = reason;
  }

  /** The one of a planner. */
  public static PlanCancellation of(Context planner) {
    PlanCancellation known = planner.unwrap(PlanCancellation.class);
    return known == null ? NEVER : known;
  }

  /**
   * Does nothing as long as the plan is wanted.
   *
   * @throws SqlError 57014 afterwards
   */
  public void check() {
    String known = reason.get();
    if (known != null) {
      throw new SqlError("57014", known);
    }
  }
}
