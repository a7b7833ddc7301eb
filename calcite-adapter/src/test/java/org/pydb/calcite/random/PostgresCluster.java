package org.pydb.calcite.random;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL of its own in a directory of its own, by the commands {@code initdb} and {@code
 * pg_ctl} of the search path. It keeps nothing and syncs nothing. Since it refuses to run for root,
 * root starts it as the user {@code postgres}.
 */
final class PostgresCluster implements AutoCloseable {
  private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

  private final Path directory;
  private final int port;

  private PostgresCluster(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** Starts a server with an empty database. */
  static PostgresCluster start() throws IOException {
    Path directory = Files.createTempDirectory("pydb-postgres").toAbsolutePath();
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    PostgresCluster cluster = new PostgresCluster(directory, port);
    if (IS_ROOT) {
      run("chown", "postgres", directory.toString());
    }
    cluster.command(
        "initdb",
        "-D",
        cluster.data(),
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "-N",
        "--locale=C.UTF-8");
    cluster.command(
        "pg_ctl",
        "-D",
        cluster.data(),
        "-l",
        directory + "/log",
        "-w",
        "-o",
        "-p " + port + " -k " + directory + " -c fsync=off -c jit=off",
        "start");
    return cluster;
  }

  private String data() {
    return directory + "/data";
  }

  /** Where JDBC finds it. */
  String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
  }

  private void command(String... command) throws IOException {
    List<String> whole = new ArrayList<>();
    if (IS_ROOT) {
      whole.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    whole.addAll(List.of(command));
    run(whole.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("failed: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    try {
      command("pg_ctl", "-D", data(), "-m", "immediate", "stop");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
