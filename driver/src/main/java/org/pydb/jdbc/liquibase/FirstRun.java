package org.pydb.jdbc.liquibase;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import liquibase.database.Database;
import liquibase.database.DatabaseConnection;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;

/**
 * Has Liquibases make their own tables one after the other. They look whether a table is there, and
 * make it if not, before they take the lock that is one of these tables: of several that find an
 * empty database at once all but one fail, on any database.
 */
final class FirstRun {

  /** The number of the lock, which is Liquibase's name in letters. */
  private static final long LOCK = 0x6C69_7175_6962_6173L;

  /** What makes the tables that are not there yet. */
  interface Making {
    void run() throws DatabaseException;
  }

  private FirstRun() {}

  /** Makes tables while nobody else does. */
  static void alone(Database database, Making making) throws DatabaseException {
    DatabaseConnection connection = database.getConnection();
    if (!(connection instanceof JdbcConnection jdbc)) {
      making.run();
      return;
    }
    run(jdbc.getUnderlyingConnection(), "select pg_advisory_lock(" + LOCK + ")");
    try {
      making.run();
    } finally {
      run(jdbc.getUnderlyingConnection(), "select pg_advisory_unlock(" + LOCK + ")");
    }
  }

  private static void run(Connection connection, String sql) throws DatabaseException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
