package org.pydb.calcite.rel;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** The convention of steps that our own operators run. Rows that must be ordered are sorted. */
public final class PydbConvention extends Convention.Impl {

  /** The only instance. */
  public static final PydbConvention INSTANCE = new PydbConvention();

  private PydbConvention() {
    super("PYDB", PydbRel.class);
  }

  @Override
  public @Nullable RelNode enforce(RelNode input, RelTraitSet required) {
    RelCollation collation = required.getTrait(RelCollationTraitDef.INSTANCE);
    if (input.getConvention() != this
        || collation == null
        || collation.equals(RelCollations.EMPTY)) {
      return null;
    }
    return PydbSort.create(input, collation);
  }
}
