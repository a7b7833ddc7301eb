package org.pydb.shell;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.pydb.jdbc.connection.PydbConnection;

/**
 * What the shell does with files that a person names, through a connection: the same as a command
 * of the shell and as one of the command line. Not thread-safe.
 */
final class FileCommands {
  private final PydbConnection connection;
  private final Screen screen;

  FileCommands(PydbConnection connection, Screen screen) {
    this.connection = connection;
    this.screen = screen;
  }

  /** Checks the whole database; gives what is wrong with it. */
  List<String> check() throws SQLException {
    List<String> findings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("CHECK DATABASE")) {
      while (rows.next()) {
        findings.add(rows.getString(1));
      }
    }
    return findings.equals(List.of("ok")) ? List.of() : findings;
  }

  /** Writes the database as a script; gives the number of rows. */
  long dump(Path script) throws SQLException {
    Progress progress = screen.progress("dump");
    AtomicLong count = new AtomicLong();
    try {
      connection.dump(
          script,
          rows -> {
            count.set(rows);
            progress.at(rows, "row");
          });
    } finally {
      progress.end();
    }
    return count.get();
  }

  /** Refuses to read what is no file; the message of who tries to would not name it. */
  static void checkIsNoDirectory(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory");
    }
  }

  /** Runs a script; gives the number of statements. */
  long run(Path script) throws SQLException, IOException {
    checkIsNoDirectory(script);
    Progress progress = screen.progress(String.valueOf(script.getFileName()));
    try (InputStream statements =
        new Watched(Files.newInputStream(script), progress, Files.size(script))) {
      return connection.runScript(statements);
    } finally {
      progress.end();
    }
  }

  /** Writes the database as another one; gives the number of pages. */
  long backup(Path target) throws SQLException {
    Progress progress = screen.progress("backup");
    AtomicLong count = new AtomicLong();
    try {
      connection.backup(
          target,
          pages -> {
            count.set(pages);
            progress.at(pages, "page");
          });
    } finally {
      progress.end();
    }
    return count.get();
  }

  /** Has a COPY FROM STDIN read a file; gives the number of rows. */
  long copyIn(String sql, Path file) throws SQLException, IOException {
    checkIsNoDirectory(file);
    Progress progress = screen.progress(String.valueOf(file.getFileName()));
    long size = Files.size(file);
    try (InputStream rows = new Watched(Files.newInputStream(file), progress, size)) {
      return connection.copyIn(sql, rows);
    } finally {
      progress.end();
    }
  }

  /** Has a COPY TO STDOUT write a file, which gets its name when it is whole. */
  long copyOut(String sql, Path file) throws SQLException, IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(directory, file.getFileName() + ".", "-part");
    try {
      long count;
      try (OutputStream rows = Files.newOutputStream(part)) {
        count = connection.copyOut(sql, rows);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return count;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Reads a CSV file, of which the first line names columns, into a table.
   *
   * @param table a name as SQL has it
   */
  long importCsv(Path file, String table) throws SQLException, IOException {
    checkIsNoDirectory(file);
    StringBuilder columns = new StringBuilder();
    for (String name : CsvHeader.read(file)) {
      columns.append(columns.isEmpty() ? "" : ", ");
      columns.append('"').append(name.replace("\"", "\"\"")).append('"');
    }
    String sql = "COPY " + table + " (" + columns + ") FROM STDIN WITH (FORMAT csv, HEADER)";
    return copyIn(sql, file);
  }

  /** Tells how much has been read. */
  private static final class Watched extends FilterInputStream {
    private final Progress progress;
    private final long size;
    private long count;

    Watched(InputStream in, Progress progress, long size) {
      super(in);
      this.progress = progress;
      this.size = size;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count++;
      return value;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int read = super.read(target, from, length);
      count += Math.max(0, read);
      progress.at(count, size);
      return read;
    }
  }
}
