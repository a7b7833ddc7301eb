package org.pydb.jdbc.fuzz;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.testkit.PostgresServer;

/**
 * The databases that one thread asks: pydb; a second connection to it, whose plans are made in
 * other ways, and a third one for statements with parameters; PostgreSQL, where there is one; and
 * the others, where their drivers are.
 */
record Databases(
    Database own,
    Database replanned,
    Database parameters,
    @Nullable Database postgres,
    List<Database> others)
    implements AutoCloseable {

  /** Opens them, for the thread with this number. */
  static Databases open(int thread, @Nullable PostgresServer server) throws SQLException {
    String name = "jdbc:pydb:mem:fuzz" + thread;
    Database postgres = null;
    if (server != null) {
      if (thread > 0) {
        try (Database first = new Database(Dialect.POSTGRES, server.url("postgres"))) {
          first.run("create database fuzz" + thread);
        }
      }
      postgres =
          new Database(Dialect.POSTGRES, server.url(thread > 0 ? "fuzz" + thread : "postgres"));
    }
    List<Database> others = new ArrayList<>();
    others.add(new Database(Dialect.H2, "jdbc:h2:mem:fuzz" + thread));
    others.add(new Database(Dialect.SQLITE, "jdbc:sqlite::memory:"));
    if (isThere("org.duckdb.DuckDBDriver")) {
      others.add(new Database(Dialect.DUCKDB, "jdbc:duckdb:;threads=1"));
    }
    return new Databases(
        new Database(Dialect.PYDB, name),
        new Database(Dialect.PYDB, name),
        new Database(Dialect.PARAMETERS, name),
        postgres,
        others);
  }

  private static boolean isThere(String driver) {
    try {
      Class.forName(driver);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Those that are asked about a schema beside PostgreSQL: not where wild values are in it; and
   * where PostgreSQL is there, only where they understand everything, since of the rest they are
   * not asked much.
   */
  List<Database> others(Schema schema) {
    return schema.isWild() || (postgres != null && !schema.isCommon()) ? List.of() : others;
  }

  /** Makes the tables of a schema. */
  void fill(Schema schema) throws SQLException {
    own.fill(schema.tables());
    if (postgres != null) {
      postgres.fill(schema.tables());
    }
    for (Database other : others(schema)) {
      other.fill(schema.tables());
    }
  }

  @Override
  public void close() throws SQLException {
    parameters.close();
    replanned.close();
    own.close();
    if (postgres != null) {
      postgres.close();
    }
    for (Database other : others) {
      other.close();
    }
  }
}
