package org.pydb.jdbc.corpus;

import java.util.List;

/**
 * One thing that a file of the corpus asks for.
 *
 * @param line where its file has it, from 1
 * @param types of a query's columns: a letter each, {@code I} for whole numbers, {@code R} for
 *     others, {@code T} for texts
 * @param answer the values, row after row, or one line that says how many there are and what they
 *     hash to
 */
record CorpusRecord(
    int line, Kind kind, String sql, String types, Order order, List<String> answer) {

  /** What is expected of it. */
  enum Kind {
    STATEMENT_OK,
    STATEMENT_ERROR,
    QUERY
  }

  /** What a query's values are compared in. */
  enum Order {
    /** The order in which they come. */
    NOSORT,
    /** Rows in the order of their texts. */
    ROWSORT,
    /** All values in the order of their texts. */
    VALUESORT
  }
}
