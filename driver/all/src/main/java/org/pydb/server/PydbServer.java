package org.pydb.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.PydbDataSource;
import org.pydb.jdbc.url.DatabasePlace;
import org.pydb.jdbc.url.DatabaseUrl;

/**
 * Lets other programs of this machine, such as a graphical SQL tool, into a database that this JVM
 * has open. They connect with Avatica's remote JDBC driver and {@link #clientUrl}, which holds the
 * token: whoever has it may do in the database what the application may. Thread-safe.
 *
 * <pre>{@code
 * try (PydbServer server = PydbServer.start("jdbc:pydb:./shop", 0)) {
 *   System.out.println(server.clientUrl());
 *   …
 * }
 * }</pre>
 *
 * <p>It listens on the loopback address alone. Its threads do not keep the JVM from ending.
 */
public final class PydbServer implements AutoCloseable {

  /** Where clients of this protocol look first. */
  public static final int DEFAULT_PORT = 8765;

  /** The highest number of a port. */
  public static final int PORT_MAX = 65_535;

  /** The name that goes with the token. */
  public static final String USER = "pydb";

  private static final int TOKEN_BYTES = 24;
  private static final int BACKLOG = 50;
  private static final long CLOSE_SECONDS = 5;

  /** Without it each answer waits 40 ms for a confirmation that its head has arrived. */
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  private final HttpServer http;
  private final ExecutorService threads;
  private final Sessions sessions;
  private final String token;

  /** Keeps the database open while nobody is connected. */
  private final Connection keeper;

  private PydbServer(
      HttpServer http,
      ExecutorService threads,
      Sessions sessions,
      String token,
      Connection keeper) {
    this.http = http;
    this.threads = threads;
    this.sessions = sessions;
    this.token = token;
    this.keeper = keeper;
  }

  /**
   * Opens a database and lets others in.
   *
   * @param url whose properties hold for all who come in, so {@code files} should not be among them
   * @param port where to listen, or 0 for any that is free
   * @throws SQLException if the database cannot be opened
   * @throws BindException if somebody else listens there
   */
  public static PydbServer start(String url, int port) throws SQLException, IOException {
    return start(new PydbDataSource(url), port);
  }

  /** Does the same with a source of connections, which may know a key. */
  public static PydbServer start(PydbDataSource source, int port) throws SQLException, IOException {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "there is no port "
              + port
              + ": expected one from 0, for any that is free, to "
              + PORT_MAX);
    }
    Connection keeper = source.getConnection();
    try {
      checkIsShared(source.getUrl());
      return listen(source, port, keeper);
    } catch (SQLException | IOException | RuntimeException e) {
      keeper.close();
      throw e;
    }
  }

  /** Each connection would find a database of its own, and an empty one. */
  private static void checkIsShared(@Nullable String url) throws SQLException {
    if (url != null
        && DatabaseUrl.parse(url, new Properties()).place()
            instanceof DatabasePlace.PrivateMemory) {
      throw new SQLException(
          "a private database in memory has one connection and cannot be served: give it a name,"
              + " jdbc:pydb:mem:NAME",
          "08001");
    }
  }

  private static PydbServer listen(PydbDataSource source, int port, Connection keeper)
      throws IOException {
    HttpServer http = bind(port);
    String token = newToken();
    Sessions sessions = new Sessions(source);
    ExecutorService threads = Executors.newCachedThreadPool(PydbServer::daemon);
    http.setExecutor(threads);
    PydbServer server = new PydbServer(http, threads, sessions, token, keeper);
    http.createContext("/", new Endpoint(USER, token, new SqlService(sessions, server.address())));
    startAsDaemon(http);
    return server;
  }

  private static HttpServer bind(int port) throws IOException {
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (BindException e) {
      BindException named =
          new BindException(
              "port " + port + " is taken: name another one, or 0 for any that is free");
      named.initCause(e);
      throw named;
    }
  }

  private static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "pydb-server");
    thread.setDaemon(true);
    return thread;
  }

  /** The server's own thread is a daemon if the one that starts it is. */
  private static void startAsDaemon(HttpServer http) {
    Thread starter = daemon(http::start);
    starter.start();
    boolean isInterrupted = false;
    while (starter.isAlive()) {
      try {
        starter.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where it listens. */
  public int port() {
    return http.getAddress().getPort();
  }

  /** What clients have to know. */
  public String token() {
    return token;
  }

  private String address() {
    InetAddress address = http.getAddress().getAddress();
    String host = address.getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port();
  }

  /** The URL for Avatica's remote driver; it holds the token. */
  public String clientUrl() {
    return "jdbc:avatica:remote:url=http://"
        + address()
        + ";serialization=protobuf;authentication=BASIC;avatica_user="
        + USER
        + ";avatica_password="
        + token;
  }

  /**
   * Lets nobody in any more, ends what clients run, rolls back what they have not committed, and
   * lets go of the database.
   */
  @Override
  public void close() throws SQLException {
    http.stop(0);
    sessions.close();
    threads.shutdown();
    try {
      boolean unused = threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeper.close();
  }
}
