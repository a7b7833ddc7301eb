package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Lets the alias of a function in FROM stand for its only column, where that has a name of its own:
 *
 * <pre>
 *   select e ->> 'a' from jsonb_array_elements(j) e  →  select e.value ->> 'a' from …
 * </pre>
 */
final class WholeRowNames extends SqlShuttle {

  /** The columns by the aliases. */
  private final Map<String, String> columns;

  private WholeRowNames(Map<String, String> columns) {
    this.columns = Map.copyOf(columns);
  }

  /** Resolves such names in a query, and in what it is ordered by, in place. */
  static void resolve(SqlSelect select, Map<String, String> columns, @Nullable SqlNodeList order) {
    Map<String, String> differing = new HashMap<>(columns);
    differing.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
    if (differing.isEmpty()) {
      return;
    }
    WholeRowNames names = new WholeRowNames(differing);
    names.resolve(select);
    for (int i = 0; order != null && i < order.size(); i++) {
      order.set(i, names.resolved(order.get(i)));
    }
  }

  private void resolve(SqlSelect select) {
    SqlNode from = select.getFrom();
    if (from != null) {
      select.setFrom(from(from));
    }
    SqlNodeList items = select.getSelectList();
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      SqlNode resolved = resolved(item);
      items.set(
          i,
          resolved != item && item instanceof SqlIdentifier name
              ? SqlStdOperatorTable.AS.createCall(item.getParserPosition(), resolved, name)
              : resolved);
    }
    for (int operand : List.of(3, 4, 5, 6, 7, 8)) {
      SqlNode clause = select.getOperandList().get(operand);
      if (clause != null) {
        select.setOperand(operand, resolved(clause));
      }
    }
  }

  /** Names in FROM are tables; those within are not. */
  private SqlNode from(SqlNode from) {
    if (from instanceof SqlJoin join) {
      join.setLeft(from(join.getLeft()));
      join.setRight(from(join.getRight()));
      SqlNode condition = join.getCondition();
      if (condition != null && !(condition instanceof SqlNodeList)) {
        join.setOperand(5, resolved(condition));
      }
      return join;
    }
    return from instanceof SqlIdentifier ? from : resolved(from);
  }

  private SqlNode resolved(SqlNode node) {
    SqlNode resolved = node.accept(this);
    return resolved == null ? node : resolved;
  }

  @Override
  public SqlNode visit(SqlIdentifier identifier) {
    String column = identifier.isSimple() ? columns.get(identifier.getSimple()) : null;
    return column == null
        ? identifier
        : new SqlIdentifier(
            List.of(identifier.getSimple(), column), identifier.getParserPosition());
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call instanceof SqlSelect select) {
      resolve(select);
      return select;
    }
    if (call instanceof SqlJoin join) {
      return from(join);
    }
    if (call.getKind() == SqlKind.AS) {
      List<SqlNode> operands = new ArrayList<>(call.getOperandList());
      operands.set(0, from(operands.get(0)));
      return call.getOperator().createCall(call.getParserPosition(), operands);
    }
    return super.visit(call);
  }
}
