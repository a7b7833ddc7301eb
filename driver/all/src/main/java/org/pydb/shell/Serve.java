package org.pydb.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.pydb.server.PydbServer;

/** {@code serve FILE [--port N]}: lets other programs in until this one is told to end. */
final class Serve {
  private static final String USAGE = "serve takes FILE and, if need be, --port N";

  private final @Nullable String key;
  private final PrintWriter out;
  private final PrintWriter err;

  /** One that has the key of the database, if it has one. */
  Serve(@Nullable String key, PrintWriter out, PrintWriter err) {
    this.key = key;
    this.out = out;
    this.err = err;
  }

  /** Serves, and comes back with a code to end with only if that cannot be done. */
  int run(List<String> words) throws CommandFailure {
    if (words.size() != 2 && !(words.size() == 4 && words.get(2).equals("--port"))) {
      throw new CommandFailure(USAGE);
    }
    int port = words.size() == 2 ? PydbServer.DEFAULT_PORT : port(words.get(3));
    Target target = Target.existing(words.get(1), key);
    try {
      PydbServer server = PydbServer.start(target.source(), port);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "close"));
      tell(target, server, out);
      out.println("Ctrl-C ends it.");
      out.flush();
      new CountDownLatch(1).await();
    } catch (SQLException e) {
      new Failures(err).tell("", e);
    } catch (IOException e) {
      new Failures(err).tell("", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.CANNOT_OPEN;
  }

  /** The number of a port. */
  static int port(String word) throws CommandFailure {
    try {
      int port = Integer.parseInt(word);
      if (port >= 0 && port <= PydbServer.PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new CommandFailure(
        word + " is no port: expected 0, for any that is free, to " + PydbServer.PORT_MAX);
  }

  /** Tells how to come in. */
  static void tell(Target target, PydbServer server, PrintWriter out) {
    out.println("Programs of this machine get into " + target + " with Avatica's JDBC driver");
    out.println("(org.apache.calcite.avatica.remote.Driver) and this URL, which holds the token:");
    out.println(server.clientUrl());
    out.flush();
  }

  private void close(PydbServer server) {
    try {
      server.close();
      out.println("The database is closed.");
    } catch (SQLException e) {
      new Failures(err).tell("", e);
    }
    out.flush();
  }
}
