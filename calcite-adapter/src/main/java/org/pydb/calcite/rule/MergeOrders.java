package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.JoinKeys;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.calcite.type.ColumnTypes;

/**
 * Orders in which both sides of a join can come without being sorted, so that they can be merged:
 * all keys of the join lead them, in the same succession, the lesser values first.
 *
 * @param left an order of the left side, by the keys alone
 * @param right the order of the right side that goes with it
 */
record MergeOrders(RelCollation left, RelCollation right) {

  /** The orders for the join of two sides; null if there are none. */
  static @Nullable MergeOrders of(
      RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    boolean isKnown =
        switch (type) {
          case INNER, LEFT, SEMI, ANTI -> true;
          default -> false;
        };
    Map<Integer, Integer> keys = isKnown ? keys(left, condition, type) : Map.of();
    if (keys.isEmpty()) {
      return null;
    }
    List<RelCollation> ofLeft = orders(left);
    List<RelCollation> ofRight = ofLeft.isEmpty() ? List.of() : orders(right);
    for (RelCollation order : ofLeft) {
      MergeOrders found = of(order, ofRight, keys);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable MergeOrders of(
      RelCollation left, List<RelCollation> ofRight, Map<Integer, Integer> keys) {
    RelCollation leading = leading(left, keys.size());
    if (leading == null || !keys.keySet().containsAll(RelCollations.ordinals(leading))) {
      return null;
    }
    List<Integer> wanted = RelCollations.ordinals(leading).stream().map(keys::get).toList();
    for (RelCollation right : ofRight) {
      RelCollation other = leading(right, keys.size());
      if (other != null && RelCollations.ordinals(other).equals(wanted)) {
        return new MergeOrders(leading, other);
      }
    }
    return null;
  }

  /** The first fields of an order; null if there are not so many, or not all are ascending. */
  private static @Nullable RelCollation leading(RelCollation order, int count) {
    List<RelFieldCollation> fields = order.getFieldCollations();
    if (fields.size() < count) {
      return null;
    }
    List<RelFieldCollation> first = fields.subList(0, count);
    boolean isAscending =
        first.stream().allMatch(f -> f.getDirection() == RelFieldCollation.Direction.ASCENDING);
    return isAscending ? RelCollations.of(first) : null;
  }

  /**
   * The left columns that must be equal, with the right ones that they must equal; empty if other
   * things than columns must, or columns of different types, whose orders may differ.
   */
  private static Map<Integer, Integer> keys(RelNode left, RexNode condition, JoinRelType type) {
    JoinKeys found = JoinKeys.of(condition, left.getRowType().getFieldCount(), type);
    Map<Integer, Integer> keys = new HashMap<>();
    for (JoinKeys.Key key : found.keys()) {
      boolean isPlain =
          !found.isNotIn()
              && !key.nullsEqual()
              && key.left() instanceof RexInputRef
              && key.right() instanceof RexInputRef
              && ColumnTypes.toColumn(key.left().getType())
                  .equals(ColumnTypes.toColumn(key.right().getType()));
      if (!isPlain) {
        return Map.of();
      }
      keys.put(((RexInputRef) key.left()).getIndex(), ((RexInputRef) key.right()).getIndex());
    }
    boolean isOneToOne =
        keys.size() == found.keys().size() && new HashSet<>(keys.values()).size() == keys.size();
    return isOneToOne ? keys : Map.of();
  }

  /** The orders in which rows can come without being sorted. */
  static List<RelCollation> orders(RelNode rows) {
    RelNode logical = original(rows);
    if (logical instanceof LogicalScan scan && !scan.table().isSystem()) {
      return ScanAlternatives.of(scan).stream()
          .filter(way -> !way.isBackward())
          .map(PydbScan::order)
          .toList();
    }
    if (logical instanceof Filter filter) {
      return orders(filter.getInput());
    }
    if (logical instanceof Project project) {
      return orders(project.getInput()).stream().map(order -> through(project, order)).toList();
    }
    return List.of();
  }

  /** What the planner was given for some rows. */
  static RelNode original(RelNode rows) {
    RelNode original = rows instanceof RelSubset subset ? subset.getOriginal() : null;
    return original == null ? rows : original;
  }

  private static RelCollation through(Project project, RelCollation order) {
    List<RelFieldCollation> fields = new ArrayList<>();
    for (RelFieldCollation field : order.getFieldCollations()) {
      int column = columnOf(project, field.getFieldIndex());
      if (column < 0) {
        break;
      }
      fields.add(field.withFieldIndex(column));
    }
    return RelCollations.of(fields);
  }

  private static int columnOf(Project project, int inputColumn) {
    List<RexNode> expressions = project.getProjects();
    for (int i = 0; i < expressions.size(); i++) {
      if (expressions.get(i) instanceof RexInputRef column && column.getIndex() == inputColumn) {
        return i;
      }
    }
    return -1;
  }
}
