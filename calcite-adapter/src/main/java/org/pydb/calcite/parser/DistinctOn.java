package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * {@code SELECT DISTINCT ON (a) … ORDER BY a, b}: of the rows that are equal in {@code a}, the
 * first one. It becomes
 *
 * <pre>
 * SELECT … QUALIFY row_number() OVER (PARTITION BY a ORDER BY a, b) = 1 ORDER BY a, b
 * </pre>
 *
 * <p>The order stands behind the SELECT in the text and around it in the tree, so the parser leaves
 * a mark in place of QUALIFY, and {@link #resolve} finds both.
 */
public final class DistinctOn extends SqlBasicVisitor<@Nullable Void> {
  private static final SqlSpecialOperator MARK =
      new SqlSpecialOperator("DISTINCT ON", SqlKind.OTHER);

  private DistinctOn() {}

  /** Notes by which expressions the rows of a SELECT are distinct; null if it says nothing. */
  public static void mark(SqlSelect select, @Nullable SqlNodeList expressions) {
    if (expressions == null) {
      return;
    }
    SqlNode qualify = select.getQualify();
    if (qualify != null) {
      throw new PlacedError(
          qualify, "0A000", "QUALIFY together with DISTINCT ON is not supported: use a sub-query");
    }
    select.setQualify(MARK.createCall(expressions.getParserPosition(), expressions.getList()));
  }

  /** Rewrites all of them in a statement, in place. */
  public static void resolve(SqlNode statement) {
    statement.accept(new DistinctOn());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlOrderBy order && ordered(order.query) instanceof SqlSelect select) {
      resolve(select, order.orderList);
    }
    if (call instanceof SqlSelect select) {
      resolve(select, SqlNodeList.EMPTY);
    }
    return super.visit(call);
  }

  /** What an ORDER BY orders: the main query of WITH. */
  private static SqlNode ordered(SqlNode query) {
    return query instanceof SqlWith with ? with.body : query;
  }

  private static void resolve(SqlSelect select, SqlNodeList order) {
    if (select.getQualify() instanceof SqlCall mark && mark.getOperator().equals(MARK)) {
      select.setQualify(new Rewriting(select, mark, order).condition());
    }
  }

  /** The rewriting of one SELECT. */
  private static final class Rewriting {
    private final SqlSelect select;
    private final SqlNode place;
    private final List<SqlNode> distinct = new ArrayList<>();
    private final List<SqlNode> order = new ArrayList<>();

    Rewriting(SqlSelect select, SqlCall mark, SqlNodeList orderList) {
      this.select = select;
      place = mark;
      mark.getOperandList().forEach(node -> distinct.add(meant(node, "DISTINCT ON")));
      orderList.forEach(node -> order.add(meantOfOrder(node)));
      checkOrder();
    }

    /** As in ORDER BY: a number is a column's place, and a bare name first of all its label. */
    private SqlNode meant(SqlNode node, String clause) {
      SqlNodeList items = select.getSelectList();
      if (node instanceof SqlNumericLiteral number && number.isInteger()) {
        int at = number.intValue(true);
        if (items.stream().anyMatch(Rewriting::isStar)) {
          throw new PlacedError(
              node,
              "0A000",
              "positions in DISTINCT ON queries with * are not supported: use names");
        }
        if (at < 1 || at > items.size()) {
          throw new PlacedError(
              node, "42P10", clause + " position " + at + " is not in select list");
        }
        return SqlUtil.stripAs(items.get(at - 1));
      }
      if (node instanceof SqlIdentifier name && name.isSimple()) {
        for (SqlNode item : items) {
          if (item.getKind() == SqlKind.AS
              && ((SqlCall) item).operand(1) instanceof SqlIdentifier label
              && label.getSimple().equals(name.getSimple())) {
            return SqlUtil.stripAs(item);
          }
        }
      }
      return node;
    }

    private static boolean isStar(SqlNode item) {
      return item instanceof SqlIdentifier identifier && identifier.isStar();
    }

    private SqlNode meantOfOrder(SqlNode node) {
      return switch (node.getKind()) {
        case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
          SqlCall call = (SqlCall) node;
          yield call.getOperator()
              .createCall(call.getParserPosition(), meantOfOrder(call.operand(0)));
        }
        default -> meant(node, "ORDER BY");
      };
    }

    /**
     * The order must begin with what is to be distinct, so that groups come one after the other.
     */
    private void checkOrder() {
      boolean others = false;
      List<SqlNode> left = new ArrayList<>(distinct);
      for (SqlNode node : order) {
        SqlNode expression = bare(node);
        if (distinct.stream().noneMatch(other -> isSame(expression, other))) {
          others = true;
          continue;
        }
        if (others) {
          throw mismatch();
        }
        left.removeIf(other -> isSame(expression, other));
      }
      if (others && !left.isEmpty()) {
        throw mismatch();
      }
    }

    private PlacedError mismatch() {
      return new PlacedError(
          place, "42P10", "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");
    }

    private static SqlNode bare(SqlNode node) {
      return switch (node.getKind()) {
        case DESCENDING, NULLS_FIRST, NULLS_LAST -> bare(((SqlCall) node).operand(0));
        default -> node;
      };
    }

    /** A column may be qualified on one side only: it could not be ambiguous. */
    private static boolean isSame(SqlNode left, SqlNode right) {
      if (left instanceof SqlIdentifier one
          && right instanceof SqlIdentifier other
          && one.isSimple() != other.isSimple()) {
        return last(one).equals(last(other));
      }
      return left.equalsDeep(right, Litmus.IGNORE);
    }

    private static String last(SqlIdentifier identifier) {
      return identifier.names.get(identifier.names.size() - 1);
    }

    private SqlNode condition() {
      SqlParserPos pos = place.getParserPosition();
      checkLabels();
      SqlNode window =
          SqlWindow.create(
              null,
              null,
              copies(distinct),
              copies(order),
              SqlLiteral.createBoolean(false, pos),
              null,
              null,
              null,
              SqlWindow.createExcludeNoOthers(pos),
              pos);
      SqlNode number = SqlStdOperatorTable.ROW_NUMBER.createCall(pos);
      SqlNode numbered = SqlStdOperatorTable.OVER.createCall(pos, number, window);
      return SqlStdOperatorTable.EQUALS.createCall(
          pos, numbered, SqlLiteral.createExactNumeric("1", pos));
    }

    private SqlNodeList copies(List<SqlNode> nodes) {
      return new SqlNodeList(nodes.stream().map(TreeCopy::of).toList(), place.getParserPosition());
    }

    /** In QUALIFY a name means a label; where that is another column, there is no way to say it. */
    private void checkLabels() {
      List<SqlNode> all = new ArrayList<>(distinct);
      all.addAll(order);
      for (SqlNode item : select.getSelectList()) {
        if (item.getKind() == SqlKind.AS
            && ((SqlCall) item).operand(1) instanceof SqlIdentifier as) {
          SqlNode labelled = SqlUtil.stripAs(item);
          all.forEach(node -> checkLabel(node, as.getSimple(), labelled));
        }
      }
    }

    private static void checkLabel(SqlNode node, String label, SqlNode labelled) {
      node.accept(
          new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
              if (name.isSimple() && name.getSimple().equals(label) && !isSame(name, labelled)) {
                throw new PlacedError(
                    name,
                    "0A000",
                    "\""
                        + label
                        + "\" is a column and the label of another expression, which DISTINCT ON"
                        + " does not support: say of which table it is");
              }
              return null;
            }
          });
    }
  }
}
