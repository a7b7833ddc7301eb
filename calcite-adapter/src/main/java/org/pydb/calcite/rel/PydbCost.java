package org.pydb.calcite.rel;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptCostFactory;

/**
 * What a plan costs: one number, in units of the work to look at one row in memory. Immutable.
 *
 * @param work the cost
 */
public record PydbCost(double work) implements RelOptCost {
  private static final PydbCost ZERO = new PydbCost(0);
  private static final PydbCost TINY = new PydbCost(1);
  private static final PydbCost HUGE = new PydbCost(1e300);
  private static final PydbCost INFINITE = new PydbCost(Double.POSITIVE_INFINITY);

  /** Costs for the planner. */
  public static final RelOptCostFactory FACTORY = new Factory();

  @Override
  public double getRows() {
    return work;
  }

  @Override
  public double getCpu() {
    return work;
  }

  @Override
  public double getIo() {
    return 0;
  }

  @Override
  public boolean isInfinite() {
    return Double.isInfinite(work);
  }

  @Override
  @SuppressWarnings("NonOverridingEquals") // the interface asks for this one too
  public boolean equals(RelOptCost cost) {
    return work == of(cost);
  }

  @Override
  public boolean isEqWithEpsilon(RelOptCost cost) {
    return Math.abs(work - of(cost)) < EPSILON;
  }

  private static final double EPSILON = 1e-5;

  @Override
  public boolean isLe(RelOptCost cost) {
    return work <= of(cost);
  }

  @Override
  public boolean isLt(RelOptCost cost) {
    return work < of(cost);
  }

  @Override
  public RelOptCost plus(RelOptCost cost) {
    return new PydbCost(work + of(cost));
  }

  @Override
  public RelOptCost minus(RelOptCost cost) {
    return isInfinite() ? this : new PydbCost(work - of(cost));
  }

  @Override
  public RelOptCost multiplyBy(double factor) {
    return new PydbCost(work * factor);
  }

  @Override
  public double divideBy(RelOptCost cost) {
    double divisor = of(cost);
    return divisor == 0 || isInfinite() || Double.isInfinite(divisor) ? 1 : work / divisor;
  }

  @Override
  public String toString() {
    return Double.toString(work);
  }

  private static double of(RelOptCost cost) {
    return ((PydbCost) cost).work;
  }

  private static final class Factory implements RelOptCostFactory {
    @Override
    public RelOptCost makeCost(double rowCount, double cpu, double io) {
      return new PydbCost(cpu + io);
    }

    @Override
    public RelOptCost makeHugeCost() {
      return HUGE;
    }

    @Override
    public RelOptCost makeInfiniteCost() {
      return INFINITE;
    }

    @Override
    public RelOptCost makeTinyCost() {
      return TINY;
    }

    @Override
    public RelOptCost makeZeroCost() {
      return ZERO;
    }
  }
}
