package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.option.PlanCancellation;
import org.pydb.calcite.option.PlanRules;
import org.pydb.engine.schema.ColumnType;

/**
 * What a plan depends on besides the statement and the catalog.
 *
 * @param searchPath the schemas in which unqualified names are looked up, in order
 * @param parameterTypes the types of values that are about to be bound, by parameter; null or
 *     nothing for those that are to take the type of their place
 * @param forceBridge whether everything above the tables runs on Calcite's operators, for
 *     comparison with our own
 * @param explains whether the plan is wanted as text, too
 * @param rules what plans may be made of
 * @param cancellation asked while the plan is made
 */
public record PlanOptions(
    List<String> searchPath,
    List<@Nullable ColumnType> parameterTypes,
    boolean forceBridge,
    boolean explains,
    PlanRules rules,
    PlanCancellation cancellation) {

  /** The schema {@code public}, and parameters of the types of their places. */
  public static final PlanOptions DEFAULT =
      new PlanOptions(
          List.of("public"), List.of(), false, false, PlanRules.ALL, PlanCancellation.NEVER);

  /** Takes copies of the lists. */
  public PlanOptions {
    searchPath = List.copyOf(searchPath);
    parameterTypes = new ArrayList<>(parameterTypes); // List.copyOf refuses the nulls.
  }

  /** The same for other schemas. */
  public PlanOptions withSearchPath(List<String> path) {
    return new PlanOptions(path, parameterTypes, forceBridge, explains, rules, cancellation);
  }

  /** The same, on Calcite's operators or on our own. */
  public PlanOptions withForceBridge(boolean force) {
    return new PlanOptions(searchPath, parameterTypes, force, explains, rules, cancellation);
  }

  /** The same for values of these types. */
  public PlanOptions withParameterTypes(List<@Nullable ColumnType> types) {
    return new PlanOptions(searchPath, types, forceBridge, explains, rules, cancellation);
  }

  /** The same, made of other rules and indexes. */
  public PlanOptions withRules(PlanRules others) {
    return new PlanOptions(searchPath, parameterTypes, forceBridge, explains, others, cancellation);
  }

  /** The same, to be given up when somebody says so. */
  public PlanOptions withCancellation(PlanCancellation other) {
    return new PlanOptions(searchPath, parameterTypes, forceBridge, explains, rules, other);
  }

  /** The same, with the plan as text. */
  PlanOptions withExplanation() {
    return new PlanOptions(searchPath, parameterTypes, forceBridge, true, rules, cancellation);
  }
}
