package org.pydb.calcite.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.validate.JoinedColumns.Column;

/**
 * Writes out the columns that {@code JOIN … USING} and {@code NATURAL JOIN} make one of several,
 * where they are named without their table. Calcite knows them in the select list, of two tables,
 * and finds them ambiguous elsewhere:
 *
 * <pre>
 *   select sum(id) from a join b using (id)           →  select sum(a.id) …
 *   select x from a full join b using (id)            →  select x …
 *       where id &gt; 1                                  →  where coalesce(a.id, b.id) &gt; 1
 * </pre>
 *
 * <p>Names are not resolved yet; {@link InnerNames} and {@link RowsFunctionNames} have named the
 * columns of queries and of functions.
 */
final class CommonColumns extends WithVisitor {
  /** Places of operands: the first and the last clause of a SELECT that names columns. */
  private static final int WHERE = 3;

  private static final int ORDER = 8;

  private static final int CONDITION = 5;

  private final PydbCatalogReader catalog;

  /** What can be named here, of this query and of those around it, the innermost first. */
  private final Deque<JoinedColumns> around = new ArrayDeque<>();

  private CommonColumns(PydbCatalogReader catalog) {
    this.catalog = catalog;
  }

  /** Writes out those of a statement, in place. */
  static void writeOut(SqlNode statement, PydbCatalogReader catalog) {
    if (isUsed(statement, CommonColumns::mergesColumns)) {
      statement.accept(new CommonColumns(catalog));
    }
  }

  private static boolean mergesColumns(SqlCall call) {
    return call instanceof SqlJoin join
        && (join.isNatural() || join.getConditionType() == JoinConditionType.USING);
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlSelect select) {
      return visitSelect(select, null);
    }
    return call instanceof SqlOrderBy order && order.query instanceof SqlSelect select
        ? visitSelect(select, order.orderList)
        : super.visit(call);
  }

  private @Nullable Void visitSelect(SqlSelect select, @Nullable SqlNodeList order) {
    if (select.getFrom() != null) {
      visitFrom(select.getFrom());
    }
    around.push(columns(select.getFrom()));
    Set<String> labels = labels(select.getSelectList());
    visitItems(select.getSelectList());
    List<SqlNode> clauses = select.getOperandList();
    for (int i = WHERE; i <= ORDER; i++) {
      SqlNode clause = clauses.get(i);
      if (i == ORDER && clause instanceof SqlNodeList keys) {
        visitOrder(keys, labels);
      } else if (clause != null) {
        select.setOperand(i, written(clause, i == WHERE ? Column::value : Column::typed));
      }
    }
    if (order != null) {
      visitOrder(order, labels);
    }
    around.pop();
    return null;
  }

  private JoinedColumns columns(@Nullable SqlNode from) {
    return JoinedColumns.of(catalog, queries(), from);
  }

  /** A join's condition sees both sides, and LATERAL what stands before it. */
  private void visitFrom(SqlNode from) {
    if (!(from instanceof SqlJoin join)) {
      from.accept(this);
      return;
    }
    visitFrom(join.getLeft());
    JoinedColumns left = columns(join.getLeft());
    if (isLateral(join.getRight())) {
      around.push(left);
      visitFrom(join.getRight());
      around.pop();
    } else {
      visitFrom(join.getRight());
    }
    if (join.getConditionType() == JoinConditionType.ON && join.getCondition() != null) {
      around.push(JoinedColumns.ofBoth(left, columns(join.getRight())));
      join.setOperand(CONDITION, written(join.getCondition(), Column::value));
      around.pop();
    }
  }

  private static boolean isLateral(SqlNode table) {
    return table.getKind() == SqlKind.LATERAL
        || (table.getKind() == SqlKind.AS && isLateral(((SqlCall) table).operand(0)));
  }

  /** What is selected keeps its name. */
  private void visitItems(SqlNodeList items) {
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      SqlNode written = written(item, Column::typed);
      items.set(
          i,
          item instanceof SqlIdentifier && written != item
              ? InnerNames.as(written, ColumnLabels.of(item))
              : written);
    }
  }

  /** The names of what is selected: in ORDER BY they mean that. */
  private static Set<String> labels(SqlNodeList items) {
    Set<String> labels = new HashSet<>();
    for (SqlNode item : items) {
      labels.add(item instanceof SqlIdentifier name && name.isStar() ? "*" : ColumnLabels.of(item));
    }
    return labels;
  }

  private void visitOrder(SqlNodeList keys, Set<String> labels) {
    for (int i = 0; i < keys.size(); i++) {
      SqlNode key = keys.get(i);
      SqlNode value = key;
      while (value.getKind() == SqlKind.DESCENDING
          || value.getKind() == SqlKind.NULLS_FIRST
          || value.getKind() == SqlKind.NULLS_LAST) {
        value = ((SqlCall) value).operand(0);
      }
      boolean isLabel =
          value instanceof SqlIdentifier name
              && name.isSimple()
              && (labels.contains(name.getSimple()) || labels.contains("*"));
      if (!isLabel) {
        keys.set(i, written(key, Column::typed));
      }
    }
  }

  private SqlNode written(
      SqlNode expression, Function<Column, Function<SqlParserPos, SqlNode>> form) {
    SqlNode written = expression.accept(new Writer(form));
    return written == null ? expression : written;
  }

  /** Writes out the names in an expression. */
  private final class Writer extends SqlShuttle {
    private final Function<Column, Function<SqlParserPos, SqlNode>> form;

    Writer(Function<Column, Function<SqlParserPos, SqlNode>> form) {
      this.form = form;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
      if (!identifier.isSimple() || identifier.isStar()) {
        return identifier;
      }
      boolean isOuter = false;
      for (JoinedColumns columns : around) {
        List<Column> named = columns.named(identifier.getSimple());
        if (named.size() == 1 && named.get(0).isCommon()) {
          return (isOuter ? named.get(0).value() : form.apply(named.get(0)))
              .apply(identifier.getParserPosition());
        }
        if (!named.isEmpty() || !columns.isComplete()) {
          return identifier;
        }
        isOuter = true;
      }
      return identifier;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        call.accept(CommonColumns.this);
        return call;
      }
      return switch (call.getKind()) {
        case AS, ARGUMENT_ASSIGNMENT -> only(call, List.of(0));
        case OVER ->
            call.operand(1) instanceof SqlIdentifier ? only(call, List.of(0)) : super.visit(call);
        case WINDOW -> only(call, List.of(2, 3, 5, 6));
        default -> super.visit(call);
      };
    }

    /** The call with some of its operands written out; the others are names of something else. */
    private SqlNode only(SqlCall call, List<Integer> written) {
      List<@Nullable SqlNode> operands = new ArrayList<>(call.getOperandList());
      boolean isChanged = false;
      for (int i : written) {
        SqlNode before = operands.get(i);
        SqlNode after = before == null ? null : before.accept(this);
        isChanged |= after != before;
        operands.set(i, after);
      }
      return isChanged
          ? call.getOperator()
              .createCall(
                  call.getFunctionQuantifier(),
                  call.getParserPosition(),
                  operands.toArray(new SqlNode[0]))
          : call;
    }
  }
}
