package org.pydb.calcite.random;

import java.util.List;
import java.util.Random;

/** A database, set up in one way or another, that answers queries. */
interface Answerer extends AutoCloseable {

  /** What it is, for messages. */
  String name();

  /** Whether it is a database of ours. */
  default boolean isOurs() {
    return true;
  }

  /** Whether several threads run all of a query that they can. */
  default boolean isParallel() {
    return false;
  }

  /** Decides anew how queries are answered, as far as that is open. */
  default void vary(Random random) {}

  /** How they are answered now, for messages. */
  default String variation() {
    return "";
  }

  /** The answer to a query. */
  Answer answer(QueryWriter.Query query);

  /** The answers to queries that several sessions ask at the same time, if there can be several. */
  default List<Answer> answerTogether(List<QueryWriter.Query> queries, Random random) {
    return List.of();
  }

  /** The plan of a query and what was measured when it ran, as JSON; nothing if it has none. */
  default String measured(QueryWriter.Query query) {
    return "";
  }

  /** What a change answers, within a transaction that {@link #run} has begun. */
  Answer change(String sql);

  /** Runs a statement that is no query, and must not fail. */
  void run(String sql);

  /** Makes the tables anew, with these rows. */
  void fill(RandomTables tables);

  @Override
  void close();
}
