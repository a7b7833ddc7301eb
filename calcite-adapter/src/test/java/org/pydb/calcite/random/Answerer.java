package org.pydb.calcite.random;

/** A database, set up in one way or another, that answers queries. */
interface Answerer extends AutoCloseable {

  /** What it is, for messages. */
  String name();

  /** The answer to a query. */
  Answer answer(QueryWriter.Query query);

  /** Runs a statement that is no query, and must not fail. */
  void run(String sql);

  /** Makes the tables anew, with these rows. */
  void fill(RandomTables tables);

  @Override
  void close();
}
