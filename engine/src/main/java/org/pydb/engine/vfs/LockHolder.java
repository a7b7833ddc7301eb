package org.pydb.engine.vfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a lock file says about who holds it, for whoever finds it held: one line, such as
 *
 * <pre>
 *   process 4711 on db7, user ana, since 2026-03-01T09:30:00Z
 * </pre>
 */
final class LockHolder {

  /** The most bytes of a lock file that are read. */
  static final int LENGTH_MAX = 1024;

  private LockHolder() {}

  /** The line about this process. */
  static String describe(Vfs.VfsClock clock) {
    return "process "
        + ProcessHandle.current().pid()
        + " on "
        + host()
        + ", user "
        + System.getProperty("user.name", "unknown")
        + ", since "
        + Instant.ofEpochMilli(clock.millis());
  }

  /** The host's name, as far as it is to be had without asking the network. */
  private static String host() {
    return Stream.<Supplier<String>>of(
            () -> environment("COMPUTERNAME"),
            () -> environment("HOSTNAME"),
            () -> content("/proc/sys/kernel/hostname"),
            () -> content("/etc/hostname"))
        .map(Supplier::get)
        .filter(name -> !name.isBlank())
        .findFirst()
        .map(String::strip)
        .orElse("an unnamed host");
  }

  private static String environment(String variable) {
    String value = System.getenv(variable);
    return value == null ? "" : value;
  }

  private static String content(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | RuntimeException e) {
      return ""; // another kind of system
    }
  }
}
