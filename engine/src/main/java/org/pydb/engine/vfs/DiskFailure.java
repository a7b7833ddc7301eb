package org.pydb.engine.vfs;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.StorageException;

/** Turns what the system reports into the engine's exceptions. Stateless. */
final class DiskFailure {

  /** How Linux, macOS and Windows say that there is no room; C libraries may translate it. */
  private static final List<String> FULL =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "Disc quota exceeded",
          "There is not enough space on the disk");

  private DiskFailure() {}

  /** The exception for an operation on a file that failed. */
  static EngineException of(IOException cause, String operation, Path path) {
    if (cause instanceof ClosedChannelException) {
      return closed(path);
    }
    String message = operation + " of " + path + " failed: " + reason(cause, path);
    return saysFull(cause) ? full(message, cause) : new StorageException(message, cause);
  }

  /**
   * The exception for a write that failed. One that would have made the file grow by more than the
   * medium has left means a full medium, in whatever language the system says so.
   */
  static EngineException ofWrite(IOException cause, Path path, long position, int count) {
    EngineException failure = of(cause, "write of " + count + " bytes at " + position, path);
    return failure.getClass() == StorageException.class && wantsTooMuch(path, position + count)
        ? full(String.valueOf(failure.getMessage()), cause)
        : failure;
  }

  private static DiskFullException full(String message, IOException cause) {
    return new DiskFullException(
        message
            + ". Nothing that was committed is lost: free some room on that disk, and try again",
        cause);
  }

  /** The exception for a call on a file that has been closed. */
  static DatabaseClosedException closed(Path path) {
    return new DatabaseClosedException(path + " has been closed");
  }

  private static boolean saysFull(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return FULL.stream().anyMatch(message::contains);
  }

  /**
   * File-system exceptions often carry nothing but the path; then their type says what happened.
   */
  private static String reason(IOException cause, Path path) {
    String message = cause.getMessage();
    return message == null || message.equals(path.toString())
        ? cause.getClass().getSimpleName()
        : message;
  }

  private static boolean wantsTooMuch(Path path, long size) {
    try {
      FileStore medium = Files.getFileStore(path);
      return size - Files.size(path) > medium.getUsableSpace();
    } catch (IOException e) {
      return false; // then the medium has more to complain about than its size
    }
  }
}
