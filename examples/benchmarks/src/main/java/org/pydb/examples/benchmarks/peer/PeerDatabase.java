package org.pydb.examples.benchmarks.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A database of a peer in a directory of its own, which goes when it is closed. */
public final class PeerDatabase implements AutoCloseable {
  private final Peer peer;
  private final Path directory;
  private final Deque<Connection> connections = new ArrayDeque<>();

  private PeerDatabase(Peer peer, Path directory) {
    this.peer = peer;
    this.directory = directory;
  }

  /** Makes a database below {@code parent}. */
  public static PeerDatabase create(Peer peer, Path parent) throws SQLException {
    return open(peer, Directories.create(parent, "database-"));
  }

  /** Opens the database in a directory, or makes it there. */
  public static PeerDatabase open(Peer peer, Path directory) throws SQLException {
    PeerDatabase database = new PeerDatabase(peer, directory);
    database.connect();
    return database;
  }

  /** Whose database it is. */
  public Peer peer() {
    return peer;
  }

  /** Where its files are. */
  public Path directory() {
    return directory;
  }

  /** The first connection; it stays open. */
  public Connection connection() {
    return connections.getFirst();
  }

  /** One more connection, closed with the database. */
  public Connection connect() throws SQLException {
    Connection connection = Connections.open(peer, directory);
    connections.add(connection);
    return connection;
  }

  /** Runs statements without parameters. */
  public void execute(String... statements) throws SQLException {
    Connections.execute(connection(), List.of(statements));
  }

  /** Closes the connections, and the database with the last of them; the files stay. */
  public void closeFiles() throws SQLException {
    if (!connections.isEmpty()) {
      while (!connections.isEmpty()) {
        connections.removeLast().close();
      }
      peer.shutDown(directory);
    }
  }

  /** Closes the database and removes its files. */
  @Override
  public void close() throws SQLException {
    closeFiles();
    Directories.remove(directory);
  }
}
