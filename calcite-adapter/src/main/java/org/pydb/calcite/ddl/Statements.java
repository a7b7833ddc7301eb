package org.pydb.calcite.ddl;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.plan.BoundQuery;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * What definitions ask of the layer that runs statements: in the same transaction, on what it sees
 * now, with all that was defined before. Trees that are handed over are used up.
 */
public interface Statements {

  /** Looks whether the defaults and checks of a table make sense that CREATE TABLE has made. */
  void checkNew(TableDefinition table);

  /** Looks whether the defaults and checks of a table make sense. */
  void check(TableDefinition table);

  /** Looks whether an expression gives values for a column of a table. */
  void checkValue(TableDefinition table, ColumnDefinition column, SqlNode value);

  /**
   * The type of an expression over the columns of a table whose values are to be kept.
   *
   * @param what such expressions are, for messages
   * @throws org.pydb.calcite.api.SqlError if it makes no sense, or may give other values later
   */
  ColumnType typeOf(TableDefinition table, SqlNode expression, String what);

  /** Runs a change, with all checks that wait for its end. */
  void change(SqlNode statement);

  /** Binds the names of a query that a definition is to keep; the tree stays as it is. */
  BoundQuery bind(SqlNode query);

  /**
   * Writes other names of tables and views into the query of a view.
   *
   * @param names by their ids
   */
  SqlNode renamed(ViewDefinition view, Map<Integer, List<String>> names);

  /** The columns of a query. */
  List<ColumnInfo> columns(SqlNode query);

  /** Whether a query has any rows. */
  boolean hasRows(SqlNode query);
}
