package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.engine.Database;

/** Several class loaders of one JVM that load pydb: web applications in one server. */
class ClassLoadersTest {

  /** Has what the tests have, Calcite among it, but for pydb. */
  private static final class WithoutPydb extends ClassLoader {
    WithoutPydb() {
      super(ClassLoadersTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.pydb.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  /**
   * Calcite keeps every type that was ever made, by what it looks like, for all who share it: it
   * gave the types of one class loader to another, for which they were of a foreign class, and
   * columns of such types could not be made.
   */
  @Test
  void classLoadersThatShareCalciteHaveTypesOfTheirOwn() throws Exception {
    ClassLoader shared = new WithoutPydb();
    for (int i = 0; i < 2; i++) {
      try (URLClassLoader loader = new URLClassLoader(pydb(), shared);
          Connection connection = connect(loader);
          Statement statement = connection.createStatement()) {
        statement.execute("create table t (i interval, j jsonb, a interval[])");
        statement.execute("insert into t values ('1 day', '{\"a\": 1}', '{1 mon}')");
        try (ResultSet rows =
            statement.executeQuery(
                "select sum(t.i + u.i), max(t.a), count(distinct t.j) from t join t u on t.i = u.i"
                    + " where t.j -> 'a' = '1' group by t.j order by 1")) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("2 days");
          assertThat(rows.getString(2)).isEqualTo("{\"1 mon\"}");
          assertThat(rows.getInt(3)).isEqualTo(1);
        }
      }
    }
  }

  private static URL[] pydb() {
    return new URL[] {
      location(Database.class), location(SqlDatabases.class), location(PydbDriver.class)
    };
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private static Connection connect(ClassLoader loader) throws Exception {
    Class<?> type = loader.loadClass(PydbDriver.class.getName());
    assertThat(type).isNotSameAs(PydbDriver.class);
    Driver driver = (Driver) type.getConstructor().newInstance();
    return Objects.requireNonNull(driver.connect("jdbc:pydb:mem:", new Properties()));
  }
}
