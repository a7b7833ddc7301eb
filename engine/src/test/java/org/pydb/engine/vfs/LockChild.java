package org.pydb.engine.vfs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pydb.engine.error.DatabaseLockedException;
import org.pydb.engine.vfs.Vfs.VfsLock;

/** Another process that wants a lock: the program, and the handle by which a test holds it. */
final class LockChild implements AutoCloseable {

  static final String LOCK = "shop.pydb-lock";

  private static final String MARK = "somebody-is-in";

  private final Process process;
  private final BufferedReader output;

  private LockChild(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the program. */
  static LockChild start(Path directory, String action) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        Stream.of(LockChild.class, DiskVfs.class)
            .map(LockChild::location)
            .map(Path::toString)
            .collect(Collectors.joining(System.getProperty("path.separator")));
    return new LockChild(
        new ProcessBuilder(
                java, "-cp", classPath, LockChild.class.getName(), directory.toString(), action)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The directory or jar that a class comes from. */
  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next line that the program printed. */
  String line() throws IOException {
    return output.readLine();
  }

  long pid() {
    return process.pid();
  }

  /** Ends the program as kill -9 does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Lets the program go on to its end. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  /**
   * The program: {@code hold} a lock until the input ends, or take it many times in a {@code race}.
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Vfs vfs = new DiskVfs(directory);
    try {
      if (arguments[1].equals("race")) {
        System.out.println("entered " + race(vfs, directory, 300));
        return;
      }
      VfsLock lock = vfs.lock(LOCK);
      System.out.println("held");
      awaitEndOfInput();
      lock.close();
    } catch (DatabaseLockedException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void awaitEndOfInput() throws IOException {
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      List<String> ignored = input.lines().toList();
      assert ignored.isEmpty();
    }
  }

  /**
   * Takes the lock that often, and each time leaves and removes a mark that nobody else may have
   * left.
   */
  static int race(Vfs vfs, Path directory, int entries) throws IOException {
    int entered = 0;
    while (entered < entries) {
      try (VfsLock lock = vfs.lock(LOCK)) {
        assert lock != null;
        Files.createFile(directory.resolve(MARK));
        Files.delete(directory.resolve(MARK));
        entered++;
      } catch (DatabaseLockedException e) {
        Thread.onSpinWait();
      }
    }
    return entered;
  }
}
