package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.TreeCopy;

/**
 * Windows that take over another one, and may say more: {@code OVER (w ROWS 1 PRECEDING)}.
 * Calcite's validator loses the frame on the way, and its converter finds no aggregates in {@code
 * WINDOW}; here each gets a whole window of its own. For functions that look at all of a partition
 * it has no frame, which Calcite would refuse.
 */
final class NamedWindows extends SqlBasicVisitor<@Nullable Void> {
  /** Functions on which a frame has no effect. */
  private static final Set<String> FRAMELESS =
      Set.of(
          "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead");

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
    if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
      visitOrdered(select, order);
      return null;
    }
    if (call instanceof SqlOrderBy order
        && order.query instanceof SqlWith with
        && with.body instanceof SqlSelect select) {
      with.withList.accept(this);
      visitOrdered(select, order);
      return null;
    }
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

  private static void visitOrdered(SqlSelect select, SqlOrderBy order) {
    NamedWindows own = new NamedWindows(windows(select.getWindowList()));
    own.visitChildren(select);
    order.orderList.accept(own);
  }

  private void visitChildren(SqlCall call) {
    if (call.getKind() == SqlKind.OVER && call.operand(0) instanceof SqlCall function) {
      checkOrder(function);
    }
    if (call.getKind() == SqlKind.OVER && call.operand(1) instanceof SqlWindow window) {
      call.setOperand(1, whole(window, named));
    }
    if (call.getKind() == SqlKind.OVER && call.operand(1) instanceof SqlIdentifier name) {
      SqlWindow window = named.get(name.getSimple());
      if (window != null) {
        call.setOperand(1, unnamed(window));
      }
    }
    if (call.getKind() == SqlKind.OVER
        && call.operand(1) instanceof SqlWindow window
        && isFrameless(call.operand(0))) {
      call.setOperand(1, withoutFrame(window));
    }
    super.visit(call);
  }

  /** Aggregates that gather rows have no order of their own here, as in PostgreSQL. */
  private static void checkOrder(SqlCall function) {
    boolean isOrdered =
        function.getKind() == SqlKind.WITHIN_GROUP
            && function.operand(0) instanceof SqlCall aggregate
            && aggregate.getOperator().getName().toLowerCase(Locale.ROOT).endsWith("_agg");
    if (isOrdered) {
      throw new PlacedError(
          function,
          "0A000",
          "ORDER BY within an aggregate is not supported in a window function: order the window");
    }
  }

  private static boolean isFrameless(SqlNode function) {
    SqlNode called = function;
    while (called.getKind() == SqlKind.IGNORE_NULLS || called.getKind() == SqlKind.RESPECT_NULLS) {
      called = ((SqlCall) called).operand(0);
    }
    return called instanceof SqlCall call
        && FRAMELESS.contains(call.getOperator().getName().toLowerCase(Locale.ROOT));
  }

  private static SqlWindow withoutFrame(SqlWindow window) {
    SqlNode lower = window.getLowerBound();
    SqlNode upper = window.getUpperBound();
    if (lower != null && SqlWindow.isUnboundedFollowing(lower)) {
      throw error("a frame cannot start with UNBOUNDED FOLLOWING");
    }
    if (upper != null && SqlWindow.isUnboundedPreceding(upper)) {
      throw error("a frame cannot end with UNBOUNDED PRECEDING");
    }
    SqlParserPos position = window.getParserPosition();
    return SqlWindow.create(
        null,
        window.getRefName(),
        window.getPartitionList(),
        window.getOrderList(),
        SqlLiteral.createBoolean(false, position),
        null,
        null,
        null,
        SqlWindow.createExcludeNoOthers(position),
        position);
  }

  private static Map<String, SqlWindow> windows(SqlNodeList list) {
    Map<String, SqlWindow> windows = new HashMap<>();
    List<SqlWindow> different = new ArrayList<>();
    for (SqlNode node : list) {
      SqlWindow window = whole((SqlWindow) node, windows);
      SqlIdentifier name = window.getDeclName();
      boolean isNew = name == null || windows.put(name.getSimple(), window) == null;
      // The validator wants them to differ in more than their names.
      if (!isNew || different.stream().noneMatch(other -> isSame(other, window))) {
        different.add(window);
      }
    }
    list.clear();
    list.addAll(different);
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

  private static boolean isSame(SqlWindow left, SqlWindow right) {
    return unnamed(left).equalsDeep(unnamed(right), Litmus.IGNORE);
  }

  private static SqlWindow unnamed(SqlWindow window) {
    return SqlWindow.create(
        null,
        null,
        copy(window.getPartitionList()),
        copy(window.getOrderList()),
        SqlLiteral.createBoolean(window.isRows(), window.getParserPosition()),
        copy(window.getLowerBound()),
        copy(window.getUpperBound()),
        null,
        window.getExclude(),
        window.getParserPosition());
  }

  private static SqlNodeList copy(SqlNodeList list) {
    return (SqlNodeList) TreeCopy.of(list);
  }

  private static @Nullable SqlNode copy(@Nullable SqlNode bound) {
    return bound == null ? null : TreeCopy.of(bound);
  }

  private static SqlError error(String message) {
    return new SqlError("42P20", message);
  }
}
