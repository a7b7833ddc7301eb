package org.pydb.examples.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A database to measure: how it is opened so that it gives what pydb gives, which is 256 MB of
 * memory for pages and commits that survive a power cut. Immutable.
 */
public interface Peer {

  /** The memory that each may use for pages, in megabytes. */
  int MEMORY_MEGABYTES = 256;

  /** The name in tables; says so if commits are less than durable. */
  String name();

  /** The URL of a database in a directory; opening makes it. */
  String url(Path directory);

  /** What each connection says first. */
  default List<String> atConnect() {
    return List.of();
  }

  /** What makes a commit durable that returned just now, if the commit alone does not. */
  default void afterCommit(Connection connection) throws SQLException {}

  /** What the database says of its durability, read back from it: name and value. */
  List<String> durability(Connection connection) throws SQLException;

  /**
   * A number that stands in the files of a database that may be open, and is another one after each
   * checkpoint.
   *
   * @throws UnsupportedOperationException if nobody has found out where that is
   */
  default long checkpointMark(Path directory) throws IOException {
    throw new UnsupportedOperationException(name());
  }

  /** What a connection says so that no checkpoint begins by itself, if that can be said. */
  default List<String> holdCheckpoints() {
    return List.of();
  }

  /** What bounds a query to its first rows. */
  default String firstRows(int count) {
    return "fetch first " + count + " rows only";
  }

  /** What gathers statistics of a table, or nothing if that is not said in SQL, or not needed. */
  default String analyze(String table) {
    return "analyze " + table;
  }

  /** How many rows should go into a statement when there are many to be loaded. */
  default int rowsPerInsert() {
    return 1;
  }

  /** Ends the database after its last connection was closed, if that does not end it. */
  default void shutDown(Path directory) throws SQLException {}
}
