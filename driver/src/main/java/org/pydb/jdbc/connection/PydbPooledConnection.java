package org.pydb.jdbc.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.registry.DatabaseLease;
import org.pydb.jdbc.registry.DatabaseRegistry;
import org.pydb.jdbc.session.SessionListener;
import org.pydb.jdbc.url.DatabaseUrl;

/**
 * What a pool keeps: a share in an open database. What costs is opening that; a session costs next
 * to nothing. So each connection that is lent is a new session, and whatever the last user has set,
 * locked or left open is gone with the last one, where other drivers have to undo it piece by
 * piece.
 *
 * <p>One connection is lent at a time: asking for another one closes the first, with its statements
 * and its transaction. Thread-safe.
 */
public final class PydbPooledConnection implements PooledConnection {
  private final String url;
  private final DatabaseUrl parsed;
  private final DatabaseLease lease;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
  private final List<StatementEventListener> statementListeners = new CopyOnWriteArrayList<>();

  /** Guarded by this. */
  private @Nullable Loan current;

  /** Guarded by this. */
  private boolean closed;

  private PydbPooledConnection(String url, DatabaseUrl parsed, DatabaseLease lease) {
    this.url = url;
    this.parsed = parsed;
    this.lease = lease;
  }

  /** Opens the database if need be, and keeps it open. */
  public static PydbPooledConnection open(String url, DatabaseUrl parsed) throws SQLException {
    return new PydbPooledConnection(url, parsed, DatabaseRegistry.OF_THIS_JVM.acquire(parsed));
  }

  /** Takes back the connection that is lent, and lends another one: a new session. */
  @Override
  public Connection getConnection() throws SQLException {
    takeBack();
    Loan loan = new Loan();
    PydbConnection connection = PydbConnection.open(url, parsed, lease.share(), loan);
    synchronized (this) {
      loan.connection = connection;
      if (!closed) {
        current = loan;
        return connection;
      }
    }
    connection.close();
    throw closedError();
  }

  private static SQLException closedError() {
    return SqlExceptions.of(SqlStates.CONNECTION_CLOSED, "the pooled connection is closed");
  }

  /** Closes what is lent; its pool is told nothing, since it has asked for this. */
  private void takeBack() throws SQLException {
    Loan loan;
    synchronized (this) {
      if (closed) {
        throw closedError();
      }
      loan = current;
      current = null;
    }
    if (loan != null) {
      loan.end();
    }
  }

  /** Ends the connection that is lent, and gives the share in the database back. */
  @Override
  public void close() throws SQLException {
    Loan loan;
    synchronized (this) {
      closed = true;
      loan = current;
      current = null;
    }
    try {
      if (loan != null) {
        loan.end();
      }
    } finally {
      lease.close();
    }
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void addStatementEventListener(StatementEventListener listener) {
    statementListeners.add(listener);
  }

  @Override
  public void removeStatementEventListener(StatementEventListener listener) {
    statementListeners.remove(listener);
  }

  /** One connection while it is lent; afterwards nobody is told anything of it. */
  private final class Loan implements SessionListener {
    private @Nullable PydbConnection connection;

    private void end() throws SQLException {
      if (connection != null) {
        connection.close();
      }
    }

    private void tell(Consumer<ConnectionEventListener> what) {
      synchronized (PydbPooledConnection.this) {
        if (current != this) {
          return;
        }
      }
      listeners.forEach(what);
    }

    private void tellOfStatement(Consumer<StatementEventListener> what) {
      synchronized (PydbPooledConnection.this) {
        if (current != this) {
          return;
        }
      }
      statementListeners.forEach(what);
    }

    @Override
    public void ended() {
      synchronized (PydbPooledConnection.this) {
        if (current != this) {
          return;
        }
        current = null;
      }
      ConnectionEvent event = new ConnectionEvent(PydbPooledConnection.this);
      listeners.forEach(listener -> listener.connectionClosed(event));
    }

    @Override
    public void failed(SQLException failure) {
      ConnectionEvent event = new ConnectionEvent(PydbPooledConnection.this, failure);
      tell(listener -> listener.connectionErrorOccurred(event));
    }

    @Override
    public void closed(PreparedStatement statement) {
      StatementEvent event = new StatementEvent(PydbPooledConnection.this, statement);
      tellOfStatement(listener -> listener.statementClosed(event));
    }

    @Override
    public void failed(PreparedStatement statement, SQLException failure) {
      StatementEvent event = new StatementEvent(PydbPooledConnection.this, statement, failure);
      tellOfStatement(listener -> listener.statementErrorOccurred(event));
    }
  }
}
