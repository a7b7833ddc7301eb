package org.pydb.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/** How orders of rows go through steps: from the rows of a step to those of its inputs and back. */
final class Orders {

  private Orders() {}

  /** The order among some traits. */
  static RelCollation of(RelTraitSet traits) {
    RelCollation collation = traits.getTrait(RelCollationTraitDef.INSTANCE);
    return collation == null ? RelCollations.EMPTY : collation;
  }

  private static boolean isNone(RelTraitSet traits) {
    return of(traits).getFieldCollations().isEmpty();
  }

  /** A step whose rows have the order of its only input. */
  static @Nullable Pair<RelTraitSet, List<RelTraitSet>> keepAll(RelNode step, RelTraitSet order) {
    if (isNone(order)) {
      return null;
    }
    RelTraitSet traits = step.getTraitSet().replace(of(order));
    return Pair.of(traits, List.of(step.getInput(0).getTraitSet().replace(of(order))));
  }

  /** A step with two inputs whose rows begin with those of the left one and keep their order. */
  static @Nullable Pair<RelTraitSet, List<RelTraitSet>> keepLeft(RelNode step, RelTraitSet order) {
    int leftCount = step.getInput(0).getRowType().getFieldCount();
    boolean isOfLeft =
        of(order).getFieldCollations().stream().allMatch(f -> f.getFieldIndex() < leftCount);
    if (isNone(order) || !isOfLeft) {
      return null;
    }
    RelTraitSet left = step.getInput(0).getTraitSet().replace(of(order));
    RelTraitSet right = step.getInput(1).getTraitSet();
    return Pair.of(step.getTraitSet().replace(of(order)), List.of(left, right));
  }

  /** The order that the input of a projection must have so that its rows have the required one. */
  static @Nullable Pair<RelTraitSet, List<RelTraitSet>> throughProject(
      RelNode project, List<RexNode> expressions, RelTraitSet required) {
    List<RelFieldCollation> fields = new ArrayList<>();
    for (RelFieldCollation field : of(required).getFieldCollations()) {
      if (!(expressions.get(field.getFieldIndex()) instanceof RexInputRef column)) {
        return null;
      }
      fields.add(field.withFieldIndex(column.getIndex()));
    }
    return fields.isEmpty()
        ? null
        : Pair.of(
            project.getTraitSet().replace(of(required)),
            List.of(project.getInput(0).getTraitSet().replace(RelCollations.of(fields))));
  }

  /** The order that a projection's rows have if its input has this one. */
  static @Nullable Pair<RelTraitSet, List<RelTraitSet>> fromProjectInput(
      RelNode project, List<RexNode> expressions, RelTraitSet input) {
    List<RelFieldCollation> fields = new ArrayList<>();
    for (RelFieldCollation field : of(input).getFieldCollations()) {
      int column = columnOf(expressions, field.getFieldIndex());
      if (column < 0) {
        break;
      }
      fields.add(field.withFieldIndex(column));
    }
    return fields.isEmpty()
        ? null
        : Pair.of(
            project.getTraitSet().replace(RelCollations.of(fields)),
            List.of(project.getInput(0).getTraitSet().replace(of(input))));
  }

  private static int columnOf(List<RexNode> expressions, int inputColumn) {
    for (int i = 0; i < expressions.size(); i++) {
      if (expressions.get(i) instanceof RexInputRef reference
          && reference.getIndex() == inputColumn) {
        return i;
      }
    }
    return -1;
  }
}
