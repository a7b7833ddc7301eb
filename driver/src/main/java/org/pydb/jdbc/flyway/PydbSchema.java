package org.pydb.jdbc.flyway;

import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;

/** A schema, as Flyway makes and cleans it. */
final class PydbSchema extends Schema<PydbDatabase, PydbTable> {
  private static final String VIEWS =
      "SELECT table_name FROM information_schema.views WHERE table_schema = ?";
  private static final String TABLES =
      "SELECT table_name FROM information_schema.tables"
          + " WHERE table_schema = ? AND table_type = 'BASE TABLE'";
  private static final String SEQUENCES =
      "SELECT sequence_name FROM information_schema.sequences WHERE sequence_schema = ?";

  PydbSchema(JdbcTemplate jdbcTemplate, PydbDatabase database, String name) {
    super(jdbcTemplate, database, name);
  }

  @Override
  protected boolean doExists() throws SQLException {
    return jdbcTemplate.queryForInt(
            "SELECT count(*) FROM information_schema.schemata WHERE schema_name = ?", name)
        > 0;
  }

  @Override
  protected boolean doEmpty() throws SQLException {
    return names(VIEWS).isEmpty() && names(TABLES).isEmpty() && names(SEQUENCES).isEmpty();
  }

  @Override
  protected void doCreate() throws SQLException {
    jdbcTemplate.execute("CREATE SCHEMA " + database.quote(name));
  }

  @Override
  protected void doDrop() throws SQLException {
    doClean();
    jdbcTemplate.execute("DROP SCHEMA " + database.quote(name));
  }

  /** Drops one after the other, each with what depends on it: others may be gone by then. */
  @Override
  protected void doClean() throws SQLException {
    drop("VIEW", names(VIEWS));
    drop("TABLE", names(TABLES));
    drop("SEQUENCE", names(SEQUENCES));
  }

  private void drop(String kind, List<String> objects) throws SQLException {
    for (String object : objects) {
      jdbcTemplate.execute(
          "DROP " + kind + " IF EXISTS " + database.quote(name, object) + " CASCADE");
    }
  }

  private List<String> names(String query) throws SQLException {
    return jdbcTemplate.queryForStringList(query, name);
  }

  @Override
  protected PydbTable[] doAllTables() throws SQLException {
    return names(TABLES).stream()
        .map(table -> new PydbTable(jdbcTemplate, database, this, table))
        .toArray(PydbTable[]::new);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Flyway has it
  public Table getTable(String table) {
    return new PydbTable(jdbcTemplate, database, this, table);
  }
}
