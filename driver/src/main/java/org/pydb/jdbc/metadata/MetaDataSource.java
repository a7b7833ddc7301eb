package org.pydb.jdbc.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.pydb.calcite.api.CatalogView;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlResult;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.result.DetachedOwner;
import org.pydb.jdbc.result.PydbResultSet;
import org.pydb.jdbc.session.SessionGate;
import org.pydb.jdbc.value.ResultColumns;

/**
 * What metadata is made from.
 *
 * @param connection whose metadata it is
 * @param gate of the connection's session
 * @param url without its properties
 * @param user who connected; may be empty
 * @param readOnly whether the database was opened read only
 */
public record MetaDataSource(
    Connection connection, SessionGate gate, String url, String user, boolean readOnly) {

  /** The tables as they are now, in the connection's transaction if one is open. */
  public CatalogView catalog() throws SQLException {
    gate.enter();
    try {
      return gate.session().catalog();
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      gate.leave();
    }
  }

  /** A result set over rows in memory. */
  public ResultSet resultSet(List<ColumnInfo> columns, SqlResult rows) {
    return new PydbResultSet(new DetachedOwner(null, gate), new ResultColumns(columns), rows, 0);
  }
}
