package org.pydb.jdbc.registry;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/**
 * The one path under which a database file is known, whatever path it was asked for by: absolute,
 * free of links, ending in {@code .pydb}.
 */
final class CanonicalPath {
  private static final String SUFFIX = ".pydb";

  private CanonicalPath() {}

  /**
   * The canonical form of a path; the file need not be there, its directory must.
   *
   * @throws SQLException 08001 if it is no path to a database
   */
  static Path of(Path path) throws SQLException {
    Path suffixed = withSuffix(path);
    Path real = real(suffixed);
    if (!real.toString().endsWith(SUFFIX)) {
      throw unfit(suffixed + " is a link to " + real + ": the name there must end in " + SUFFIX);
    }
    return real;
  }

  private static Path withSuffix(Path path) throws SQLException {
    Path name = path.getFileName();
    if (name == null || name.toString().isEmpty() || name.toString().startsWith("..")) {
      throw unfit(path + " names no file");
    }
    return name.toString().endsWith(SUFFIX) ? path : path.resolveSibling(name + SUFFIX);
  }

  private static Path real(Path path) throws SQLException {
    try {
      return path.toRealPath();
    } catch (NoSuchFileException e) {
      return inRealDirectory(path);
    } catch (IOException e) {
      throw unfit(path + " cannot be reached: " + e, e);
    }
  }

  /** A file that is not there yet: its directory tells where it will be. */
  private static Path inRealDirectory(Path path) throws SQLException {
    Path absolute = path.toAbsolutePath();
    Path directory = absolute.getParent();
    Path name = absolute.getFileName();
    if (directory == null || name == null) {
      throw unfit(path + " names no file");
    }
    try {
      return directory.toRealPath().resolve(name);
    } catch (NoSuchFileException e) {
      throw unfit("there is no directory " + directory + ": make it first", e);
    } catch (IOException e) {
      throw unfit(directory + " cannot be reached: " + e, e);
    }
  }

  private static SQLException unfit(String message) {
    return SqlExceptions.of(SqlStates.CANNOT_CONNECT, message);
  }

  private static SQLException unfit(String message, Throwable cause) {
    return SqlExceptions.of(SqlStates.CANNOT_CONNECT, message, cause);
  }
}
