package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/**
 * Joins by USING, or NATURAL, of what is such a join itself: {@code a FULL JOIN b USING (id) JOIN c
 * USING (id)}. The column of the inner join has the value of whichever table has one; Calcite
 * compares that of its first table.
 */
final class CommonColumnJoins {
  private final SqlValidatorImpl validator;
  private final RelDataType rowType;
  private final RexBuilder rex;

  /** A column that can be named without a table. */
  private record Column(String name, RexNode value) {}

  private CommonColumnJoins(SqlValidatorImpl validator, Join join) {
    this.validator = validator;
    rowType = join.getRowType();
    rex = join.getCluster().getRexBuilder();
  }

  /** The join as it was written, compared by the values of common columns. */
  static Join compared(SqlValidatorImpl validator, SqlJoin written, Join join) {
    List<String> names = validator.usingNames(written);
    boolean isOfJoins =
        written.getLeft() instanceof SqlJoin || written.getRight() instanceof SqlJoin;
    return names == null || !isOfJoins
        ? join
        : new CommonColumnJoins(validator, join).compared(names, written, join);
  }

  private Join compared(List<String> names, SqlJoin written, Join join) {
    List<Column> left = columns(written.getLeft(), 0);
    List<Column> right = columns(written.getRight(), width(written.getLeft()));
    List<RexNode> equalities = new ArrayList<>();
    for (String name : names) {
      equalities.add(equal(value(left, name), value(right, name)));
    }
    return join.copy(
        join.getTraitSet(),
        RexUtil.composeConjunction(rex, equalities),
        join.getLeft(),
        join.getRight(),
        join.getJoinType(),
        join.isSemiJoinDone());
  }

  private List<Column> columns(SqlNode from, int first) {
    List<Column> columns = new ArrayList<>();
    if (!(from instanceof SqlJoin join)) {
      for (RelDataTypeField field : fields(from)) {
        int at = first + field.getIndex();
        RelDataType type = rowType.getFieldList().get(at).getType();
        columns.add(new Column(field.getName(), rex.makeInputRef(type, at)));
      }
      return columns;
    }
    List<Column> left = columns(join.getLeft(), first);
    List<Column> right = columns(join.getRight(), first + width(join.getLeft()));
    List<String> names = validator.usingNames(join);
    if (names != null) {
      for (String name : names) {
        RexNode value = common(join.getJoinType(), value(left, name), value(right, name));
        columns.add(new Column(name, value));
      }
      left.removeIf(column -> names.contains(column.name));
      right.removeIf(column -> names.contains(column.name));
    }
    columns.addAll(left);
    columns.addAll(right);
    return columns;
  }

  private RexNode common(JoinType type, RexNode left, RexNode right) {
    return switch (type) {
      case FULL ->
          rex.makeCall(
              SqlStdOperatorTable.CASE,
              rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, left),
              compared(left, right),
              compared(right, left));
      case RIGHT -> right;
      default -> left;
    };
  }

  private RexNode equal(RexNode left, RexNode right) {
    return rex.makeCall(SqlStdOperatorTable.EQUALS, compared(left, right), compared(right, left));
  }

  /** A value as it is compared with another one. */
  private RexNode compared(RexNode value, RexNode other) {
    RelDataType type =
        validator.getTypeCoercion().commonTypeForBinaryComparison(value.getType(), other.getType());
    return type == null ? value : rex.ensureType(type, value, true);
  }

  private static RexNode value(List<Column> columns, String name) {
    return columns.stream()
        .filter(column -> column.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no column " + name + " in a side of a join"))
        .value;
  }

  private int width(SqlNode from) {
    return from instanceof SqlJoin join
        ? width(join.getLeft()) + width(join.getRight())
        : fields(from).size();
  }

  private List<RelDataTypeField> fields(SqlNode table) {
    return Objects.requireNonNull(validator.getNamespace(table)).getRowType().getFieldList();
  }
}
