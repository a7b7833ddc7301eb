package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.error.PlacedError;

/**
 * What has to run, once and whole, before the statement that is being parsed: changes within WITH,
 * and sub-queries that lock rows. In their places stand queries of the rows that they give:
 *
 * <pre>
 * with moved as (delete from a where old returning *) insert into b select * from moved
 *   →  0: delete from a where old returning *
 *      with moved as (select * from "$rows"."0") insert into b select * from moved
 * </pre>
 *
 * <p>A name of WITH means in them what it means in their places, as far as it stands before them.
 * They do not see the columns of a query around them.
 */
public final class PriorStatements {

  /** The schema of the rows, whose tables are numbers. */
  public static final String SCHEMA = "$rows";

  private final List<SqlNode> statements = new ArrayList<>();
  private final List<SqlNode> names = new ArrayList<>();

  /** How many there were when a query of WITH ended. */
  private final IdentityHashMap<SqlNode, Integer> ends = new IdentityHashMap<>();

  /** None yet. */
  public PriorStatements() {}

  /** How many there are. */
  public int size() {
    return statements.size();
  }

  /** Forgets all of them. */
  public void clear() {
    statements.clear();
    names.clear();
    ends.clear();
  }

  /**
   * Adds one.
   *
   * @param name as people know it
   * @return the query that takes its place
   */
  public SqlNode add(SqlNode statement, String name) {
    SqlParserPos place = statement.getParserPosition();
    SqlIdentifier rows = new SqlIdentifier(List.of(SCHEMA, String.valueOf(size())), place);
    statements.add(statement);
    names.add(new SqlIdentifier(name, place));
    return PlainSelect.of(place, List.of(SqlIdentifier.star(place)), rows, null);
  }

  /**
   * Adds a query that locks.
   *
   * @return the query that takes its place
   * @throws PlacedError 42601 if it is none
   */
  public SqlNode lock(SqlNode query, List<SqlNode> clauses, SqlParserPos place) {
    LockingClause first = (LockingClause) clauses.get(0);
    String words = "FOR " + first.strength().name().replace('_', ' ');
    if (!query.isA(SqlKind.QUERY)) {
      throw new PlacedError(first, "42601", words + " stands behind queries only");
    }
    SqlNodeList list = new SqlNodeList(clauses, first.getParserPosition());
    return add(new LockingSelect(place, query, list), words);
  }

  /** Adds a query of WITH to those before it, which it sees. */
  public void define(SqlWithItem item, List<SqlWithItem> before, int first) {
    if (!before.isEmpty()) {
      see(new SqlNodeList(before, SqlParserPos.ZERO), first);
    }
    before.add(item);
    ends.put(item, size());
  }

  /** Lets those from one on see the queries of WITH. */
  public void see(SqlNodeList queries, int first) {
    for (int i = first; i < size(); i++) {
      statements.set(i, WithQueries.before(queries, statements.get(i)));
    }
  }

  /** Lets those see the queries of WITH that stand in the query behind it. */
  public void seeBehind(SqlNodeList queries) {
    Integer first = ends.get(queries.get(queries.size() - 1));
    if (first != null) {
      see(queries, first);
    }
  }

  /**
   * A whole statement with what has to run before it; then there is none any more.
   *
   * @throws PlacedError 0A000 if it is one that cannot have any
   */
  public SqlNode complete(SqlNode statement) {
    if (statements.isEmpty()) {
      return statement;
    }
    SqlNode complete;
    if (statement instanceof ExplainStatement explain) {
      explain.setOperand(1, sequence(explain.statement()));
      complete = explain;
    } else {
      complete = sequence(statement);
    }
    clear();
    return complete;
  }

  private SqlNode sequence(SqlNode statement) {
    boolean canFollow =
        statement.isA(SqlKind.QUERY)
            || statement.isA(SqlKind.DML)
            || statement instanceof LockingSelect
            || statement instanceof MergeStatement;
    if (!canFollow) {
      throw new PlacedError(
          statements.get(0),
          "0A000",
          "changes within WITH and FOR UPDATE in sub-queries stand in queries and changes only;"
              + " run it by itself first");
    }
    SqlParserPos place = statement.getParserPosition();
    return new SequencedStatement(
        place, new SqlNodeList(statements, place), new SqlNodeList(names, place), statement);
  }
}
