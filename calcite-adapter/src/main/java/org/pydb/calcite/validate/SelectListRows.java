package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.RowsFunctions;
import org.pydb.calcite.function.RowsOperator;
import org.pydb.calcite.parser.PlainSelect;

/**
 * Functions that give rows in a select list: they go to FROM, where they run for each row.
 *
 * <pre>
 *   select id, unnest(tags) from t where c
 *   →  select id, "$rows1"."$1" as unnest from t, lateral unnest(tags) as "$rows1" ("$1") where c
 *
 *   select a, unnest(x), generate_series(1, 2) from t
 *   →  … from t, lateral unnest(x, array(select … from generate_series(1, 2))) as "$rows1" …
 *
 *   select count(*), unnest(array_agg(id)) from t group by a
 *   →  select "$rows0"."$1", "$rows1"."$1"
 *      from (select count(*) as "$1", array_agg(id) as "$2" from t group by a) as "$rows0",
 *           lateral unnest("$rows0"."$2") as "$rows1" ("$1")
 * </pre>
 *
 * <p>Several give their rows side by side, as many as the longest, with NULL behind the end of the
 * others: as {@code unnest} of several arrays does. Those within arguments of others come first. A
 * row for which all of them give none is left out. Groups and windows are computed before, DISTINCT
 * and the order behind.
 *
 * <p>What is put in has no place in the text: {@link NameBindings} knows names by their places.
 */
final class SelectListRows extends SqlBasicVisitor<@Nullable Void> {

  /** How the tables that are put into FROM are called, with a number behind it. */
  static final String TABLE = "$rows";

  private static final SqlParserPos NONE = SqlParserPos.ZERO;

  /** Which operand of a SELECT its windows are. */
  private static final int WINDOWS = 6;

  /** The queries that are done. */
  private final Set<SqlSelect> done = Collections.newSetFromMap(new IdentityHashMap<>());

  private SelectListRows() {}

  /**
   * Rewrites a statement, in place.
   *
   * @throws PlacedError 0A000 for such a function where none may stand
   */
  static void rewrite(SqlNode statement) {
    if (new RowsCalls(false).areIn(statement)) {
      statement.accept(new SelectListRows());
      new RowsCalls(false).refuse(statement);
    }
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlOrderBy order) {
      SqlNode query = order.query instanceof SqlWith with ? with.body : order.query;
      if (query instanceof SqlSelect select) {
        rewrite(select, order.orderList);
      }
    } else if (call instanceof SqlSelect select) {
      rewrite(select, SqlNodeList.EMPTY);
    }
    return super.visit(call);
  }

  private void rewrite(SqlSelect select, SqlNodeList order) {
    RowsCalls own = new RowsCalls(true);
    if (done.add(select) && (own.areIn(select.getSelectList()) || own.areIn(order))) {
      new Rewriting(select, order).run();
    }
  }

  /** The rewriting of one SELECT. */
  private static final class Rewriting {
    private final SqlSelect select;
    private final SqlNodeList order;
    private final List<SqlNode> items = new ArrayList<>();
    private final RowsCalls own = new RowsCalls(true);

    /** What is computed below, if groups or windows are; else null. */
    private final @Nullable List<SqlNode> below;

    /** The functions, those within arguments of others first. */
    private final List<List<SqlCall>> levels = new ArrayList<>();

    Rewriting(SqlSelect select, SqlNodeList order) {
      this.select = select;
      this.order = order;
      below = isComputedBelow() ? new ArrayList<>() : null;
      if (select.getQualify() != null) {
        throw new PlacedError(
            select.getQualify(),
            "0A000",
            "functions that give rows together with DISTINCT ON or QUALIFY are not supported: use"
                + " a sub-query");
      }
    }

    /** Whether there is something to be computed before the functions are. */
    private boolean isComputedBelow() {
      return select.getGroup() != null
          || select.getHaving() != null
          || hasGroupsOrWindows(select.getSelectList())
          || hasGroupsOrWindows(order);
    }

    private static boolean hasGroupsOrWindows(SqlNode tree) {
      return SqlUtil.containsCall(
          tree,
          call ->
              !call.isA(SqlKind.QUERY)
                  && (call.getKind() == SqlKind.OVER || Aggregates.is(call.getOperator())));
    }

    void run() {
      for (SqlNode item : select.getSelectList()) {
        item(item);
      }
      List<SqlNode> keys = new ArrayList<>();
      for (SqlNode key : order) {
        keys.add(key(key));
      }
      for (int i = 0; i < keys.size(); i++) {
        order.set(i, keys.get(i));
      }
      if (below != null) {
        sink(below);
      }
      for (int level = 0; level < levels.size(); level++) {
        SqlNode rows = as(rowsOf(levels.get(level)), level + 1, levels.get(level).size());
        SqlNode from = select.getFrom();
        select.setFrom(from == null ? rows : comma(from, rows));
      }
      select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
    }

    // ---------------------------------------------------------------- select list and order

    private void item(SqlNode item) {
      if (item instanceof SqlIdentifier star && star.isStar()) {
        stars(star);
        return;
      }
      SqlNode expression = SqlUtil.stripAs(item);
      if (below == null && !own.areIn(expression)) {
        items.add(item);
      } else {
        items.add(InnerNames.as(moved(expression), ColumnLabels.of(item)));
      }
    }

    /** A star as those of the tables, among which the functions will be. */
    private void stars(SqlIdentifier star) {
      SqlNode from = select.getFrom();
      if (below != null || (from == null && star.names.size() == 1)) {
        throw unsupported(star);
      }
      if (star.names.size() > 1) {
        items.add(star);
      } else {
        addStars(from, star);
      }
    }

    private void addStars(@Nullable SqlNode from, SqlIdentifier star) {
      if (from instanceof SqlJoin join
          && !join.isNatural()
          && join.getConditionType() != JoinConditionType.USING) {
        addStars(join.getLeft(), star);
        addStars(join.getRight(), star);
        return;
      }
      SqlNode name =
          from != null && from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(1) : from;
      if (!(name instanceof SqlIdentifier table)) {
        throw unsupported(star);
      }
      String alias = table.names.get(table.names.size() - 1);
      items.add(SqlIdentifier.star(List.of(alias, ""), NONE, List.of(NONE, NONE)));
    }

    private static PlacedError unsupported(SqlNode star) {
      return new PlacedError(
          star,
          "0A000",
          "this * beside a function that gives rows is not supported: name the columns, or put the"
              + " function into FROM");
    }

    private SqlNode key(SqlNode key) {
      switch (key.getKind()) {
        case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
          SqlCall call = (SqlCall) key;
          return call.getOperator().createCall(call.getParserPosition(), key(call.operand(0)));
        }
        default -> {}
      }
      boolean isLabel = key instanceof SqlIdentifier name && name.isSimple() && isLabel(name);
      if (isLabel || key instanceof SqlNumericLiteral || (below == null && !own.areIn(key))) {
        return key;
      }
      SqlNodeList list = select.getSelectList();
      boolean hasStar =
          list.stream().anyMatch(item -> item instanceof SqlIdentifier name && name.isStar());
      for (int i = 0; i < list.size() && !hasStar; i++) {
        if (SqlUtil.stripAs(list.get(i)).equalsDeep(key, Litmus.IGNORE)) {
          return SqlLiteral.createExactNumeric(String.valueOf(i + 1), key.getParserPosition());
        }
      }
      return moved(key);
    }

    private boolean isLabel(SqlIdentifier name) {
      return select.getSelectList().stream()
          .anyMatch(item -> ColumnLabels.of(item).equals(name.getSimple()));
    }

    // ---------------------------------------------------------------- expressions

    /** An expression over what is below, with columns in the places of functions. */
    private SqlNode moved(SqlNode expression) {
      if (!own.areIn(expression)) {
        boolean isComputed = expression instanceof SqlIdentifier || expression instanceof SqlCall;
        return below == null || !isComputed ? expression : column(0, add(below, expression));
      }
      if (expression instanceof SqlNodeList list) {
        return new SqlNodeList(list.stream().map(this::moved).toList(), list.getParserPosition());
      }
      SqlCall call = (SqlCall) expression;
      checkPlace(call);
      SqlNode changed =
          call.accept(
              new SqlShuttle() {
                private boolean isInside;

                @Override
                public @Nullable SqlNode visit(SqlCall inner) {
                  if (isInside) {
                    return moved(inner);
                  }
                  isInside = true;
                  return super.visit(inner);
                }

                @Override
                public SqlNode visit(SqlIdentifier name) {
                  return moved(name);
                }
              });
      SqlCall made = changed == null ? call : (SqlCall) changed;
      RowsOperator function = RowsCalls.operator(made);
      if (function == null) {
        return made;
      }
      if (function.columns(TABLE).size() > 1) {
        throw new PlacedError(
            call, "0A000", "rows as values are not supported: put this function into FROM");
      }
      int level = level(made) + 1;
      while (levels.size() < level) {
        levels.add(new ArrayList<>());
      }
      return column(level, add(levels.get(level - 1), made));
    }

    /** The highest level of functions on whose columns an expression depends. */
    private static int level(SqlNode expression) {
      int[] level = {0};
      expression.accept(
          new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
              if (name.names.size() == 2 && name.names.get(0).startsWith(TABLE)) {
                int of = Integer.parseInt(name.names.get(0).substring(TABLE.length()));
                level[0] = Math.max(level[0], of);
              }
              return null;
            }
          });
      return level[0];
    }

    private void checkPlace(SqlCall call) {
      String place =
          switch (call.getKind()) {
            case CASE -> "CASE";
            case COALESCE -> "COALESCE";
            case OVER -> "window function calls";
            default ->
                Aggregates.is(call.getOperator()) || call.getKind() == SqlKind.FILTER
                    ? "aggregate function calls"
                    : call.getOperator().getName().equalsIgnoreCase("coalesce") ? "COALESCE" : "";
          };
      if (!place.isEmpty()) {
        throw RowsCalls.refused(call, place);
      }
    }

    private static <T extends SqlNode> int add(List<T> list, T node) {
      list.add(node);
      return list.size();
    }

    private static SqlIdentifier column(int level, int column) {
      return new SqlIdentifier(List.of(TABLE + level, "$" + column), NONE);
    }

    // ---------------------------------------------------------------- FROM

    /** Has what was there computed below: groups and windows, and the columns that are wanted. */
    private void sink(List<SqlNode> columns) {
      List<SqlNode> named = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        named.add(InnerNames.as(columns.get(i), "$" + (i + 1)));
      }
      if (named.isEmpty()) {
        named.add(InnerNames.as(SqlLiteral.createBoolean(true, NONE), "$1"));
      }
      SqlSelect inner = PlainSelect.of(NONE, named, select.getFrom(), select.getWhere());
      inner.setGroupBy(select.getGroup());
      inner.setHaving(select.getHaving());
      inner.setOperand(WINDOWS, select.getWindowList());
      select.setFrom(SqlStdOperatorTable.AS.createCall(NONE, inner, table(0)));
      select.setWhere(null);
      select.setGroupBy(null);
      select.setHaving(null);
      select.setOperand(WINDOWS, new SqlNodeList(NONE));
    }

    /** The rows of functions, side by side. */
    private static SqlNode rowsOf(List<SqlCall> calls) {
      if (calls.size() == 1) {
        return table(calls.get(0));
      }
      List<SqlNode> arrays = new ArrayList<>();
      for (SqlCall call : calls) {
        arrays.add(RowsCalls.isUnnest(call) ? call.operand(0) : array(call));
      }
      return table(RowsFunctions.unnest(arrays.size(), false).createCall(NONE, arrays));
    }

    /** {@code array(select … from function)}. */
    private static SqlNode array(SqlCall call) {
      SqlIdentifier value = new SqlIdentifier("$1", NONE);
      SqlNode rows =
          SqlStdOperatorTable.AS.createCall(
              NONE, table(call), new SqlIdentifier(TABLE, NONE), new SqlIdentifier("$1", NONE));
      return SqlStdOperatorTable.ARRAY_QUERY.createCall(
          call.getParserPosition(), PlainSelect.of(NONE, List.of(value), rows, null));
    }

    private static SqlNode table(SqlCall call) {
      SqlParserPos place = call.getParserPosition();
      return SqlStdOperatorTable.LATERAL.createCall(
          place, SqlStdOperatorTable.COLLECTION_TABLE.createCall(place, call));
    }

    private static SqlIdentifier table(int level) {
      return new SqlIdentifier(TABLE + level, NONE);
    }

    private static SqlNode as(SqlNode rows, int level, int columns) {
      List<SqlNode> operands = new ArrayList<>();
      operands.add(rows);
      operands.add(table(level));
      for (int i = 1; i <= columns; i++) {
        operands.add(new SqlIdentifier("$" + i, NONE));
      }
      return SqlStdOperatorTable.AS.createCall(NONE, operands);
    }

    private static SqlNode comma(SqlNode left, SqlNode right) {
      return new SqlJoin(
          NONE,
          left,
          SqlLiteral.createBoolean(false, NONE),
          JoinType.COMMA.symbol(NONE),
          right,
          JoinConditionType.NONE.symbol(NONE),
          null);
    }
  }
}
