package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * SEARCH and CYCLE of recursive queries: columns that the query carries besides its own.
 *
 * <pre>
 *   r (a) AS (seed UNION ALL step) CYCLE a SET c USING p
 *   →  r (a, c, p) AS (
 *        SELECT x.a, false, ARRAY[key(x.a)] FROM (seed) AS x (a)
 *        UNION ALL
 *        SELECT x.a, key(x.a) = ANY (x.p), x.p || key(x.a) FROM (step, r.c, r.p) AS x (a, c, p)
 *        WHERE NOT x.c)
 * </pre>
 *
 * <p>What was met is kept as JSON, {@code jsonb_build_array(a, b)}, since there are no values that
 * are rows: in an array the keys from the beginning to a row, or behind the depth its own.
 */
public final class RecursionColumns {
  private static final SqlParserPos NONE = SqlParserPos.ZERO;
  private static final String ROW = "$row";

  private final SqlIdentifier name;
  private final SqlNode query;
  private List<String> columns;

  /** The columns to add: their names, values in the first term, and in the other one. */
  private final List<String> added = new ArrayList<>();

  private final List<SqlNode> first = new ArrayList<>();
  private final List<SqlNode> next = new ArrayList<>();

  /** Which rows go on; null for all. */
  private @Nullable SqlNode condition;

  /**
   * A query of WITH RECURSIVE.
   *
   * @param names of its columns; null for those of its first term
   */
  public RecursionColumns(SqlIdentifier name, @Nullable SqlNodeList names, SqlNode query) {
    this.name = name;
    this.query = query;
    columns = names == null ? List.of() : names.stream().map(SqlNode::toString).toList();
  }

  /** {@code SEARCH DEPTH | BREADTH FIRST BY keys SET column}. */
  public void search(boolean depth, SqlNodeList keys, SqlIdentifier column) {
    checkForm();
    String order = added(column);
    check(keys);
    SqlNode key = key(keys, null);
    SqlNode nextKey = key(keys, null);
    SqlNode before = of(order);
    if (depth) {
      add(order, array(key), append(before, nextKey));
      return;
    }
    SqlNode zero = SqlLiteral.createExactNumeric("0", NONE);
    SqlNode depthBefore =
        call("jsonb_extract_path_text", before, SqlLiteral.createCharString("0", NONE));
    SqlNode bigger =
        SqlStdOperatorTable.PLUS.createCall(
            NONE, bigint(depthBefore), SqlLiteral.createExactNumeric("1", NONE));
    add(order, key(keys, zero), key(keys, bigger));
  }

  /**
   * {@code CYCLE keys SET mark [TO found DEFAULT other] USING path}.
   *
   * @param found what a row has in the column that ends in a circle; null for true
   * @param other what the others have; null for false
   */
  public void cycle(
      SqlNodeList keys,
      SqlIdentifier mark,
      @Nullable SqlNode found,
      @Nullable SqlNode other,
      SqlIdentifier path) {
    checkForm();
    check(keys);
    SqlNode yes = found == null ? SqlLiteral.createBoolean(true, NONE) : found;
    SqlNode no = other == null ? SqlLiteral.createBoolean(false, NONE) : other;
    String marked = added(mark);
    SqlNode met = of(path.getSimple());
    SqlNode isMet =
        SqlStdOperatorTable.IS_NOT_NULL.createCall(
            NONE, call("array_position", met, key(keys, null)));
    SqlNode choice =
        new SqlCase(
            NONE, null, SqlNodeList.of(isMet), SqlNodeList.of(TreeCopy.of(yes)), TreeCopy.of(no));
    add(marked, no, choice);
    add(added(path), array(key(keys, null)), append(TreeCopy.of(met), key(keys, null)));
    condition = SqlStdOperatorTable.NOT_EQUALS.createCall(NONE, of(marked), TreeCopy.of(yes));
  }

  // ------------------------------------------------------------------ checks

  private void checkForm() {
    if (!(query instanceof SqlBasicCall union)
        || union.getKind() != SqlKind.UNION
        || !(union.operand(1) instanceof SqlSelect step)
        || reference(step.getFrom()) == null) {
      throw new PlacedError(
          name,
          "42601",
          "with a SEARCH or CYCLE clause, the recursive query must be UNION of two SELECTs, of which"
              + " the right one names \""
              + name
              + "\" in its FROM");
    }
    if (columns.isEmpty()) {
      columns = names(union.operand(0));
    }
    for (SqlNode item : step.getSelectList()) {
      if (item instanceof SqlIdentifier star && star.isStar()) {
        throw new PlacedError(
            star, "0A000", "* is not supported with SEARCH and CYCLE: name the columns");
      }
    }
  }

  private List<String> names(SqlNode seed) {
    List<String> names = new ArrayList<>();
    for (SqlNode item :
        seed instanceof SqlSelect select ? select.getSelectList() : SqlNodeList.EMPTY) {
      SqlNode label = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(1) : item;
      if (label instanceof SqlIdentifier column && !column.isStar()) {
        names.add(column.names.get(column.names.size() - 1));
      } else {
        names.clear();
        break;
      }
    }
    if (names.isEmpty()) {
      throw new PlacedError(
          name, "0A000", "with SEARCH and CYCLE, write the names of the columns: " + name + " (…)");
    }
    return names;
  }

  private String added(SqlIdentifier column) {
    if (columns.contains(column.getSimple()) || added.contains(column.getSimple())) {
      throw new PlacedError(
          column, "42701", "column name \"" + column + "\" already used in WITH query column list");
    }
    return column.getSimple();
  }

  private void check(SqlNodeList keys) {
    for (SqlNode key : keys) {
      if (!columns.contains(key.toString())) {
        throw new PlacedError(key, "42601", "column \"" + key + "\" not in WITH query column list");
      }
    }
  }

  // ------------------------------------------------------------------ expressions

  private static SqlNode of(String column) {
    return new SqlIdentifier(List.of(ROW, column), NONE);
  }

  /** {@code jsonb_build_array(first, keys)}. */
  private static SqlNode key(SqlNodeList keys, @Nullable SqlNode first) {
    List<SqlNode> values = new ArrayList<>();
    if (first != null) {
      values.add(first);
    }
    keys.forEach(key -> values.add(of(key.toString())));
    return call("jsonb_build_array", values.toArray(new SqlNode[0]));
  }

  private static SqlNode bigint(SqlNode value) {
    SqlDataTypeSpec type =
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, NONE), NONE);
    return SqlStdOperatorTable.CAST.createCall(NONE, value, type);
  }

  private static SqlNode array(SqlNode element) {
    return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(NONE, element);
  }

  private static SqlNode append(SqlNode array, SqlNode element) {
    return call("array_append", array, element);
  }

  private static SqlNode call(String function, SqlNode... arguments) {
    return new NamedFunction(function, NONE).createCall(NONE, arguments);
  }

  // ------------------------------------------------------------------ the query

  private void add(String column, SqlNode ofFirst, SqlNode ofNext) {
    added.add(column);
    first.add(ofFirst);
    next.add(ofNext);
  }

  /** Puts what was added into the query, and gives the names of all its columns. */
  public SqlNodeList complete() {
    SqlBasicCall union = (SqlBasicCall) query;
    SqlSelect step = union.operand(1);
    String reference = Objects.requireNonNull(reference(step.getFrom()));
    List<SqlNode> items = new ArrayList<>(step.getSelectList().getList());
    added.forEach(column -> items.add(new SqlIdentifier(List.of(reference, column), NONE)));
    step.setSelectList(new SqlNodeList(items, step.getSelectList().getParserPosition()));
    List<String> all = new ArrayList<>(columns);
    all.addAll(added);
    union.setOperand(0, around(union.operand(0), columns, first, null));
    union.setOperand(1, around(step, all, next, condition));
    return new SqlNodeList(
        all.stream().map(column -> new SqlIdentifier(column, NONE)).toList(), NONE);
  }

  /** The columns of the recursion over a term, and what is added behind them. */
  private SqlNode around(
      SqlNode term, List<String> names, List<SqlNode> values, @Nullable SqlNode where) {
    List<SqlNode> from = new ArrayList<>();
    from.add(term);
    from.add(new SqlIdentifier(ROW, NONE));
    names.forEach(column -> from.add(new SqlIdentifier(column, NONE)));
    List<SqlNode> items = new ArrayList<>();
    columns.forEach(column -> items.add(of(column)));
    items.addAll(values);
    SqlParserPos place = term.getParserPosition();
    return PlainSelect.of(place, items, SqlStdOperatorTable.AS.createCall(NONE, from), where);
  }

  /** By which name the query refers to itself; null if it does not. */
  private @Nullable String reference(@Nullable SqlNode from) {
    if (from instanceof SqlJoin join) {
      String left = reference(join.getLeft());
      return left == null ? reference(join.getRight()) : left;
    }
    if (from instanceof SqlCall as && as.getKind() == SqlKind.AS) {
      return reference(as.operand(0)) == null ? null : ((SqlIdentifier) as.operand(1)).getSimple();
    }
    return from instanceof SqlIdentifier table
            && table.isSimple()
            && table.getSimple().equals(name.getSimple())
        ? name.getSimple()
        : null;
  }
}
