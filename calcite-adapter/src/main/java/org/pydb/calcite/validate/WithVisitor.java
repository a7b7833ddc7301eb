package org.pydb.calcite.validate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Walks through a statement, and knows which queries of WITH can be named where it is. */
abstract class WithVisitor extends SqlBasicVisitor<@Nullable Void> {
  private Map<String, SqlWithItem> queries = new HashMap<>();

  /** The queries of WITH that can be named here. */
  final Map<String, SqlWithItem> queries() {
    return queries;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (!(call instanceof SqlWith with)) {
      return super.visit(call);
    }
    Map<String, SqlWithItem> outer = queries;
    queries = new HashMap<>(outer);
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      queries.put(item.name.getSimple(), item);
      item.query.accept(this);
    }
    with.body.accept(this);
    queries = outer;
    return null;
  }

  /** Whether a statement has such a call anywhere. */
  static boolean isUsed(SqlNode statement, Predicate<SqlCall> isSuch) {
    boolean[] isFound = {false};
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            isFound[0] |= isSuch.test(call);
            return isFound[0] ? null : super.visit(call);
          }
        });
    return isFound[0];
  }
}
