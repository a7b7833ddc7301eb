package org.pydb.jdbc;

import java.sql.SQLException;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.connection.PydbPooledConnection;

/**
 * A source of what pools of application servers keep, as a bean. A pool that keeps plain
 * connections, as HikariCP does, wants a {@link PydbDataSource}. Thread-safe once it is set up.
 */
public class PydbConnectionPoolDataSource extends PydbCommonDataSource
    implements ConnectionPoolDataSource {

  /** A source without a URL: set it. */
  public PydbConnectionPoolDataSource() {
    super(null);
  }

  /** A source for the database of this URL. */
  public PydbConnectionPoolDataSource(String url) {
    super(url);
  }

  @Override
  public PooledConnection getPooledConnection() throws SQLException {
    return getPooledConnection(null, null);
  }

  @Override
  public PooledConnection getPooledConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    Target target = target(user);
    return PydbPooledConnection.open(target.url(), target.parsed());
  }
}
