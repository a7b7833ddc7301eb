package org.pydb.jdbc.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.Database;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.jdbc.JdbcConnectionFactory;
import org.flywaydb.core.internal.jdbc.StatementInterceptor;

/** How Flyway keeps its history in pydb. */
final class PydbDatabase extends Database<PydbFlywayConnection> {

  PydbDatabase(
      Configuration configuration,
      JdbcConnectionFactory connections,
      StatementInterceptor interceptor) {
    super(configuration, connections, interceptor);
  }

  @Override
  protected PydbFlywayConnection doGetConnection(Connection connection) {
    return new PydbFlywayConnection(this, connection);
  }

  /** Every version of pydb that has this class. */
  @Override
  public void ensureSupported(Configuration configuration) {}

  /** What pydb calls it; its metadata has the name that the application has given, or none. */
  @Override
  protected String doGetCurrentUser() throws SQLException {
    return getMainConnection().getJdbcTemplate().queryForString("SELECT current_user");
  }

  @Override
  public boolean supportsDdlTransactions() {
    return true;
  }

  @Override
  public String getBooleanTrue() {
    return "TRUE";
  }

  @Override
  public String getBooleanFalse() {
    return "FALSE";
  }

  @Override
  public boolean catalogIsSchema() {
    return false;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Flyway has it
  public String getRawCreateScript(Table table, boolean baseline) {
    return """
        CREATE TABLE %s (
          "installed_rank" int PRIMARY KEY,
          "version" varchar(50),
          "description" varchar(200) NOT NULL,
          "type" varchar(20) NOT NULL,
          "script" varchar(1000) NOT NULL,
          "checksum" int,
          "installed_by" varchar(100) NOT NULL,
          "installed_on" timestamp NOT NULL DEFAULT localtimestamp,
          "execution_time" int NOT NULL,
          "success" boolean NOT NULL
        );
        %s
        """
        .formatted(table, baseline ? getBaselineStatement(table) + ";" : "");
  }
}
