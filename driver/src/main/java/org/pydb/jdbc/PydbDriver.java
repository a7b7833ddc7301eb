package org.pydb.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.engine.TableEngines;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.url.ConnectionProperty;
import org.pydb.jdbc.url.DatabaseUrl;
import org.pydb.jdbc.version.Version;

/**
 * The driver of {@code jdbc:pydb:} URLs. {@link DriverManager} finds it by itself; {@link
 * DatabaseUrl} says what URLs look like. Stateless.
 */
public final class PydbDriver implements Driver {

  static {
    SqlDatabases.keepQuiet();
    register();
  }

  /** For {@code ServiceLoader}. */
  public PydbDriver() {}

  private static void register() {
    try {
      DriverManager.registerDriver(new PydbDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Makes a storage engine known, so that {@code CREATE TABLE … USING name} can put tables on it.
   * The name is the factory's. It holds for all databases that are opened from then on, in this JVM
   * (or by this class loader's driver): so register it before the first connection. A database
   * whose tables it keeps cannot be opened without it.
   *
   * <p>SQL names engines, and never loads one; what can be named is what is registered here.
   *
   * <pre>{@code
   * PydbDriver.registerStorageEngine(new SortedListEngine.Factory());
   * try (Connection connection = DriverManager.getConnection("jdbc:pydb:shop");
   *     Statement statement = connection.createStatement()) {
   *   statement.execute("CREATE TABLE t (id int PRIMARY KEY, name text) USING sorted_list");
   * }
   * }</pre>
   *
   * @param factory makes stores whose keys are ordered
   * @throws IllegalArgumentException if the name is taken, or is no lower-case word
   */
  public static void registerStorageEngine(EngineFactory factory) {
    TableEngines.register(factory);
  }

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return url != null && url.startsWith(DatabaseUrl.PREFIX);
  }

  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties properties)
      throws SQLException {
    if (url == null || !acceptsURL(url)) {
      return null;
    }
    Properties given = properties == null ? new Properties() : properties;
    return PydbConnection.open(url, DatabaseUrl.parse(url, given));
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties properties)
      throws SQLException {
    Properties given = properties == null ? new Properties() : properties;
    DatabaseUrl parsed =
        acceptsURL(url)
            ? DatabaseUrl.parse(url, given)
            : DatabaseUrl.parse("jdbc:pydb:mem:", given);
    ConnectionProperty[] all = ConnectionProperty.values();
    DriverPropertyInfo[] infos = new DriverPropertyInfo[all.length];
    for (int i = 0; i < infos.length; i++) {
      boolean isKey = all[i] == ConnectionProperty.ENCRYPTION_KEY;
      infos[i] = info(all[i], isKey ? null : parsed.get(all[i]));
    }
    return infos;
  }

  private static DriverPropertyInfo info(ConnectionProperty property, @Nullable String given) {
    DriverPropertyInfo info =
        new DriverPropertyInfo(property.key(), given == null ? property.fallback() : given);
    info.description = property.documentation();
    if (!property.choices().isEmpty()) {
      info.choices = property.choices().toArray(String[]::new);
    }
    return info;
  }

  @Override
  public int getMajorVersion() {
    return Version.MAJOR;
  }

  @Override
  public int getMinorVersion() {
    return Version.MINOR;
  }

  /** Not claimed: that would take all of SQL-92. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw SqlExceptions.notSupported("logging by java.util.logging");
  }
}
