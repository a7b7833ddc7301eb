package org.pydb.engine.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A PostgreSQL of its own in a directory of its own. Its programs are those that {@code
 * io.zonky.test.postgres} has brought onto the class path, or else those on the search path. It
 * keeps nothing and syncs nothing. Since it refuses to run for root, root starts it as the user
 * {@code postgres}, or {@code nobody} where there is none.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String ARCHIVE = "postgres-linux-x86_64.txz";

  /** It need not outlive a crash, and small queries want no compiler and no helpers. */
  private static final String SETTINGS =
      " -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal"
          + " -c max_wal_senders=0 -c autovacuum=off -c jit=off"
          + " -c max_parallel_workers_per_gather=0 -c shared_buffers=256MB";

  private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

  private final Path directory;
  private final String programs;
  private final int port;

  private PostgresServer(Path directory, String programs, int port) {
    this.directory = directory;
    this.programs = programs;
    this.port = port;
  }

  /** Starts a server with an empty database. */
  public static PostgresServer start() throws IOException {
    Path directory = Files.createTempDirectory("pydb-postgres").toAbsolutePath();
    String programs = "";
    boolean isLinux = "Linux".equals(System.getProperty("os.name"));
    if (isLinux && ClassLoader.getSystemResource(ARCHIVE) != null) {
      unpack(directory);
      programs = directory + "/bin/";
    }
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    PostgresServer server = new PostgresServer(directory, programs, port);
    if (IS_ROOT) {
      run("chown", "-R", user(), directory.toString());
    }
    server.command(
        "initdb",
        "-D",
        server.data(),
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "-N",
        "--locale=C.UTF-8");
    server.command(
        "pg_ctl",
        "-D",
        server.data(),
        "-l",
        directory + "/log",
        "-w",
        "-o",
        "-p " + port + " -k " + directory + SETTINGS,
        "start");
    return server;
  }

  private static void unpack(Path directory) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-xJf", "-", "-C", directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream in = Objects.requireNonNull(ClassLoader.getSystemResourceAsStream(ARCHIVE));
        OutputStream out = tar.getOutputStream()) {
      in.transferTo(out);
    }
    await(tar, "tar");
  }

  private static String user() throws IOException {
    Process id = new ProcessBuilder("id", "postgres").redirectErrorStream(true).start();
    try {
      return id.waitFor() == 0 ? "postgres" : "nobody";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private String data() {
    return directory + "/data";
  }

  /** Where JDBC finds a database. */
  public String url(String database) {
    return "jdbc:postgresql://localhost:"
        + port
        + "/"
        + database
        + "?user=postgres"
        // Queries without parameters go in one message instead of four.
        + "&preferQueryMode=extendedForPrepared";
  }

  private void command(String program, String... arguments) throws IOException {
    List<String> whole = new ArrayList<>();
    if (IS_ROOT) {
      whole.addAll(List.of("runuser", "-u", user(), "--"));
    }
    whole.add(programs + program);
    whole.addAll(List.of(arguments));
    run(whole.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await(process, String.join(" ", command));
  }

  private static void await(Process process, String what) throws IOException {
    try {
      if (process.waitFor() != 0) {
        throw new IOException("failed: " + what);
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
      run("rm", "-r", "-f", directory.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
