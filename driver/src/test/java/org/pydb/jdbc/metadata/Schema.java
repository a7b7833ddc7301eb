package org.pydb.jdbc.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A database of tables with all types, kinds of keys and awkward names; {@code schema.sql}. */
final class Schema {

  private Schema() {}

  /** A connection to a new private database with these tables. */
  static Connection open() throws SQLException, IOException {
    Connection connection = DriverManager.getConnection("jdbc:pydb:mem:");
    create(connection);
    return connection;
  }

  /** Makes these tables. */
  static void create(Connection connection) throws SQLException, IOException {
    for (String statement : resource("schema.sql").lines().toList()) {
      run(connection, statement);
    }
  }

  /** Runs one statement. */
  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A file beside this class. */
  static String resource(String name) throws IOException {
    try (InputStream stream = Schema.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("no " + name + " beside " + Schema.class);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The names in a text with commas between them. */
  static List<String> words(String list) {
    return List.of(list.split(","));
  }
}
