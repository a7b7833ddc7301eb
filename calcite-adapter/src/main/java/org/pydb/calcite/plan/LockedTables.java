package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.hint.RelHint;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.catalog.PydbView;
import org.pydb.calcite.convert.QueryConverter;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.LockingClause;

/**
 * Which tables in the FROM of a query are locked, by its clauses FOR UPDATE and the like.
 *
 * <p>Clauses go by the names that tables have in the query, which the algebra has forgotten. So the
 * tables are marked in the tree before it is validated, with a hint that the algebra keeps.
 */
final class LockedTables {
  private final Planning planning;
  private final List<RowLock> clauses = new ArrayList<>();
  private final List<RowLock> locks = new ArrayList<>();

  /** The names after OF that were met in FROM. */
  private final Set<String> met = new HashSet<>();

  /** The names of the queries of WITH around a place. */
  private final Set<String> withNames = new HashSet<>();

  private LockedTables(Planning planning, SqlNodeList clauses) {
    this.planning = planning;
    clauses.forEach(clause -> this.clauses.add(RowLock.of((LockingClause) clause)));
  }

  /**
   * Marks the tables of a query. Views in it become the queries that they stand for.
   *
   * @throws PlacedError 0A000 if it has rows that are not those of tables, 42P01 if a clause names
   *     a table that is not there
   */
  static LockedTables mark(Planning planning, SqlNode query, SqlNodeList clauses) {
    LockedTables tables = new LockedTables(planning, clauses);
    tables.markQuery(query, null);
    for (RowLock lock : tables.clauses) {
      for (SqlNode name : lock.clause().tables()) {
        if (!tables.met.contains(name.toString())) {
          throw new PlacedError(
              name,
              "42P01",
              "relation \""
                  + name
                  + "\" in "
                  + lock.words()
                  + " clause not found in FROM clause; there, tables go by their aliases");
        }
      }
    }
    return tables;
  }

  /** How the rows of a table are locked, if they are. */
  @Nullable RowLock of(TableScan scan) {
    for (RelHint hint : scan.getHints()) {
      if (hint.hintName.equals(QueryConverter.LOCK_HINT)) {
        return locks.get(Integer.parseInt(hint.listOptions.get(0)));
      }
    }
    return null;
  }

  /**
   * Marks the tables of a query.
   *
   * @param outer how the query's rows are locked as a part of another; null if it is the statement
   */
  private void markQuery(SqlNode query, @Nullable RowLock outer) {
    RowLock lock = outer == null ? clauses.get(0) : outer;
    switch (query.getKind()) {
      case ORDER_BY -> markQuery(((SqlOrderBy) query).query, outer);
      case SELECT -> markSelect((SqlSelect) query, outer, lock);
      case UNION, INTERSECT, EXCEPT ->
          throw refused(lock, query, "is not allowed with UNION/INTERSECT/EXCEPT");
      case WITH -> markBody((SqlWith) query, outer);
      case VALUES -> throw refused(lock, query, "cannot be applied to VALUES");
      default -> throw refused(lock, query, "cannot be applied to this query");
    }
  }

  /** What the queries of WITH read is not locked, as in PostgreSQL. */
  private void markBody(SqlWith with, @Nullable RowLock outer) {
    Set<String> around = new HashSet<>(withNames);
    with.withList.forEach(item -> withNames.add(((SqlWithItem) item).name.getSimple()));
    markQuery(with.body, outer);
    withNames.clear();
    withNames.addAll(around);
  }

  private void markSelect(SqlSelect select, @Nullable RowLock outer, RowLock lock) {
    if (select.isDistinct()) {
      throw refused(lock, select, "is not allowed with DISTINCT clause");
    }
    SqlNodeList groups = select.getGroup();
    if (groups != null) {
      throw refused(lock, select, "is not allowed with GROUP BY clause");
    }
    if (select.getHaving() != null) {
      throw refused(lock, select, "is not allowed with HAVING clause");
    }
    SqlNode from = select.getFrom();
    if (from != null) {
      select.setFrom(mark(from, null, outer, false));
    }
  }

  /**
   * An item of FROM with its tables marked.
   *
   * @param alias its name, if it was given one
   * @param outer how it is locked as part of another query, or null
   * @param isNullable whether an outer join fills it up with NULLs
   */
  private SqlNode mark(
      SqlNode item, @Nullable String alias, @Nullable RowLock outer, boolean isNullable) {
    switch (item.getKind()) {
      case JOIN -> {
        SqlJoin join = (SqlJoin) item;
        boolean fillsLeft = fills(join, true);
        boolean fillsRight = fills(join, false);
        join.setLeft(mark(join.getLeft(), null, outer, isNullable || fillsLeft));
        join.setRight(mark(join.getRight(), null, outer, isNullable || fillsRight));
        return join;
      }
      case AS -> {
        SqlCall as = (SqlCall) item;
        String name = as.operand(1).toString();
        as.setOperand(0, mark(as.operand(0), name, outer, isNullable));
        return as;
      }
      case LATERAL, TABLE_REF -> {
        return item instanceof SqlTableRef table
            ? mark(table.tableName, alias, outer, isNullable)
            : markInner((SqlCall) item, alias, outer, isNullable);
      }
      case IDENTIFIER -> {
        SqlIdentifier name = (SqlIdentifier) item;
        String known = alias == null ? name.names.get(name.names.size() - 1) : alias;
        if (name.isSimple() && withNames.contains(name.getSimple())) {
          checkNotNamed(known, item);
          return item;
        }
        RowLock lock = lock(known, outer, item, isNullable);
        PydbView view = planning.reader().findView(name.names);
        PydbTable table = planning.reader().find(name.names);
        if (lock != null && table != null && table.definition().isMaterialized()) {
          throw new PlacedError(
              name,
              "42809",
              "cannot lock rows in materialized view \"" + table.definition().name() + "\"");
        }
        if (lock == null || view == null) {
          return lock == null ? item : marked(name, lock);
        }
        SqlNode query = marked(view, name, lock);
        return alias != null
            ? query
            : SqlStdOperatorTable.AS.createCall(
                name.getParserPosition(),
                query,
                new SqlIdentifier(known, name.getParserPosition()));
      }
      default -> {
        RowLock lock = alias == null && outer == null ? null : lock(alias, outer, item, isNullable);
        if (lock != null && isQuery(item)) {
          markQuery(item, lock);
        } else if (lock != null && alias != null && met.contains(alias)) {
          throw refused(lock, item, "cannot be applied to what is not a table");
        }
        return item;
      }
    }
  }

  private void checkNotNamed(String alias, SqlNode item) {
    for (RowLock clause : clauses) {
      if (clause.clause().tables().stream().anyMatch(name -> name.toString().equals(alias))) {
        throw refused(clause, item, "cannot be applied to a WITH query");
      }
    }
  }

  private SqlNode markInner(
      SqlCall call, @Nullable String alias, @Nullable RowLock outer, boolean isNullable) {
    call.setOperand(0, mark(call.operand(0), alias, outer, isNullable));
    return call;
  }

  private static boolean isQuery(SqlNode item) {
    return item.isA(SqlKind.QUERY) && item.getKind() != SqlKind.VALUES;
  }

  private static boolean fills(SqlJoin join, boolean left) {
    return switch (join.getJoinType()) {
      case FULL -> true;
      case LEFT -> !left;
      case RIGHT -> left;
      default -> false;
    };
  }

  /** How an item of FROM is locked: by the clauses that name it or name none. */
  private @Nullable RowLock lock(
      @Nullable String alias, @Nullable RowLock outer, SqlNode item, boolean isNullable) {
    RowLock lock = outer;
    if (outer == null) {
      for (RowLock clause : clauses) {
        boolean isNamed =
            clause.clause().tables().stream().anyMatch(name -> name.toString().equals(alias));
        if (isNamed) {
          met.add(String.valueOf(alias));
        }
        if (isNamed || clause.clause().tables().isEmpty()) {
          lock = lock == null ? clause : lock.and(clause);
        }
      }
    }
    if (lock != null && isNullable) {
      throw refused(lock, item, "cannot be applied to the nullable side of an outer join");
    }
    return lock;
  }

  private SqlNode marked(PydbView view, SqlIdentifier name, RowLock lock) {
    planning.relyOn(view);
    SqlNode query = ViewQuery.of(view.definition()).select();
    try {
      markQuery(query, lock);
    } catch (PlacedError e) { // Its place is in the text of the view.
      throw new PlacedError(
          name, e.state(), e.getMessage() + " (in view \"" + view.definition().name() + "\")");
    }
    return query;
  }

  private SqlNode marked(SqlIdentifier name, RowLock lock) {
    SqlParserPos place = name.getParserPosition();
    locks.add(lock);
    SqlHint hint =
        new SqlHint(
            place,
            new SqlIdentifier(QueryConverter.LOCK_HINT, place),
            new SqlNodeList(
                List.of(SqlLiteral.createExactNumeric("" + (locks.size() - 1), place)), place),
            SqlHint.HintOptionFormat.LITERAL_LIST);
    return new SqlTableRef(place, name, new SqlNodeList(List.of(hint), place));
  }

  private static PlacedError refused(RowLock lock, SqlNode place, String why) {
    return new PlacedError(place, "0A000", lock.words() + " " + why);
  }
}
