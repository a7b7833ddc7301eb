package org.pydb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.wrapper.Unwrappable;

/**
 * A source of connections to one database, as a bean. Each connection is a new one: a pool goes
 * around it. Thread-safe once it is set up.
 */
public class PydbDataSource extends PydbCommonDataSource implements DataSource, Unwrappable {

  /** A source without a URL: set it. */
  public PydbDataSource() {
    super(null);
  }

  /** A source of connections to the database of this URL. */
  public PydbDataSource(String url) {
    super(url);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(null, null);
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    Target target = target(user);
    return PydbConnection.open(target.url(), target.parsed());
  }
}
