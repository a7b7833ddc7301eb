package org.pydb.calcite.random;

import java.util.Random;

/** A database, set up in one way or another, that answers queries. */
interface Answerer extends AutoCloseable {

  /** What it is, for messages. */
  String name();

  /** Decides anew how queries are answered, as far as that is open. */
  default void vary(Random random) {}

  /** How they are answered now, for messages. */
  default String variation() {
    return "";
  }

  /** The answer to a query. */
  Answer answer(QueryWriter.Query query);

  /** Runs a statement that is no query, and must not fail. */
  void run(String sql);

  /** Makes the tables anew, with these rows. */
  void fill(RandomTables tables);

  @Override
  void close();
}
