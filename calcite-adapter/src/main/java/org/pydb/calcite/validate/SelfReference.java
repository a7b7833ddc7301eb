package org.pydb.calcite.validate;

import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * Walks a query that may refer to itself, and complains where it may not: wherever a row more of
 * the last round could mean fewer rows of the next, so that the order in which rows are found would
 * matter. The places and the words are PostgreSQL's.
 */
final class SelfReference {

  /** Where a reference stands. */
  private enum Place {
    ALLOWED(""),
    NON_RECURSIVE_TERM("its non-recursive term"),
    SUB_QUERY("a subquery"),
    OUTER_JOIN("an outer join"),
    INTERSECT("INTERSECT"),
    EXCEPT("EXCEPT");

    private final String words;

    Place(String words) {
      this.words = words;
    }

    /** This place, unless another one forbids already. */
    Place within(Place outer) {
      return outer == ALLOWED ? this : outer;
    }
  }

  private final String name;
  private final boolean complains;
  private int count;

  private SelfReference(String name, boolean complains) {
    this.name = name;
    this.complains = complains;
  }

  /** Whether a query refers to a name in FROM that it does not define itself. */
  static boolean isIn(SqlNode query, String name) {
    SelfReference references = new SelfReference(name, false);
    references.query(query, Place.ALLOWED);
    return references.count > 0;
  }

  /**
   * Checks a recursive query.
   *
   * @throws PlacedError 42P19 at the first reference that is not allowed
   */
  static void check(SqlBasicCall union, String name) {
    SelfReference references = new SelfReference(name, true);
    references.query(union.operand(0), Place.NON_RECURSIVE_TERM);
    references.query(union.operand(1), Place.ALLOWED);
  }

  private void query(SqlNode node, Place place) {
    if (node instanceof SqlSelect select) {
      select(select, place);
      return;
    }
    if (node instanceof SqlWith with) {
      with(with, place);
      return;
    }
    switch (node.getKind()) {
      case UNION -> operands((SqlCall) node, place, place);
      case INTERSECT -> {
        Place both = isAll((SqlCall) node) ? Place.INTERSECT.within(place) : place;
        operands((SqlCall) node, both, both);
      }
      case EXCEPT -> {
        Place right = Place.EXCEPT.within(place);
        operands((SqlCall) node, isAll((SqlCall) node) ? right : place, right);
      }
      case ORDER_BY -> query(((SqlCall) node).operand(0), place);
      case EXPLICIT_TABLE -> from(((SqlCall) node).operand(0), place);
      default -> expression(node, place);
    }
  }

  private static boolean isAll(SqlCall setOperation) {
    return ((SqlSetOperator) setOperation.getOperator()).isAll();
  }

  private void operands(SqlCall setOperation, Place left, Place right) {
    query(setOperation.operand(0), left);
    query(setOperation.operand(1), right);
  }

  private void with(SqlWith with, Place place) {
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      boolean hides = item.name.getSimple().equals(name);
      if (!hides || !item.recursive.booleanValue()) {
        query(item.query, place);
      }
      if (hides) {
        return; // From here on the name means something else.
      }
    }
    query(with.body, place);
  }

  private void select(SqlSelect select, Place place) {
    SqlNode from = select.getFrom();
    int before = count;
    if (from != null) {
      from(from, place);
    }
    for (SqlNode operand : select.getOperandList()) {
      if (operand != null && operand != from) {
        expression(operand, place);
      }
    }
    if (complains && count > before && from != null && readsDirectly(from)) {
      refuseAggregates(select);
    }
  }

  private void from(SqlNode from, Place place) {
    if (from instanceof SqlIdentifier table) {
      if (table.isSimple() && table.getSimple().equals(name)) {
        refer(table, place);
      }
      return;
    }
    if (from instanceof SqlJoin join) {
      Place nullable = Place.OUTER_JOIN.within(place);
      from(join.getLeft(), join.getJoinType().generatesNullsOnLeft() ? nullable : place);
      from(join.getRight(), join.getJoinType().generatesNullsOnRight() ? nullable : place);
      if (join.getCondition() != null) {
        expression(join.getCondition(), place);
      }
      return;
    }
    switch (from.getKind()) {
      case AS, LATERAL, TABLE_REF, TABLESAMPLE -> from(((SqlCall) from).operand(0), place);
      default -> query(from, place);
    }
  }

  /** Queries in expressions. */
  private void expression(SqlNode node, Place place) {
    node.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY) && call.getKind() != SqlKind.VALUES) {
              query(call, Place.SUB_QUERY.within(place));
              return null;
            }
            return super.visit(call);
          }
        });
  }

  private void refer(SqlIdentifier reference, Place place) {
    count++;
    if (!complains) {
      return;
    }
    String start = "recursive reference to query \"" + name + "\" must not appear ";
    if (place != Place.ALLOWED) {
      throw new PlacedError(reference, "42P19", start + "within " + place.words);
    }
    if (count > 1) {
      throw new PlacedError(reference, "42P19", start + "more than once");
    }
  }

  /** Whether FROM names the query itself, not only in a query below. */
  private boolean readsDirectly(SqlNode from) {
    if (from instanceof SqlJoin join) {
      return readsDirectly(join.getLeft()) || readsDirectly(join.getRight());
    }
    return switch (from.getKind()) {
      case IDENTIFIER ->
          ((SqlIdentifier) from).isSimple() && ((SqlIdentifier) from).getSimple().equals(name);
      case AS, TABLE_REF, TABLESAMPLE -> readsDirectly(((SqlCall) from).operand(0));
      default -> false;
    };
  }

  private static void refuseAggregates(SqlSelect select) {
    SqlBasicVisitor<@Nullable Void> visitor =
        new SqlBasicVisitor<>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.getKind() == SqlKind.OVER || call.isA(SqlKind.QUERY)) {
              return null;
            }
            if (Aggregates.is(call.getOperator())) {
              throw new PlacedError(
                  call,
                  "42P19",
                  "aggregate functions are not allowed in a recursive query's recursive term");
            }
            return super.visit(call);
          }
        };
    select.getSelectList().accept(visitor);
    if (select.getHaving() != null) {
      select.getHaving().accept(visitor);
    }
  }
}
