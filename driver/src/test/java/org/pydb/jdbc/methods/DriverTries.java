package org.pydb.jdbc.methods;

import java.io.PrintWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.Properties;
import javax.sql.DataSource;
import org.pydb.jdbc.PydbDataSource;

/** {@link Driver} and {@link DataSource}. */
final class DriverTries {

  private DriverTries() {}

  static Tries<Driver> driver(Fixture fixture) throws Exception {
    Tries<Driver> on =
        new Tries<>(Driver.class, fixture, c -> DriverManager.getDriver(Fixture.URL));
    on.call("acceptsURL(String)", d -> d.acceptsURL(Fixture.URL));
    on.call(
        "connect(String, Properties)",
        d ->
            Shown.of(d.connect(Fixture.URL, new Properties()))
                + "; null for others: "
                + d.connect("jdbc:other:x", new Properties()));
    on.call(
        "getPropertyInfo(String, Properties)",
        d -> Shown.of(d.getPropertyInfo(Fixture.URL, new Properties())[0]) + ", and others");
    on.call("getMajorVersion()", d -> "the version: " + (d.getMajorVersion() >= 0));
    on.call("getMinorVersion()", d -> "the version: " + (d.getMinorVersion() >= 0));
    on.call("jdbcCompliant()", Driver::jdbcCompliant);
    on.call("getParentLogger()", Driver::getParentLogger);
    return on;
  }

  static Tries<DataSource> dataSource(Fixture fixture) throws Exception {
    Tries<DataSource> on =
        new Tries<>(DataSource.class, fixture, c -> new PydbDataSource(Fixture.URL));
    on.call("getConnection()", d -> isValid(d.getConnection()));
    on.call("getConnection(String, String)", d -> isValid(d.getConnection("ann", "secret")));
    on.call("getLogWriter()", DataSource::getLogWriter);
    on.call(
        "setLogWriter(PrintWriter)",
        d -> {
          PrintWriter writer = new PrintWriter(Writer.nullWriter());
          d.setLogWriter(writer);
          return "kept, and never written to: " + (d.getLogWriter() == writer);
        });
    on.call("getLoginTimeout()", DataSource::getLoginTimeout);
    on.call(
        "setLoginTimeout(int)",
        d -> {
          d.setLoginTimeout(7);
          return "kept, and nobody waits: " + d.getLoginTimeout();
        });
    on.call("getParentLogger()", DataSource::getParentLogger);
    on.call("createConnectionBuilder()", DataSource::createConnectionBuilder);
    on.call("createShardingKeyBuilder()", DataSource::createShardingKeyBuilder);
    on.call("isWrapperFor(Class)", d -> d.isWrapperFor(PydbDataSource.class));
    on.call("unwrap(Class)", d -> d.unwrap(PydbDataSource.class));
    return on;
  }

  private static String isValid(Connection connection) throws Exception {
    try (connection) {
      return "a connection that is valid: " + connection.isValid(1);
    }
  }
}
