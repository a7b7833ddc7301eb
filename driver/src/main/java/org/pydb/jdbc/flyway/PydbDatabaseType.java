package org.pydb.jdbc.flyway;

import java.sql.Connection;
import java.sql.Types;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.BaseDatabaseType;
import org.flywaydb.core.internal.database.base.Database;
import org.flywaydb.core.internal.jdbc.JdbcConnectionFactory;
import org.flywaydb.core.internal.jdbc.StatementInterceptor;
import org.flywaydb.core.internal.parser.Parser;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.jspecify.annotations.Nullable;

/** By which Flyway knows that it has to do with pydb. */
public final class PydbDatabaseType extends BaseDatabaseType {
  private static final String PRODUCT = "pydb";

  @Override
  public String getName() {
    return PRODUCT;
  }

  @Override
  public int getNullType() {
    return Types.NULL;
  }

  @Override
  public boolean handlesJDBCUrl(String url) {
    return url.startsWith("jdbc:pydb:");
  }

  @Override
  public String getDriverClass(String url, @Nullable ClassLoader classLoader) {
    return "org.pydb.jdbc.PydbDriver";
  }

  /** What Flyway takes for the product's name ends with its version. */
  @Override
  public boolean handlesDatabaseProductNameAndVersion(
      String product, String version, Connection connection) {
    return product.startsWith(PRODUCT);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Flyway has it
  public Database createDatabase(
      Configuration configuration,
      JdbcConnectionFactory connections,
      StatementInterceptor interceptor) {
    return new PydbDatabase(configuration, connections, interceptor);
  }

  @Override
  public Parser createParser(
      Configuration configuration, ResourceProvider resources, ParsingContext context) {
    return new PydbParser(configuration, context);
  }
}
