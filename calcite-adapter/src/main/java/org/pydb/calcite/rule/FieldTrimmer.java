package org.pydb.calcite.rule;

import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.util.ImmutableBitSet;
import org.pydb.calcite.convert.PlainBuilder;

/**
 * Leaves out columns that nobody wants. Calcite's own refuses limits that are neither literals nor
 * parameters, such as WITH TIES: the order is trimmed without them here, and gets them back.
 */
public final class FieldTrimmer extends RelFieldTrimmer {

  FieldTrimmer(RelOptCluster cluster) {
    super(null, PlainBuilder.FACTORY.create(cluster, null));
  }

  /** Called by Calcite's dispatcher, for orders and limits. */
  @Override
  public TrimResult trimFields(
      Sort sort, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
    if (!(sort.offset instanceof RexCall) && !(sort.fetch instanceof RexCall)) {
      return super.trimFields(sort, fieldsUsed, extraFields);
    }
    Sort unlimited =
        sort.copy(sort.getTraitSet(), sort.getInput(), sort.getCollation(), null, null);
    TrimResult trimmed = super.trimFields(unlimited, fieldsUsed, extraFields);
    boolean isOrdered = !sort.getCollation().getFieldCollations().isEmpty();
    RelNode limited =
        isOrdered && trimmed.left instanceof Sort order
            ? LogicalSort.create(order.getInput(), order.getCollation(), sort.offset, sort.fetch)
            : LogicalSort.create(trimmed.left, RelCollations.EMPTY, sort.offset, sort.fetch);
    return result(limited, trimmed.right);
  }
}
