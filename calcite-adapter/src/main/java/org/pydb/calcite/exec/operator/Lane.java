package org.pydb.calcite.exec.operator;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.KeyRange;

/**
 * One of the copies of a {@link Fragment}'s steps, with a context of its own. Used by one thread at
 * a time.
 */
final class Lane implements Morsels, AutoCloseable {

  /** Ends a lane whose work nobody wants any more. */
  @SuppressWarnings("serial") // it never leaves the JVM
  static final class Abandoned extends RuntimeException {
    Abandoned() {
      super("abandoned", null, false, false);
    }
  }

  private final Fragment fragment;
  private final ExecutionContext whole;
  private final Operator steps;
  private final ScanNode driver;
  private final IdentityHashMap<PlanNode, SharedJoin> joins;
  private final @Nullable Measurements measurements;
  private @Nullable KeyRange morsel;

  /** A lane whose steps are open. */
  Lane(
      Fragment fragment,
      PlanNode node,
      ScanNode driver,
      IdentityHashMap<PlanNode, SharedJoin> joins,
      ExecutionContext context) {
    this.fragment = fragment;
    this.whole = context;
    this.driver = driver;
    this.joins = joins;
    steps = node.operator();
    ExecutionContext own = context.lane(this);
    Measurements all = context.measurements();
    measurements = all == null ? null : all.part();
    if (measurements != null) {
      own.measure(measurements);
    }
    steps.open(own);
  }

  /** Whether a scan is the one whose parts this lane is given. */
  boolean drives(PlanNode scan) {
    return driver == scan;
  }

  /** The right side of a join that all lanes share; null if it is none of theirs. */
  @Nullable SharedJoin sharedJoin(PlanNode join) {
    return joins.get(join);
  }

  /** Throws if the query was cancelled, or nobody wants the work any more. */
  void checkCanceled() {
    if (fragment.isAbandoned()) {
      throw new Abandoned();
    }
    whole.checkCanceled();
  }

  /** Begins a part of the scan; {@link #next} gives what the steps make of it. */
  void begin(KeyRange newMorsel) {
    morsel = newMorsel;
  }

  @Override
  public @Nullable KeyRange take() {
    KeyRange taken = morsel;
    morsel = null;
    return taken;
  }

  /** The next rows of the part; null at its end. */
  @Nullable Batch next() {
    return steps.next();
  }

  /** What was measured in this lane; null if nothing was. */
  @Nullable Measurements measurements() {
    return measurements;
  }

  @Override
  public void close() {
    steps.close();
  }
}
