package org.pydb.jdbc.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/**
 * A connection of Flyway's. Only one Flyway migrates a database at a time, also where several share
 * it: it has an advisory lock meanwhile, which goes with its connection, whatever ends that.
 */
final class PydbFlywayConnection
    extends org.flywaydb.core.internal.database.base.Connection<PydbDatabase> {

  /** Keeps Flyway's locks apart from the application's. */
  private static final long LOCKS = 0x70796462L << Integer.SIZE;

  PydbFlywayConnection(PydbDatabase database, Connection connection) {
    super(database, connection);
  }

  @Override
  protected String getCurrentSchemaNameOrSearchPath() throws SQLException {
    return jdbcTemplate.queryForString("SELECT current_schema");
  }

  @Override
  public void doChangeCurrentSchemaOrSearchPathTo(String schema) throws SQLException {
    getJdbcConnection().setSchema(schema);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Flyway has it
  public Schema getSchema(String name) {
    return new PydbSchema(jdbcTemplate, database, name);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Flyway has it
  public <T> T lock(Table table, Callable<T> work) {
    String lock = "(" + (LOCKS | Integer.toUnsignedLong(table.toString().hashCode())) + ")";
    run("SELECT pg_advisory_lock" + lock);
    try {
      return super.lock(table, work);
    } finally {
      run("SELECT pg_advisory_unlock" + lock);
    }
  }

  private void run(String sql) {
    try {
      jdbcTemplate.execute(sql);
    } catch (SQLException e) {
      throw new FlywaySqlException("Cannot lock the history of migrations: " + sql, e);
    }
  }
}
