package org.pydb.jdbc.flyway;

import java.sql.SQLException;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;

/** A table, above all that of Flyway's history. */
final class PydbTable extends Table<PydbDatabase, PydbSchema> {

  PydbTable(JdbcTemplate jdbcTemplate, PydbDatabase database, PydbSchema schema, String name) {
    super(jdbcTemplate, database, schema, name);
  }

  @Override
  protected void doDrop() throws SQLException {
    jdbcTemplate.execute("DROP TABLE " + database.quote(schema.getName(), name) + " CASCADE");
  }

  @Override
  protected boolean doExists() throws SQLException {
    return exists(null, schema, name);
  }

  /** Nobody else migrates: see {@link PydbFlywayConnection#lock}. */
  @Override
  protected void doLock() {}
}
