package org.pydb.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.url.ConnectionProperty;

/** The commands {@code dump} and {@code restore}: databases as scripts of SQL, and back. */
final class Dump {
  private static final String ENDING = ".pydb";

  private final Properties properties = new Properties();
  private final Screen screen;

  /** One that has the key of the database, if it has one. */
  Dump(@Nullable String key, Screen screen) {
    if (key != null) {
      properties.setProperty(ConnectionProperty.ENCRYPTION_KEY.key(), key);
    }
    this.screen = screen;
  }

  /** Writes a database that is there as a script. */
  int dump(String database, String script) {
    String url = "jdbc:pydb:" + database + "?open=existing";
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      screen
          .out()
          .println(script + ": " + Text.counted(files(connection).dump(Path.of(script)), "row"));
      return ExitCode.OK;
    } catch (SQLException e) {
      fail("dump: " + e.getMessage());
      return ExitCode.CANNOT_OPEN;
    }
  }

  /** Makes a new database of a script, all in one transaction. */
  int restore(String script, String database) {
    Path file = Path.of(database.endsWith(ENDING) ? database : database + ENDING);
    if (Files.exists(file)) {
      fail("restore: " + file + " is there already: name a new database");
      return ExitCode.CANNOT_OPEN;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:" + database, properties)) {
      connection.setAutoCommit(false);
      long count = files(connection).run(Path.of(script));
      connection.commit();
      screen.out().println(file + ": " + Text.counted(count, "statement"));
      return ExitCode.OK;
    } catch (SQLException e) {
      fail("restore: " + e.getMessage());
    } catch (IOException e) {
      fail("restore: " + Shell.message(e));
    }
    remove(file);
    return ExitCode.CANNOT_OPEN;
  }

  private FileCommands files(Connection connection) throws SQLException {
    return new FileCommands(connection.unwrap(PydbConnection.class), screen);
  }

  private void fail(String what) {
    screen.err().println(what);
  }

  /** Takes away what a failed restore has left: an empty database. */
  private void remove(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
    } catch (IOException e) {
      fail("restore: " + file + " is left over: " + e.getMessage());
    }
  }
}
