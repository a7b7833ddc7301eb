package org.pydb.jdbc.fuzz;

import java.util.List;

/**
 * A query.
 *
 * @param kinds the kinds of its columns
 * @param isOrdered whether its rows come in one order only
 * @param isFlat whether each error is told whatever the plan: no rows are left out, and nothing is
 *     computed for some only
 */
record Query(Sql sql, List<Kind> kinds, boolean isOrdered, boolean isFlat) {

  Query {
    kinds = List.copyOf(kinds);
  }

  /** What pydb and PostgreSQL are asked. */
  String text() {
    return Sql.text(sql);
  }
}
