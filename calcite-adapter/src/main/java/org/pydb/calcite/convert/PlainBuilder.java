package org.pydb.calcite.convert;

import org.apache.calcite.plan.Contexts;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Builds relational expressions as they are asked for. Calcite's builder would also simplify their
 * conditions, not always rightly.
 */
public final class PlainBuilder {

  /** What rules build with. */
  public static final RelBuilderFactory FACTORY =
      RelBuilder.proto(Contexts.of(RelBuilder.Config.DEFAULT.withSimplify(false)));

  private PlainBuilder() {}
}
