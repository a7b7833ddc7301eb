package org.pydb.server;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.pydb.jdbc.PydbDataSource;

/**
 * The connections that clients have. A client that died says no farewell, so one that asks for
 * nothing for half an hour is closed, whoever holds it: its locks would stay for ever. Thread-safe.
 */
final class Sessions implements AutoCloseable {
  private static final int COUNT_MAX = 100;
  private static final long IDLE_MINUTES_MAX = 30;

  private final PydbDataSource source;
  private final Map<String, Session> byId = new ConcurrentHashMap<>();
  private final Thread watch = new Thread(this::watch, "pydb-server-idle");

  Sessions(PydbDataSource source) {
    this.source = source;
    watch.setDaemon(true);
    watch.start();
  }

  private void watch() {
    try {
      while (true) {
        TimeUnit.MINUTES.sleep(1);
        closeIdle(TimeUnit.MINUTES.toNanos(IDLE_MINUTES_MAX));
      }
    } catch (InterruptedException e) {
      // The server closes.
    }
  }

  /** Closes those of which nothing was asked for so long. */
  void closeIdle(long nanos) {
    byId.forEach(
        (id, session) -> {
          if (session.isIdleFor(nanos)) {
            close(id);
          }
        });
  }

  /** Opens one, under the name that its client has made up for it. */
  void open(String id) throws SQLException {
    if (byId.size() >= COUNT_MAX) {
      throw new SQLException(
          COUNT_MAX + " clients are connected, which is the most there may be", "53300");
    }
    Session session = new Session(source.getConnection());
    if (byId.putIfAbsent(id, session) != null) {
      session.close();
      throw new SQLException("this connection was opened before: connect again", "08002");
    }
  }

  /** The one that a client means; it does not count as idle until it is left. */
  Session enter(String id) throws SQLException {
    Session session = byId.get(id);
    if (session == null) {
      throw new SQLException(
          "there is no such connection; it may have been closed, as it is after "
              + IDLE_MINUTES_MAX
              + " minutes without a request, and what it had not committed is undone: connect"
              + " again",
          "08003");
    }
    session.enter();
    return session;
  }

  /** Closes one, at its client's wish. */
  void close(String id) {
    Session session = byId.remove(id);
    if (session != null) {
      session.close();
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    byId.values().forEach(Session::close);
  }
}
