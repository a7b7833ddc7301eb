package org.pydb.examples.benchmarks.measure;

import java.io.IOException;
import java.sql.SQLException;

/** One of those that are measured, with the work laid out before it. Used by one thread. */
public interface Contestant extends AutoCloseable {

  /** The name in tables. */
  String name();

  /**
   * Does one round of work.
   *
   * @return microseconds an operation
   */
  double round() throws Exception;

  /** Ends it and removes what it made. */
  @Override
  void close() throws IOException, SQLException;
}
