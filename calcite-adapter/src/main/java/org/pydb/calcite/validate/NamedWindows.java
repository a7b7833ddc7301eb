package org.pydb.calcite.validate;

import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Windows that take over another one and say more: {@code OVER (w ROWS 1 PRECEDING)}. Calcite's
 * validator loses the frame on the way; here both become one window.
 */
final class NamedWindows extends SqlBasicVisitor<@Nullable Void> {
  private final Map<String, SqlWindow> named;

  private NamedWindows(Map<String, SqlWindow> named) {
    this.named = named;
  }

  /** Rewrites a statement in place. */
  static void resolve(SqlNode statement) {
    statement.accept(new NamedWindows(Map.of()));
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlSelect select && !select.getWindowList().isEmpty()) {
      new NamedWindows(windows(select.getWindowList())).visitChildren(call);
      return null;
    }
    if (call instanceof SqlSelect && !named.isEmpty()) {
      new NamedWindows(Map.of()).visitChildren(call);
      return null;
    }
    visitChildren(call);
    return null;
  }

  private void visitChildren(SqlCall call) {
    if (call.getKind() == SqlKind.OVER && call.operand(1) instanceof SqlWindow window) {
      call.setOperand(1, whole(window, named));
    }
    super.visit(call);
  }

  private static Map<String, SqlWindow> windows(SqlNodeList list) {
    Map<String, SqlWindow> windows = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      SqlWindow window = whole((SqlWindow) list.get(i), windows);
      list.set(i, window);
      SqlIdentifier name = window.getDeclName();
      if (name != null) {
        windows.put(name.getSimple(), window);
      }
    }
    return windows;
  }

  private static SqlWindow whole(SqlWindow window, Map<String, SqlWindow> named) {
    SqlIdentifier name = window.getRefName();
    SqlWindow base = name == null ? null : named.get(name.getSimple());
    if (name == null || base == null) {
      return window; // The validator complains about names that there are not.
    }
    if (base.getLowerBound() != null || base.getUpperBound() != null) {
      throw error("cannot copy window \"" + name.getSimple() + "\" because it has a frame clause");
    }
    if (!window.getPartitionList().isEmpty()) {
      throw error("cannot override PARTITION BY clause of window \"" + name.getSimple() + "\"");
    }
    if (!window.getOrderList().isEmpty() && !base.getOrderList().isEmpty()) {
      throw error("cannot override ORDER BY clause of window \"" + name.getSimple() + "\"");
    }
    return SqlWindow.create(
        window.getDeclName(),
        null,
        copy(base.getPartitionList()),
        copy(window.getOrderList().isEmpty() ? base.getOrderList() : window.getOrderList()),
        SqlLiteral.createBoolean(window.isRows(), window.getParserPosition()),
        window.getLowerBound(),
        window.getUpperBound(),
        null,
        window.getExclude(),
        window.getParserPosition());
  }

  private static SqlNodeList copy(SqlNodeList list) {
    SqlNodeList copy = new SqlNodeList(list.getParserPosition());
    for (SqlNode node : list) {
      copy.add(SqlNode.clone(node));
    }
    return copy;
  }

  private static SqlError error(String message) {
    return new SqlError("42P20", message);
  }
}
