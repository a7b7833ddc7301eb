package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Writes random GROUP BY clauses. */
final class GroupWriter {

  /**
   * Groups.
   *
   * @param sql GROUP BY and HAVING, or nothing for one group
   * @param scope what a select list may use
   */
  record Groups(String sql, Scope scope) {}

  private final Choices choices;
  private final AggregateWriter aggregates;
  private final ExpressionWriter expressions;

  GroupWriter(Choices choices, AggregateWriter aggregates, ExpressionWriter expressions) {
    this.choices = choices;
    this.aggregates = aggregates;
    this.expressions = expressions;
  }

  Groups write(Scope rows) {
    List<Scope.Leaf> keys = keys(rows);
    List<Scope.Leaf> leaves = new ArrayList<>(keys);
    for (Kind kind : Kind.values()) {
      if (choices.next(3) > 0) {
        leaves.add(new Scope.Leaf(aggregates.of(kind, rows), kind, false));
      }
    }
    String by = "";
    if (!keys.isEmpty()) {
      by = " group by " + sets(keys.stream().map(Scope.Leaf::sql).toList(), leaves);
    }
    Scope groups = new Scope(leaves, null);
    String having = choices.onceIn(5) ? " having " + expressions.condition(1, groups) : "";
    return new Groups(by + having, groups);
  }

  private List<Scope.Leaf> keys(Scope rows) {
    // What is selected must be the same as what is grouped by; two parameters never are.
    expressions.setFixedLiterals(true);
    List<Scope.Leaf> keys = new ArrayList<>();
    for (int i = choices.next(4); i > 0; i--) {
      Kind kind = choices.pick(Kind.INT, Kind.TEXT, Kind.DEC, Kind.DATE, Kind.BOOL, Kind.BIG);
      List<Scope.Leaf> columns = rows.of(kind);
      if (kind.isNumber() && !columns.isEmpty() && choices.onceIn(4)) {
        // Up to PostgreSQL 17, grouping sets that leave a key out keep its value if it is constant.
        String column = choices.pick(columns).sql();
        String sum = "(" + column + " + " + expressions.leaf(kind, inner(rows)) + ")";
        keys.add(new Scope.Leaf(sum, kind, false));
      } else if (!columns.isEmpty()) {
        keys.add(choices.pick(columns));
      }
    }
    expressions.setFixedLiterals(false);
    // Grouping sets that are the same count once here, and each for itself in PostgreSQL.
    return new ArrayList<>(new LinkedHashSet<>(keys));
  }

  private static Scope inner(Scope rows) {
    return new Scope(rows.leaves(), null);
  }

  private String sets(List<String> keys, List<Scope.Leaf> leaves) {
    String all = String.join(", ", keys);
    int form = choices.next(8);
    if (form < 5) {
      return all;
    }
    leaves.add(grouping(keys));
    return switch (form) {
      case 5 -> "rollup (" + all + ")";
      case 6 -> "cube (" + all + ")";
      default ->
          "grouping sets (("
              + all
              + "), ("
              + keys.stream().skip(1).collect(Collectors.joining(", "))
              + ")"
              + (keys.size() == 1 ? "" : choices.pick("", ", ()"))
              + ")";
    };
  }

  private static Scope.Leaf grouping(List<String> keys) {
    return new Scope.Leaf("grouping(" + String.join(", ", keys) + ")", Kind.INT, false);
  }
}
