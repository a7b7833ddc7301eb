package org.pydb.shell;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.impl.exec.ExecPty;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/**
 * The terminal of the process. JLine's way that needs no native library: it runs {@code stty}.
 * Where there is none, lines are edited as the console lets one.
 */
final class Terminals {

  private static final Size USUAL_SIZE = new Size(80, 24);

  private Terminals() {}

  /** Whether a person types: neither input nor output is a file or a pipe. */
  @SuppressWarnings("SystemConsoleNull") // From Java 22 on it is never null: then others decide.
  static boolean isInteractive() {
    Console console = System.console();
    if (console == null || isWindows()) {
      return console != null && isTerminal(console);
    }
    TerminalProvider provider = new ExecTerminalProvider();
    return provider.isSystemStream(SystemStream.Input)
        && provider.isSystemStream(SystemStream.Output);
  }

  /** Whether that person also sees what goes to the standard error. */
  static boolean showsErrors() {
    return isWindows() || new ExecTerminalProvider().isSystemStream(SystemStream.Error);
  }

  private static boolean isWindows() {
    return File.separatorChar == '\\';
  }

  /** What {@code Console.isTerminal} of Java 22 says; before, all consoles were terminals. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Opens it. */
  static Terminal open() throws IOException {
    String type = System.getenv().getOrDefault("TERM", Terminal.TYPE_DUMB);
    if (!type.equals(Terminal.TYPE_DUMB)) {
      try {
        Pty pty = ExecPty.current(new ExecTerminalProvider(), SystemStream.Output);
        Terminal terminal =
            new PosixSysTerminal(
                "pydb",
                type,
                new SteadyPty(pty),
                StandardCharsets.UTF_8,
                true,
                Terminal.SignalHandler.SIG_IGN);
        if (terminal.getWidth() == 0 || terminal.getHeight() == 0) {
          terminal.setSize(USUAL_SIZE); // A serial line, or a container, knows none.
        }
        return terminal;
      } catch (IOException | RuntimeException e) {
        // No stty: go on without.
      }
    }
    return new DumbTerminal(
        "pydb", Terminal.TYPE_DUMB, System.in, System.out, StandardCharsets.UTF_8);
  }
}
