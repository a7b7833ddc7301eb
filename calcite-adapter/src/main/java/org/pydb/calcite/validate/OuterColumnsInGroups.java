package org.pydb.calcite.validate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
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

/**
 * Lets sub-queries with groups use columns of the query around beside their aggregates. Calcite
 * wants them grouped; sub-queries it lets alone:
 *
 * <pre>
 *   (select count(*) || x.a from y)  →  (select count(*) || (select x.a) from y)
 * </pre>
 *
 * <p>Only columns that say whose they are can be told apart before names are resolved.
 */
final class OuterColumnsInGroups extends SqlBasicVisitor<@Nullable Void> {

  /** The names of the tables of the queries around, the innermost first. */
  private final Deque<Set<String>> around = new ArrayDeque<>();

  private OuterColumnsInGroups() {}

  /** Rewrites a statement in place. */
  static void ask(SqlNode statement) {
    statement.accept(new OuterColumnsInGroups());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (!(call instanceof SqlSelect select)) {
      return super.visit(call);
    }
    Set<String> own = new HashSet<>();
    if (select.getFrom() != null) {
      addNames(select.getFrom(), own);
    }
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

  private void rewrite(SqlSelect select, Set<String> own) {
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
    private final Set<String> own;
    private boolean isFound;

    Asking(Set<String> own) {
      this.own = own;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
      boolean isOuter =
          identifier.names.size() == 2
              && !identifier.isStar()
              && !own.contains(identifier.names.get(0))
              && around.stream().anyMatch(names -> names.contains(identifier.names.get(0)));
      isFound |= isOuter;
      return isOuter ? query(identifier) : identifier;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      boolean isLeftAlone = call.isA(SqlKind.QUERY) || Aggregates.is(call.getOperator());
      return isLeftAlone ? call : super.visit(call);
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
