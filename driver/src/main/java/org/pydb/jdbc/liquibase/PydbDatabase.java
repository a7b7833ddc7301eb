package org.pydb.jdbc.liquibase;

import liquibase.database.DatabaseConnection;
import liquibase.database.core.PostgresDatabase;
import liquibase.exception.DatabaseException;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * What Liquibase knows of pydb: what it knows of PostgreSQL, under another name. In change logs
 * {@code dbms} is {@code pydb}.
 */
public final class PydbDatabase extends PostgresDatabase {
  private static final String PRODUCT = "pydb";

  @Override
  public String getShortName() {
    return PRODUCT;
  }

  @Override
  protected String getDefaultDatabaseProductName() {
    return PRODUCT;
  }

  /** There is no port. */
  @Override
  public @Nullable Integer getDefaultPort() {
    return null;
  }

  @Override
  public boolean isCorrectDatabaseImplementation(DatabaseConnection connection)
      throws DatabaseException {
    return PRODUCT.equals(connection.getDatabaseProductName());
  }

  @Override
  public @Nullable String getDefaultDriver(String url) {
    return url.startsWith("jdbc:pydb:") ? "org.pydb.jdbc.PydbDriver" : null;
  }

  /** A query: Liquibase calls it as a procedure, which pydb has not. */
  @Override
  protected SqlStatement getConnectionSchemaNameCallStatement() {
    return new RawParameterizedSqlStatement("select current_schema");
  }

  /** By which Liquibase chooses its SQL: the version of PostgreSQL that pydb is measured by. */
  @Override
  public int getDatabaseMajorVersion() {
    return 17;
  }

  @Override
  public int getDatabaseMinorVersion() {
    return 0;
  }
}
