package org.pydb.calcite.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that planning can do without: a query has the same answer whichever are switched off. A
 * way to compute a step that is switched off is taken all the same where there is no other one.
 */
public enum PlanRule {
  /** Plans of simple statements are made without a search. */
  DIRECT_PLANS,
  /** Sub-queries that filter rows become semi-joins. */
  SEMI_JOINS,
  /** Sub-queries that refer to the query around are computed once for all of its rows. */
  DECORRELATION,
  /** What all alternatives of a condition ask for, or ask of one side, is taken out of them. */
  COMMON_FACTORS,
  /** Filters move down. */
  FILTER_PUSHDOWN,
  /** Columns that nobody wants are left out before joins. */
  COLUMN_TRIMMING,
  /** Joins are put in an order that starts with few rows. */
  JOIN_ORDER,
  /** Scans check conditions, and bound what they read by them. */
  SCAN_FILTERS,
  /** Tables are read by their own trees. */
  TABLE_SCANS,
  /** Tables are read by the rows that an index leads to. */
  INDEX_SCANS,
  /** Tables are read by an index that holds all that is wanted. */
  INDEX_ONLY_SCANS,
  /** Trees are read from their ends. */
  BACKWARD_SCANS,
  /** Joins by a hash table. */
  HASH_JOINS,
  /** Joins of two sides that come in the order of their keys. */
  MERGE_JOINS,
  /** Joins by looking up the rows, or the group, of each row of one side. */
  LOOKUP_JOINS,
  /** Joins by looking at all pairs. */
  LOOP_JOINS,
  /** The right side of a join plays the left one's part. */
  EXCHANGED_JOINS,
  /** Rows that come in the order of what they are grouped by are grouped as they come. */
  STREAMING_AGGREGATES,
  /** The first rows of an order are kept while others pass. */
  TOP_N,
  /**
   * Steps over few rows, and those that drop few, are left to one thread without asking how many
   * there are.
   */
  FEW_ROWS_BY_ONE;

  /** Its name, as it is written and shown. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The rule with this name, or null. */
  static @Nullable PlanRule ofKey(String key) {
    for (PlanRule rule : values()) {
      if (rule.key().equals(key)) {
        return rule;
      }
    }
    return null;
  }

  /** The names of all rules, for people to read. */
  static String keys() {
    return Arrays.stream(values()).map(PlanRule::key).collect(Collectors.joining(", "));
  }
}
