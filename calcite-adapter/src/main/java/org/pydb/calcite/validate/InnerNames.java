package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Gives names to the unnamed columns of queries that stand below FROM or WITH, so that the query
 * around them can use the names that PostgreSQL would give: {@code select max from (select max(x)
 * from t) y}. The tree is changed in place, before validation; the outermost query's columns are
 * left alone.
 */
final class InnerNames extends SqlBasicVisitor<@Nullable Void> {

  private InnerNames() {}

  /** Names what is below a statement. */
  static void give(SqlNode statement) {
    // Calcite wraps the query of such an ORDER BY into another one, as a table.
    if (statement instanceof SqlOrderBy order && !(order.query instanceof SqlSelect)) {
      nameColumns(order.query, true);
    }
    statement.accept(new InnerNames());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlSelect select && select.getFrom() != null) {
      select.setFrom(nameTables(select.getFrom()));
    } else if (call instanceof SqlWithItem item) {
      nameColumns(item.query, false);
      if (item.columnList == null && item.query.getKind() == SqlKind.VALUES) {
        item.columnList = new SqlNodeList(valueNames(item.query), SqlParserPos.ZERO);
      }
    }
    return super.visit(call);
  }

  private static SqlNode nameTables(SqlNode from) {
    switch (from.getKind()) {
      case JOIN -> {
        SqlJoin join = (SqlJoin) from;
        join.setLeft(nameTables(join.getLeft()));
        join.setRight(nameTables(join.getRight()));
      }
      case AS -> {
        SqlCall as = (SqlCall) from;
        if (as.operandCount() == 2 && as.operand(0).getKind() == SqlKind.VALUES) {
          return asWithNames(as);
        }
        as.setOperand(0, nameTables(as.operand(0)));
      }
      case LATERAL -> ((SqlCall) from).setOperand(0, nameTables(((SqlCall) from).operand(0)));
      default -> nameColumns(from, false);
    }
    return from;
  }

  /** {@code (values …) as t} becomes {@code (values …) as t (column1, …)}. */
  private static SqlNode asWithNames(SqlCall as) {
    List<SqlNode> operands = new ArrayList<>(as.getOperandList());
    operands.addAll(valueNames(as.operand(0)));
    return SqlStdOperatorTable.AS.createCall(as.getParserPosition(), operands);
  }

  private static List<SqlNode> valueNames(SqlNode values) {
    SqlNode row = ((SqlCall) values).operand(0);
    int count = row.getKind() == SqlKind.ROW ? ((SqlCall) row).operandCount() : 1;
    List<SqlNode> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add(new SqlIdentifier("column" + i, SqlParserPos.ZERO));
    }
    return names;
  }

  private static void nameColumns(SqlNode query, boolean unique) {
    switch (query.getKind()) {
      case UNION, INTERSECT, EXCEPT, ORDER_BY -> nameColumns(((SqlCall) query).operand(0), unique);
      case WITH -> nameColumns(((SqlCall) query).operand(1), unique);
      case SELECT -> nameItems(((SqlSelect) query).getSelectList(), unique);
      default -> {}
    }
  }

  private static void nameItems(SqlNodeList items, boolean unique) {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      String name = ColumnLabels.of(item);
      boolean isTaken = !taken.add(name);
      if (item.getKind() != SqlKind.AS && (isTaken || !(item instanceof SqlIdentifier))) {
        items.set(i, as(item, isTaken && unique ? name + " " + i : name));
      }
    }
  }

  /** {@code item AS name}. */
  static SqlNode as(SqlNode item, String name) {
    SqlParserPos position = item.getParserPosition();
    return SqlStdOperatorTable.AS.createCall(position, item, new SqlIdentifier(name, position));
  }
}
