package org.pydb.engine.vfs;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The files of one directory of the real file system. Thread-safe.
 *
 * <p>Names are plain file names. The directory must exist.
 */
public final class DiskVfs implements Vfs {

  private static final boolean WINDOWS =
      System.getProperty("os.name", "").regionMatches(true, 0, "Windows", 0, 7);

  private final Path directory;
  private final FileAccess access;
  private final VfsClock clock = new SystemClock();

  /** The files of this directory. */
  public DiskVfs(Path directory) {
    this(directory, FileAccess.BUFFERED);
  }

  /** The files of this directory, read and written in some way. */
  public DiskVfs(Path directory, FileAccess access) {
    this.directory = directory.toAbsolutePath().normalize();
    this.access = access;
  }

  /** The same files, read and written in another way. */
  public DiskVfs with(FileAccess newAccess) {
    return new DiskVfs(directory, newAccess);
  }

  /** The files of the system's directory for temporary ones. */
  public static DiskVfs ofTemporaryFiles() {
    return new DiskVfs(Path.of(System.getProperty("java.io.tmpdir", ".")));
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    Path path = path(name);
    DiskFile file = DiskFile.open(name, path, mode);
    return switch (access) {
      case BUFFERED -> file;
      case MAPPED -> new MappedFile(file, path);
      case DIRECT -> DirectFile.open(file, path, mode);
    };
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(path(name));
  }

  @Override
  public void delete(String name) {
    Path path = path(name);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw DiskFailure.of(e, "delete", path);
    }
  }

  @Override
  public void rename(String name, String newName) {
    try {
      Files.move(path(name), path(newName)); // Not ATOMIC_MOVE: on POSIX that would overwrite.
    } catch (IOException e) {
      throw DiskFailure.of(e, "rename to " + newName, path(name));
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>POSIX keeps the names of a directory in the directory, which is synced like a file. Windows
   * journals names by itself, and opens no directories.
   */
  @Override
  public void syncNames() {
    if (WINDOWS) {
      return;
    }
    // Not a FileChannel: an interrupt would close it before it has synced.
    try (AsynchronousFileChannel names =
        AsynchronousFileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      throw DiskFailure.of(e, "sync of the names", directory);
    }
  }

  @Override
  public VfsLock lock(String name) {
    try {
      return DiskLock.take(path(name), LockHolder.describe(clock));
    } catch (IOException e) {
      throw DiskFailure.of(e, "lock", path(name));
    }
  }

  @Override
  public String describe(String name) {
    return path(name).toString();
  }

  @Override
  public VfsClock clock() {
    return clock;
  }

  private Path path(String name) {
    Path path = directory.resolve(name).normalize();
    if (!directory.equals(path.getParent())) {
      throw new IllegalArgumentException("not a plain file name: " + name);
    }
    return path;
  }
}
