package org.pydb.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.url.ConnectionProperty;

/** The commands {@code dump} and {@code restore}: databases as scripts of SQL, and back. */
final class Dump {
  private static final String ENDING = ".pydb";

  private final Properties properties = new Properties();
  private final PrintStream out;
  private final PrintStream err;

  /** One that has the key of the database, if it has one. */
  Dump(@Nullable String key, PrintStream out, PrintStream err) {
    if (key != null) {
      properties.setProperty(ConnectionProperty.ENCRYPTION_KEY.key(), key);
    }
    this.out = out;
    this.err = err;
  }

  /** Writes a database that is there as a script. */
  int dump(String database, String script) {
    AtomicLong rowCount = new AtomicLong();
    String url = "jdbc:pydb:" + database + "?open=existing";
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      connection.unwrap(PydbConnection.class).dump(Path.of(script), rowCount::set);
      out.println(script + ": " + rowCount + " rows");
      return ExitCode.OK;
    } catch (SQLException e) {
      err.println("dump: " + e.getMessage());
      return ExitCode.CANNOT_OPEN;
    }
  }

  /** Makes a new database of a script, all in one transaction. */
  int restore(String script, String database) {
    Path file = Path.of(database.endsWith(ENDING) ? database : database + ENDING);
    if (Files.exists(file)) {
      err.println("restore: " + file + " is there already: name a new database");
      return ExitCode.CANNOT_OPEN;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:" + database, properties)) {
      connection.setAutoCommit(false);
      long count = connection.unwrap(PydbConnection.class).runScript(Path.of(script));
      connection.commit();
      out.println(file + ": " + count + " statements");
      return ExitCode.OK;
    } catch (SQLException e) {
      err.println("restore: " + e.getMessage());
    }
    remove(file);
    return ExitCode.CANNOT_OPEN;
  }

  /** Takes away what a failed restore has left: an empty database. */
  private void remove(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
    } catch (IOException e) {
      err.println("restore: " + file + " is left over: " + e.getMessage());
    }
  }
}
