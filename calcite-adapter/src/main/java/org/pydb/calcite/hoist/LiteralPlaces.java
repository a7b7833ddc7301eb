package org.pydb.calcite.hoist;

import java.math.BigDecimal;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.hoist.TextPlaces.Place;
import org.pydb.calcite.parser.LockingSelect;

/**
 * Finds the literals of a parsed statement whose values decide nothing but which rows are found or
 * what is stored: those that columns must equal, in WHERE and ON, and values of INSERT and UPDATE.
 *
 * <p>All others are left alone, since more hangs on them. Numbers in ORDER BY and GROUP BY name
 * columns. Expressions in select lists, GROUP BY and HAVING are compared with each other, and must
 * be the same where they are. Lengths of types, units, formats and many functions' arguments make
 * the type of a result. LIMIT, patterns of LIKE and the ends of ranges make plans: whether an index
 * is worth its while depends on how much of a table they leave. And what uses no columns is
 * computed once and for all, as in {@code where 1 = 0} and {@code id = 60 * 60}.
 */
final class LiteralPlaces {

  /** Longer lists of IN are looked up in a hash set, which is made with the plan. */
  private static final int LIST_MAX = 16;

  private final StatementShape shape;
  private final TextPlaces places;
  private final IdentityHashMap<SqlNode, Place> found = new IdentityHashMap<>();
  private final IdentityHashMap<SqlNode, Place> ends = new IdentityHashMap<>();

  private LiteralPlaces(StatementShape shape, TextPlaces places) {
    this.shape = shape;
    this.places = places;
  }

  /** Looks for the literals of a statement. */
  static LiteralPlaces find(SqlNode statement, StatementShape shape, TextPlaces places) {
    LiteralPlaces search = new LiteralPlaces(shape, places);
    search.statement(statement);
    return search;
  }

  /** The literals that may be hoisted. */
  Map<SqlNode, Place> found() {
    return found;
  }

  /** Those at the ends of ranges, for whoever can tell which values are alike. */
  Map<SqlNode, Place> ends() {
    return ends;
  }

  private void statement(SqlNode node) {
    if (node instanceof SqlInsert insert) {
      source(insert.getSource());
    } else if (node instanceof SqlUpdate update) {
      update.getSourceExpressionList().forEach(this::operand);
      condition(update.getCondition());
    } else if (node instanceof SqlDelete delete) {
      condition(delete.getCondition());
    } else {
      query(node instanceof LockingSelect locking ? locking.query() : node);
    }
  }

  private void source(SqlNode source) {
    if (source.getKind() != SqlKind.VALUES) {
      query(source);
      return;
    }
    for (SqlNode row : ((SqlCall) source).getOperandList()) {
      if (row instanceof SqlCall values) {
        values.getOperandList().forEach(this::operand);
      }
    }
  }

  private void query(@Nullable SqlNode node) {
    if (node instanceof SqlOrderBy order) {
      query(order.query);
    } else if (node instanceof SqlWith with) {
      for (SqlNode item : with.withList) {
        query(((SqlWithItem) item).query);
      }
      query(with.body);
    } else if (node instanceof SqlSelect select) {
      table(select.getFrom());
      condition(select.getWhere());
    } else if (node instanceof SqlCall call) {
      switch (call.getKind()) {
        case UNION, INTERSECT, EXCEPT -> call.getOperandList().forEach(this::query);
        default -> {}
      }
    }
  }

  private void table(@Nullable SqlNode node) {
    if (node instanceof SqlJoin join) {
      table(join.getLeft());
      table(join.getRight());
      condition(join.getCondition());
    } else if (node instanceof SqlCall call
        && (call.getKind() == SqlKind.AS || call.getKind() == SqlKind.LATERAL)) {
      table(call.operand(0));
    } else {
      query(node);
    }
  }

  private void condition(@Nullable SqlNode node) {
    if (!(node instanceof SqlCall call)) {
      return;
    }
    switch (call.getKind()) {
      case AND, OR, NOT -> call.getOperandList().forEach(this::condition);
      case EQUALS, NOT_EQUALS, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> {
        if (usesColumns(call)) {
          call.getOperandList().forEach(this::operand);
        }
      }
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL, BETWEEN -> {
        call.getOperandList().forEach(this::subQuery);
        call.getOperandList().forEach(this::end);
      }
      case IN, NOT_IN -> in(call);
      case EXISTS -> query(call.operand(0));
      default -> {}
    }
  }

  private void in(SqlCall call) {
    if (!(call.operand(1) instanceof SqlNodeList list)) {
      query(call.operand(1));
    } else if (list.size() <= LIST_MAX && usesColumns(call)) {
      operand(call.operand(0));
      list.forEach(this::operand);
    }
  }

  private void operand(SqlNode node) {
    if (node instanceof SqlLiteral literal) {
      literal(literal, found);
    } else if (node instanceof SqlCall call) {
      switch (call.getKind()) {
        case PLUS, MINUS, TIMES, DIVIDE, MOD, MINUS_PREFIX -> {
          if (usesColumns(call)) {
            call.getOperandList().forEach(this::operand);
          }
        }
        case SCALAR_QUERY -> query(call.operand(0));
        default -> {}
      }
    }
  }

  private void subQuery(SqlNode node) {
    if (node.getKind() == SqlKind.SCALAR_QUERY) {
      query(((SqlCall) node).operand(0));
    }
  }

  private void end(SqlNode node) {
    if (node instanceof SqlLiteral literal) {
      literal(literal, ends);
    }
  }

  private void literal(SqlLiteral literal, Map<SqlNode, Place> into) {
    Place place = places.at(literal.getParserPosition());
    if (place != null && isWrittenAs(literal, place)) {
      into.put(literal, place);
    }
  }

  /** Whether the parser has understood the literal as we do. */
  @SuppressWarnings("BigDecimalEquals") // 1.5 and 1.50 are of different types
  private boolean isWrittenAs(SqlLiteral literal, Place place) {
    Object value = LiteralValue.written(shape, place);
    if (literal instanceof SqlCharStringLiteral) {
      return literal.getValueAs(NlsString.class).getValue().equals(value);
    }
    return literal instanceof SqlNumericLiteral numeric
        && numeric.isExact()
        && value instanceof Number
        && numeric.getValueAs(BigDecimal.class).equals(new BigDecimal(value.toString()));
  }

  private static boolean usesColumns(SqlNode node) {
    try {
      node.accept(
          new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier identifier) {
              throw Util.FoundOne.NULL;
            }
          });
      return false;
    } catch (Util.FoundOne e) {
      return true;
    }
  }
}
