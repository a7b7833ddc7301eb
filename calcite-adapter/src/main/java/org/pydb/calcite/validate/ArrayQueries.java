package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.GatheringAggregates;
import org.pydb.calcite.function.PydbOperatorTable;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.parser.JsonArrayQuery;
import org.pydb.calcite.parser.PlainSelect;

/**
 * Makes queries that gather an array of {@code ARRAY(query)} and {@code JSON_ARRAY(query)}: the
 * order of the query is that of the array.
 *
 * <pre>
 *   ARRAY(SELECT a FROM t ORDER BY b)
 *   → (SELECT coalesce(array_agg(a ORDER BY b), '{}') FROM t)
 *   ARRAY(SELECT DISTINCT a FROM t)
 *   → (SELECT coalesce(array_agg(value), '{}') FROM (SELECT DISTINCT a FROM t) AS rows (value))
 *   JSON_ARRAY(SELECT a FROM t ORDER BY b)
 *   → (SELECT json_agg_strict(a ORDER BY b) FROM t)
 * </pre>
 */
final class ArrayQueries extends SqlBasicVisitor<@Nullable Void> {

  private static final Set<String> AGGREGATES =
      PydbOperatorTable.INSTANCE.getOperatorList().stream()
          .filter(SqlOperator::isAggregator)
          .map(operator -> operator.getName().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private ArrayQueries() {}

  /** Rewrites those of a statement, in place. */
  static void rewrite(SqlNode statement) {
    statement.accept(new ArrayQueries());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    for (int i = 0; i < operands.size(); i++) {
      if (isArray(operands.get(i))) {
        call.setOperand(i, gathered((SqlCall) operands.get(i)));
      }
    }
    return super.visit(call);
  }

  @Override
  public @Nullable Void visit(SqlNodeList list) {
    for (int i = 0; i < list.size(); i++) {
      if (isArray(list.get(i))) {
        list.set(i, gathered((SqlCall) list.get(i)));
      }
    }
    return super.visit(list);
  }

  private static boolean isArray(@Nullable SqlNode node) {
    return node != null && node.getKind() == SqlKind.ARRAY_QUERY_CONSTRUCTOR;
  }

  private static SqlNode gathered(SqlCall array) {
    SqlParserPos place = array.getParserPosition();
    SqlNode query = array.operand(0);
    SqlNodeList order = SqlNodeList.EMPTY;
    SqlNode rows = query;
    if (query instanceof SqlOrderBy ordered && ordered.offset == null && ordered.fetch == null) {
      order = ordered.orderList;
      rows = ordered.query;
    }
    if (rows instanceof SqlSelect select && isPlain(select)) {
      SqlNode item = withoutAlias(select.getSelectList().get(0));
      SqlNodeList keys = keys(order, select.getSelectList().get(0), item);
      select.setSelectList(SqlNodeList.of(gather(array, item, keys)));
      return SqlStdOperatorTable.SCALAR_QUERY.createCall(place, select);
    }
    SqlIdentifier value = new SqlIdentifier("value", place);
    SqlNode from =
        SqlStdOperatorTable.AS.createCall(place, rows, new SqlIdentifier("rows", place), value);
    if (order.size() > 0) {
      throw new PlacedError(
          order,
          "0A000",
          "this ORDER BY is not supported in ARRAY(…): order by it within array_agg(…) instead");
    }
    return SqlStdOperatorTable.SCALAR_QUERY.createCall(
        place, PlainSelect.of(place, List.of(gather(array, value, SqlNodeList.EMPTY)), from, null));
  }

  /** Whether an aggregate may take the place of what it selects. */
  private static boolean isPlain(SqlSelect select) {
    return select.getSelectList().size() == 1
        && !select.isDistinct()
        && select.getGroup() == null
        && select.getHaving() == null
        && select.getQualify() == null
        && select.getFetch() == null
        && select.getOffset() == null
        && select.getFrom() != null
        && !SqlUtil.containsCall(select.getSelectList(), call -> isAggregate(call));
  }

  /** Functions are not resolved yet, so their names must do. */
  private static boolean isAggregate(SqlCall call) {
    return call.getKind() == SqlKind.OVER
        || AGGREGATES.contains(call.getOperator().getName().toLowerCase(Locale.ROOT));
  }

  private static SqlNode withoutAlias(SqlNode item) {
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }

  /** The keys of the order, in which the number or name of the item stands for it. */
  private static SqlNodeList keys(SqlNodeList order, SqlNode named, SqlNode item) {
    List<SqlNode> keys = new ArrayList<>();
    String alias = named.getKind() == SqlKind.AS ? ((SqlCall) named).operand(1).toString() : null;
    for (SqlNode key : order) {
      keys.add(key(key, alias, item));
    }
    return new SqlNodeList(keys, order.getParserPosition());
  }

  private static SqlNode key(SqlNode key, @Nullable String alias, SqlNode item) {
    return switch (key.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
        SqlCall call = (SqlCall) key;
        yield call.getOperator()
            .createCall(key.getParserPosition(), key(call.operand(0), alias, item));
      }
      default -> {
        boolean isItem =
            key instanceof SqlNumericLiteral
                || (key instanceof SqlIdentifier name
                    && name.isSimple()
                    && name.getSimple().equals(alias));
        yield isItem ? item : key;
      }
    };
  }

  private static SqlNode gather(SqlCall array, SqlNode item, SqlNodeList order) {
    SqlParserPos place = array.getParserPosition();
    JsonArrayQuery json = array.getOperator() instanceof JsonArrayQuery query ? query : null;
    SqlNode gathered =
        json == null
            ? new SqlBasicCall(GatheringAggregates.ARRAY_AGG, List.of(item), place, null)
            : json.gather(item, place);
    if (order.size() > 0) {
      gathered = SqlStdOperatorTable.WITHIN_GROUP.createCall(place, gathered, order);
    }
    if (json != null) {
      return gathered;
    }
    return ScalarFunctions.COALESCE.createCall(
        place, gathered, SqlLiteral.createCharString("{}", place));
  }
}
