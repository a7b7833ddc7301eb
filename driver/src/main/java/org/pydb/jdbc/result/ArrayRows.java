package org.pydb.jdbc.result;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.session.SessionGate;
import org.pydb.jdbc.value.PydbArray;
import org.pydb.jdbc.value.ResultColumns;

/**
 * The elements of an array as a result set: a query that unnests it.
 *
 * @param gate of the session that runs it
 */
public record ArrayRows(SessionGate gate) implements PydbArray.Rows {

  @Override
  public ResultSet of(PydbArray array, long index, long count) throws SQLException {
    ParameterValues values = new ParameterValues(3);
    values.setArray(0, ColumnType.array(array.element()), array.text());
    values.setLong(1, ColumnKind.INT64, index);
    values.setLong(2, ColumnKind.INT64, index - 1 + count);
    gate.enter();
    try {
      SqlStatement query = gate.session().prepare(query(array.getBaseTypeName()));
      SqlResult rows = query.execute(values, 0);
      return new PydbResultSet(
          new DetachedOwner(null, gate), new ResultColumns(query.columns()), rows, 0);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      gate.leave();
    }
  }

  /** The columns are called as H2 and pgJDBC call them. */
  private static String query(String element) {
    return "SELECT CAST(place AS integer) AS \"INDEX\", element AS \"VALUE\" FROM unnest(CAST(? AS "
        + element
        + "[])) WITH ORDINALITY AS elements (element, place)"
        + " WHERE place BETWEEN ? AND ? ORDER BY place";
  }
}
