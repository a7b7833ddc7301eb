package org.pydb.calcite.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;

/**
 * Lets sub-queries with groups use columns of the query around beside their aggregates. Calcite
 * wants them grouped; sub-queries it lets alone:
 *
 * <pre>
 *   (select count(*) || x.a from y)  →  (select count(*) || (select x.a) from y)
 * </pre>
 *
 * <p>Names are not resolved yet. A column that does not say whose it is belongs to a query around
 * if the tables of the sub-query are known to have none of that name.
 */
final class OuterColumnsInGroups extends SqlBasicVisitor<@Nullable Void> {

  /**
   * What FROM brings.
   *
   * @param tables the names of tables
   * @param columns the names of their columns; null if they cannot be told
   */
  private record Names(Set<String> tables, @Nullable Set<String> columns) {

    boolean mayHave(String column) {
      return columns == null || columns.contains(column);
    }
  }

  /** What is known of the queries around, the innermost first. */
  private final Deque<Names> around = new ArrayDeque<>();

  private final FromColumns columns;

  private OuterColumnsInGroups(FromColumns columns) {
    this.columns = columns;
  }

  /** Rewrites a statement in place. */
  static void ask(SqlNode statement, PydbCatalogReader catalog) {
    statement.accept(new OuterColumnsInGroups(new FromColumns(catalog, statement)));
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (!(call instanceof SqlSelect select)) {
      return super.visit(call);
    }
    Set<String> tables = new HashSet<>();
    if (select.getFrom() != null) {
      addNames(select.getFrom(), tables);
    }
    Names own = new Names(tables, columns.of(select.getFrom()));
    if (!around.isEmpty() && hasGroups(select)) {
      rewrite(select, own);
    }
    around.push(own);
    super.visit(call);
    around.pop();
    return null;
  }

  private static void addNames(SqlNode from, Set<String> names) {
    if (from instanceof SqlJoin join) {
      addNames(join.getLeft(), names);
      addNames(join.getRight(), names);
    } else if (from.getKind() == SqlKind.AS) {
      names.add(((SqlIdentifier) ((SqlCall) from).operand(1)).getSimple());
    } else if (from instanceof SqlIdentifier table) {
      names.add(table.names.get(table.names.size() - 1));
    } else if (from instanceof SqlCall call
        && call.operandCount() > 0
        && !call.isA(SqlKind.QUERY)) {
      SqlNode named = call.operand(0); // TABLESAMPLE, LATERAL, a table with columns
      if (named != null) {
        addNames(named, names);
      }
    }
  }

  private static boolean hasGroups(SqlSelect select) {
    boolean[] isFound = {select.getGroup() != null || select.getHaving() != null};
    select
        .getSelectList()
        .accept(
            new SqlBasicVisitor<@Nullable Void>() {
              @Override
              public @Nullable Void visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.OVER) {
                  return null;
                }
                isFound[0] |= Aggregates.is(call.getOperator());
                return super.visit(call);
              }
            });
    return isFound[0];
  }

  private void rewrite(SqlSelect select, Names own) {
    Asking asking = new Asking(own);
    if (select.getGroup() != null) {
      select.getGroup().accept(asking);
      if (asking.isFound) {
        return; // Grouped by such a column: then it is as Calcite wants it.
      }
    }
    SqlNodeList items = select.getSelectList();
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      SqlNode rewritten = item.accept(asking);
      if (rewritten != null && rewritten != item) {
        items.set(
            i,
            item instanceof SqlIdentifier
                ? InnerNames.as(rewritten, ColumnLabels.of(item))
                : rewritten);
      }
    }
    if (select.getHaving() != null) {
      select.setHaving(select.getHaving().accept(asking));
    }
  }

  private final class Asking extends SqlShuttle {
    private final Names own;
    private boolean isFound;

    Asking(Names own) {
      this.own = own;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
      boolean isOuter = !identifier.isStar() && isOuter(identifier.names);
      isFound |= isOuter;
      return isOuter ? query(identifier) : identifier;
    }

    private boolean isOuter(List<String> names) {
      String first = names.get(0);
      return switch (names.size()) {
        case 1 -> !own.mayHave(first) && around.stream().anyMatch(outer -> outer.mayHave(first));
        case 2 ->
            !own.tables.contains(first)
                && around.stream().anyMatch(outer -> outer.tables.contains(first));
        default -> false;
      };
    }

    /** The second operand of these is the name of something else. */
    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      return switch (call.getKind()) {
        case AS, ARGUMENT_ASSIGNMENT -> first(call);
        case FILTER, WITHIN_GROUP -> call;
        case OVER -> call.operand(1) instanceof SqlIdentifier ? first(call) : super.visit(call);
        default ->
            call.isA(SqlKind.QUERY) || Aggregates.is(call.getOperator()) ? call : super.visit(call);
      };
    }

    private SqlNode first(SqlCall call) {
      SqlNode before = call.operand(0);
      SqlNode after = before.accept(this);
      if (after == null || after == before) {
        return call;
      }
      List<SqlNode> operands = new ArrayList<>(call.getOperandList());
      operands.set(0, after);
      return call.getOperator()
          .createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands);
    }
  }

  private static SqlNode query(SqlIdentifier column) {
    SqlParserPos position = column.getParserPosition();
    return new SqlSelect(
        position,
        null,
        SqlNodeList.of(column),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
