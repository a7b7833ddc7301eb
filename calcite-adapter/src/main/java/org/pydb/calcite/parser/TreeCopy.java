package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Copies a tree, but for its leaves, so that each copy can be validated: that changes a tree.
 * Stateless.
 */
public final class TreeCopy extends SqlShuttle {
  private static final TreeCopy INSTANCE = new TreeCopy();

  private TreeCopy() {}

  /** A copy of a tree. */
  public static SqlNode of(SqlNode tree) {
    SqlNode copy = tree.accept(INSTANCE);
    return copy == null ? tree : copy;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    CallCopyingArgHandler copy = new CallCopyingArgHandler(call, true);
    call.getOperator().acceptCall(this, call, false, copy);
    return copy.result();
  }

  @Override
  public @Nullable SqlNode visit(SqlNodeList list) {
    List<@Nullable SqlNode> copies = new ArrayList<>();
    for (SqlNode node : list) {
      copies.add(node == null ? null : of(node));
    }
    return new SqlNodeList(copies, list.getParserPosition());
  }
}
