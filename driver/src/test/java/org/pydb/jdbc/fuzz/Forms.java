package org.pydb.jdbc.fuzz;

import java.util.Set;
import java.util.TreeSet;

/**
 * The names of all forms of queries and changes that the fuzzer writes: joins, clauses, sub-queries
 * and functions in FROM. {@link Report} refuses others, so that none is forgotten here, and tells
 * which of these came up too rarely.
 */
final class Forms {
  static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              // joins
              "join inner",
              "join left",
              "join right",
              "join full",
              "join cross",
              "join using",
              "join lateral",
              // clauses
              "where",
              "group by",
              "rollup",
              "cube",
              "grouping sets",
              "grouping()",
              "having",
              "distinct",
              "order by",
              "limit",
              "limit offset",
              "fetch first",
              "fetch with ties",
              "aggregate distinct",
              "aggregate filter",
              "window",
              "partition by",
              "rows frame",
              "range frame",
              "exclude",
              // sub-queries
              "derived table",
              "scalar sub-query",
              "in sub-query",
              "exists",
              "any sub-query",
              "all sub-query",
              "with",
              "with recursive",
              "least by array",
              // set operations
              "union",
              "union all",
              "except",
              "except all",
              "intersect",
              "intersect all",
              // in FROM
              "generate_series",
              "generate_subscripts",
              "unnest",
              "string_to_table",
              "regexp_split_to_table",
              "regexp_matches",
              "jsonb_array_elements_text",
              "jsonb_each_text",
              "json_object_keys",
              "values in from",
              // changes
              "insert",
              "insert select",
              "on conflict do nothing",
              "on conflict do update",
              "update",
              "update from",
              "delete",
              "delete using",
              "merge",
              "returning"));

  private Forms() {}
}
