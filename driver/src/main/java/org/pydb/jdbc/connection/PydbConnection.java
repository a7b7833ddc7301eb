package org.pydb.jdbc.connection;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.LockWait;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlSession;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.function.SqlFunction;
import org.pydb.jdbc.registry.DatabaseLease;
import org.pydb.jdbc.registry.DatabaseRegistry;
import org.pydb.jdbc.session.SessionGate;
import org.pydb.jdbc.session.SessionListener;
import org.pydb.jdbc.url.ConnectionProperty;
import org.pydb.jdbc.url.DatabaseUrl;

/**
 * A session as a {@code Connection}, with what pydb has beyond JDBC: functions in Java, backups,
 * copies, scripts. Thread-safe: threads take turns, except for those that close, abort or cancel,
 * which stop who is inside.
 */
public final class PydbConnection extends SessionConnection {

  private PydbConnection(SessionGate gate, String url, DatabaseUrl parsed) {
    super(gate, url, parsed);
  }

  /**
   * Connects, opening the database if need be.
   *
   * @param url as it was given
   * @param parsed what it says, with the properties
   */
  public static PydbConnection open(String url, DatabaseUrl parsed) throws SQLException {
    return open(url, parsed, DatabaseRegistry.OF_THIS_JVM.acquire(parsed), null);
  }

  /** Connects to a database that is open; the share in it is given back in the end. */
  static PydbConnection open(
      String url, DatabaseUrl parsed, DatabaseLease lease, @Nullable SessionListener listener)
      throws SQLException {
    if (!"off".equals(parsed.get(ConnectionProperty.WARM_UP))) {
      SqlDatabases.warmUp();
    }
    SessionGate gate = SessionGate.open(lease, listener);
    int mark = url.indexOf('?');
    PydbConnection connection =
        new PydbConnection(gate, mark < 0 ? url : url.substring(0, mark), parsed);
    try {
      connection.apply(parsed);
      return connection;
    } catch (SQLException e) {
      gate.close();
      throw e;
    }
  }

  private void apply(DatabaseUrl url) throws SQLException {
    String schema = url.get(ConnectionProperty.SCHEMA);
    if (schema != null) {
      setSchema(schema);
    }
    run(session -> session.allowFiles(url.files()));
    set(url, ConnectionProperty.CURRENT_SCHEMA, "search_path");
    set(url, ConnectionProperty.USER, "session_authorization");
    set(url, ConnectionProperty.ISOLATION, "default_transaction_isolation");
    set(url, ConnectionProperty.LOCK_TIMEOUT, "lock_timeout");
    set(url, ConnectionProperty.STATEMENT_TIMEOUT, "statement_timeout");
    set(url, ConnectionProperty.PARALLELISM, "parallelism");
    set(url, ConnectionProperty.DURABILITY, "durability");
    if (url.mode() == DatabaseLocation.Mode.READ_ONLY) {
      setReadOnly(true);
    }
  }

  private void set(DatabaseUrl url, ConnectionProperty property, String parameter)
      throws SQLException {
    String value = url.get(property);
    if (value != null) {
      run(session -> session.set(parameter, value));
    }
  }

  // ------------------------------------------------------------------ functions

  /**
   * Has SQL call a function written in Java: in statements of all connections to the database,
   * until it is closed by the last of them. It is in no file, so register it whenever the database
   * is opened. It replaces the one that has the same name.
   *
   * @throws SQLException 42723 if SQL has a function of its own by that name
   */
  public void registerFunction(SqlFunction function) throws SQLException {
    run(session -> session.register(function.definition()));
  }

  /**
   * Forgets a function written in Java.
   *
   * @return false if there was none of that name
   */
  public boolean unregisterFunction(String name) throws SQLException {
    return inside(session -> session.unregister(name));
  }

  // ------------------------------------------------------------------ backups

  /**
   * Writes what is committed now into a new database file, while others go on. Opening that file is
   * restoring it. Allowed anywhere, whatever directories the URL allows to SQL.
   *
   * @param file the file to make; {@code .pydb} is added if missing
   * @throws SQLException if the file exists (58030) or the disk is full (53100); then there is no
   *     file that was not there before
   */
  public void backup(Path file) throws SQLException {
    backup(file, pages -> {});
  }

  /**
   * Does the same.
   *
   * @param progress is told from time to time how many pages of 8 KB have been written; what it
   *     throws ends the backup and comes out of this method
   */
  public void backup(Path file, LongConsumer progress) throws SQLException {
    SqlSession session = gate().enter();
    try {
      session.backup(file, progress);
    } catch (SqlError e) {
      throw SqlExceptions.of(e);
    } finally {
      gate().leave();
    }
  }

  /**
   * Writes what is committed now into a new database file with another key, as {@code VACUUM INTO}
   * does. Allowed anywhere, whatever directories the URL allows to SQL.
   *
   * @param file the file to make; {@code .pydb} is added if missing
   * @param key gives the new key, in an array that is overwritten; null for a file that is not
   *     encrypted
   * @throws SQLException as of {@link #backup(Path)}
   */
  public void vacuumInto(Path file, Supplier<char @Nullable []> key) throws SQLException {
    run(session -> session.copyInto(file, key, pages -> {}));
  }

  /**
   * Copies a backup, or any database that nobody has open, to another place; the copy is read again
   * and all of it checked before it gets its name.
   *
   * @param backup the file; a log beside it counts, too
   * @param target the file to make
   * @throws SQLException if the target exists (58030), or the backup is damaged (XX001); then there
   *     is no file that was not there before
   */
  public static void restore(Path backup, Path target) throws SQLException {
    restore(backup, target, () -> null);
  }

  /**
   * Does the same with an encrypted one.
   *
   * @param key gives its key, which the copy has as well, in an array that is overwritten
   */
  public static void restore(Path backup, Path target, Supplier<char @Nullable []> key)
      throws SQLException {
    try {
      SqlDatabases.restore(backup, target, key, pages -> {});
    } catch (SqlError e) {
      throw SqlExceptions.of(e);
    }
  }

  // ------------------------------------------------------------------ rows in and out

  /**
   * Has the rows of a text go into a table, much faster than by single inserts: all of them, or
   * none.
   *
   * @param sql {@code COPY table [(columns)] FROM STDIN [WITH (FORMAT csv, HEADER, …)]}
   * @param rows in UTF-8; a mark of byte order at its beginning is skipped. It stays open
   * @return how many rows
   * @throws SQLException if the text is not of the format (22P04), not UTF-8 (22021), or a row
   *     cannot be inserted; the message names line and column
   */
  public long copyIn(String sql, InputStream rows) throws SQLException {
    return copy(session -> session.copyIn(sql, rows));
  }

  /** Does the same with characters. */
  public long copyIn(String sql, Reader rows) throws SQLException {
    return copy(session -> session.copyIn(sql, rows));
  }

  /**
   * Writes the rows of a table or query as text, in UTF-8.
   *
   * @param sql {@code COPY table [(columns)] TO STDOUT [WITH (FORMAT csv, HEADER, …)]}, or {@code
   *     COPY (query) TO STDOUT}
   * @param rows is flushed and stays open
   * @return how many rows
   */
  public long copyOut(String sql, OutputStream rows) throws SQLException {
    return copyOut(sql, new BufferedWriter(new OutputStreamWriter(rows, StandardCharsets.UTF_8)));
  }

  /** Writes the same as characters. */
  public long copyOut(String sql, Writer rows) throws SQLException {
    return copy(
        session -> {
          long count = session.copyOut(sql, rows);
          rows.flush();
          return count;
        });
  }

  // ------------------------------------------------------------------ scripts

  /**
   * Writes what is committed now as a script of SQL that makes it anew, in UTF-8: definitions, rows
   * as COPY has them, then keys, indexes and views. {@link #runScript(Path)} on an empty database
   * restores it. Others go on meanwhile.
   *
   * @param file gets its name when it is whole, and takes the place of one that is there
   * @throws SQLException if it cannot be written (58030), or this connection has changes that are
   *     not committed (25001)
   */
  public void dump(Path file) throws SQLException {
    dump(file, rows -> {});
  }

  /**
   * Does the same.
   *
   * @param progress is told from time to time how many rows have been written; what it throws ends
   *     the dump
   */
  public void dump(Path file, LongConsumer progress) throws SQLException {
    try {
      Path directory = file.toAbsolutePath().getParent();
      Path part = Files.createTempFile(directory, file.getFileName() + ".", "-part");
      try {
        try (Writer script = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
          dump(script, progress);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw SqlExceptions.of(new SqlError("58030", "the dump cannot be written: " + e, e));
    }
  }

  /** Writes the same to a writer, which is flushed and stays open. */
  public void dump(Writer script, LongConsumer progress) throws SQLException {
    long unused =
        copy(
            session -> {
              session.dump(script, progress);
              script.flush();
              return 0;
            });
  }

  /**
   * Runs a script: statements with semicolons between, and the rows of {@code COPY … FROM STDIN}
   * behind it. In autocommit each statement is committed by itself; after {@code
   * setAutoCommit(false)} a script that fails can be rolled back as a whole.
   *
   * @param file in UTF-8
   * @return how many statements
   * @throws SQLException of the first statement that fails; the message names its line
   */
  public long runScript(Path file) throws SQLException {
    try (InputStream script = Files.newInputStream(file)) {
      return runScript(script);
    } catch (IOException e) {
      throw SqlExceptions.of(new SqlError("58030", "the script cannot be read: " + e, e));
    }
  }

  /** Does the same with a script in UTF-8, which stays open. */
  public long runScript(InputStream script) throws SQLException {
    return copy(session -> session.runScript(script));
  }

  /** Runs a script of characters. */
  public long runScript(Reader script) throws SQLException {
    return copy(session -> session.runScript(script));
  }

  /** Asks what runs on this connection now, be it a copy, to stop with 57014; any thread may. */
  public void cancel() throws SQLException {
    gate().checkOpen();
    gate().session().cancel();
  }

  /** What a session does with a stream. */
  private interface Copy {
    long of(SqlSession session) throws IOException;
  }

  private long copy(Copy copy) throws SQLException {
    SqlSession session = gate().enter();
    try {
      return copy.of(session);
    } catch (SqlError e) {
      throw SqlExceptions.of(e);
    } catch (IOException e) {
      throw SqlExceptions.of(new SqlError("58030", "the rows cannot be written: " + e, e));
    } finally {
      gate().leave();
    }
  }

  /**
   * Who waits for a lock of the database now, and for whom, one sentence each; those that wait
   * longest come first. Any connection may ask, also while it waits itself.
   */
  public List<String> lockWaits() throws SQLException {
    gate().checkOpen();
    return gate().lockWaits().stream().map(LockWait::toString).toList();
  }

  /**
   * What the connections of the database run now and how far it has come, one sentence each; what
   * runs longest comes first. Any connection may ask, also for a statement of its own that another
   * thread runs.
   */
  public List<String> runningStatements() throws SQLException {
    gate().checkOpen();
    return gate().runningStatements().stream().map(RunningStatement::toString).toList();
  }
}
