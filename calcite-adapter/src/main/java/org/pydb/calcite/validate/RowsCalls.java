package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.PydbOperatorTable;
import org.pydb.calcite.function.RowsOperator;

/** The calls of functions that give rows where values are wanted: not those in FROM. */
public final class RowsCalls {
  private final boolean withoutQueries;

  /**
   * Looks for calls.
   *
   * @param withoutQueries whether not to look into sub-queries
   */
  RowsCalls(boolean withoutQueries) {
    this.withoutQueries = withoutQueries;
  }

  /** The function that gives rows which a call calls; null if it is none. */
  static @Nullable RowsOperator operator(SqlNode node) {
    if (!(node instanceof SqlCall call) || !(call.getOperator() instanceof SqlFunction function)) {
      return null;
    }
    if (function instanceof RowsOperator known) {
      return known;
    }
    SqlIdentifier name = function.getSqlIdentifier();
    if (name == null) {
      return null;
    }
    List<SqlOperator> found = new ArrayList<>();
    PydbOperatorTable.INSTANCE.lookupOperatorOverloads(
        name, null, SqlSyntax.FUNCTION, found, SqlNameMatchers.withCaseSensitive(false));
    for (SqlOperator operator : found) {
      if (operator instanceof RowsOperator rows) {
        return rows;
      }
    }
    return null;
  }

  static boolean isUnnest(SqlCall call) {
    return call.getOperator() instanceof RowsOperator rows && rows.getName().equals("UNNEST");
  }

  /** Whether there are any in a tree. */
  boolean areIn(SqlNode tree) {
    try {
      refuse(tree);
      return false;
    } catch (PlacedError e) {
      return true;
    }
  }

  /**
   * Refuses expressions that have any.
   *
   * @param clause where they stand
   * @throws PlacedError 0A000
   */
  public static void refuse(List<SqlNode> expressions, String clause) {
    RowsCalls calls = new RowsCalls(true);
    for (SqlNode expression : expressions) {
      if (calls.areIn(expression)) {
        throw refused(expression, clause);
      }
    }
  }

  /** Refuses a tree that has any. */
  void refuse(SqlNode tree) {
    tree.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (withoutQueries && call.isA(SqlKind.QUERY)) {
              return null;
            }
            if (call.getKind() == SqlKind.COLLECTION_TABLE) {
              SqlCall function = call.operand(0);
              function.getOperandList().forEach(operand -> operand.accept(this));
              return null;
            }
            if (operator(call) != null) {
              throw refused(call, "this place");
            }
            if (call instanceof SqlSelect select) {
              clause(select.getWhere(), "WHERE");
              clause(select.getHaving(), "HAVING");
              clause(select.getGroup(), "GROUP BY");
            } else if (call instanceof SqlJoin join) {
              clause(join.getCondition(), "JOIN conditions");
            } else if (call.getKind() == SqlKind.VALUES) {
              call.getOperandList().forEach(row -> clause(row, "VALUES"));
            }
            return super.visit(call);
          }
        });
  }

  private static void clause(@Nullable SqlNode tree, String name) {
    if (tree != null && new RowsCalls(true).areIn(tree)) {
      throw refused(tree, name);
    }
  }

  static PlacedError refused(SqlNode place, String clause) {
    return new PlacedError(
        place,
        "0A000",
        "set-returning functions are not allowed in " + clause + ": put it into FROM");
  }
}
