package org.pydb.calcite.service;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.pydb.calcite.api.SqlError;

/**
 * The directories below which SQL may make and read files: those that the application named, and no
 * others. Immutable; thread-safe.
 *
 * <p>A path counts as below a directory if it is so once all links are followed and all dots are
 * resolved, in both of them.
 *
 * @param directories as the application named them
 */
record AllowedFiles(List<Path> directories) {

  /** What holds when the application named none. */
  static final AllowedFiles NONE = new AllowedFiles(List.of());

  AllowedFiles {
    directories = List.copyOf(directories);
  }

  /**
   * The place that a statement names; a relative path begins at the first directory.
   *
   * @throws SqlError 42501 if it is not allowed, 58P01 if there is no such directory
   */
  Path forWriting(String file) {
    checkAny("write", file);
    Path path = path(file);
    return allowed("write", file, realDirectory(path).resolve(path.getFileName()));
  }

  /**
   * The file that a statement names, which is there; a relative path begins at the first directory.
   *
   * @throws SqlError 42501 if it is not allowed, 58P01 if there is none
   */
  Path forReading(String file) {
    checkAny("read", file);
    Path path = path(file);
    Path place = allowed("read", file, realDirectory(path).resolve(path.getFileName()));
    try {
      return allowed("read", file, place.toRealPath());
    } catch (IOException e) {
      throw new SqlError("58P01", "there is no file " + place, e);
    }
  }

  private void checkAny(String action, String file) {
    if (directories.isEmpty()) {
      throw new SqlError(
          "42501",
          "SQL may not "
              + action
              + " the file '"
              + file
              + "': the application has allowed no directory for files. It does so with the"
              + " connection property files, as in jdbc:pydb:shop?files=/var/backups");
    }
  }

  private Path allowed(String action, String file, Path real) {
    for (Path directory : directories) {
      if (isBelow(real, directory)) {
        return real;
      }
    }
    throw new SqlError(
        "42501",
        "SQL may not "
            + action
            + " the file '"
            + file
            + "', which is "
            + real
            + ": the connection property files allows only what is below "
            + directories);
  }

  private Path path(String file) {
    try {
      Path path = directories.get(0).toAbsolutePath().resolve(file);
      Path name = path.getFileName();
      if (file.isEmpty() || name == null || name.toString().matches("\\.+")) {
        throw new SqlError("22023", "'" + file + "' names no file");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new SqlError("22023", "'" + file + "' is no path: " + e.getMessage(), e);
    }
  }

  private static Path realDirectory(Path path) {
    Path directory = path.getParent();
    assert directory != null;
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      throw new SqlError("58P01", "there is no directory " + directory + ": make it first", e);
    }
  }

  private static boolean isBelow(Path real, Path directory) {
    try {
      return real.startsWith(directory.toRealPath());
    } catch (IOException e) {
      return false; // Nothing is below what is not there.
    }
  }
}
