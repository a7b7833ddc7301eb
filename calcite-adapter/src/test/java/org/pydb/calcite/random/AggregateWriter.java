package org.pydb.calcite.random;

import java.util.List;

/** Writes random aggregates. */
final class AggregateWriter {
  private final Choices choices;
  private final ExpressionWriter expressions;

  AggregateWriter(Choices choices, ExpressionWriter expressions) {
    this.choices = choices;
    this.expressions = expressions;
  }

  /** An aggregate of a kind, over rows. */
  String of(Kind kind, Scope rows) {
    return call(kind, rows, true) + (choices.onceIn(5) ? filter(rows) : "");
  }

  /** The same for windows, which have no DISTINCT. */
  String ofWindow(Kind kind, Scope rows) {
    List<Scope.Leaf> columns = rows.leaves().stream().filter(Scope.Leaf::isColumn).toList();
    // In FILTER there may be no aggregates, of which the groups' leaves consist.
    boolean mayFilter = columns.size() == rows.leaves().size();
    return call(kind, rows, false) + (mayFilter && choices.onceIn(5) ? filter(rows) : "");
  }

  private String filter(Scope rows) {
    return " filter (where " + expressions.condition(0, new Scope(rows.leaves(), null)) + ")";
  }

  private String call(Kind kind, Scope rows, boolean mayBeDistinct) {
    String distinct = mayBeDistinct ? "distinct " : "";
    return switch (kind) {
      case INT -> extremum(kind, rows);
      case BIG ->
          switch (choices.next(5)) {
            case 0 -> "count(*)";
            case 1 -> "count(" + argument(anyKind(), rows) + ")";
            case 2 -> "sum(" + argument(Kind.INT, rows) + ")";
            case 3 -> "count(" + distinct + leaf(anyKind(), rows) + ")";
            default -> extremum(kind, rows);
          };
      case DEC ->
          switch (choices.next(6)) {
            case 0 -> "sum(" + argument(Kind.DEC, rows) + ")";
            case 1 -> "sum(" + argument(Kind.BIG, rows) + ")";
            case 2 -> "avg(" + argument(choices.pick(Kind.INT, Kind.BIG, Kind.DEC), rows) + ")";
            case 3 -> choices.pick("avg", "sum") + "(" + distinct + leaf(Kind.DEC, rows) + ")";
            case 4 ->
                choices.pick("var_pop", "var_samp", "stddev_pop", "stddev_samp")
                    + "("
                    + leaf(choices.pick(Kind.INT, Kind.DEC), rows)
                    + ")";
            default -> extremum(kind, rows);
          };
      case BOOL ->
          choices.pick("bool_and", "bool_or", "every") + "(" + argument(Kind.BOOL, rows) + ")";
      default -> extremum(kind, rows);
    };
  }

  private String extremum(Kind kind, Scope rows) {
    return choices.pick("min", "max") + "(" + argument(kind, rows) + ")";
  }

  private Kind anyKind() {
    return choices.pick(Kind.values());
  }

  private String leaf(Kind kind, Scope rows) {
    return expressions.leaf(kind, new Scope(rows.leaves(), null));
  }

  /**
   * What is aggregated uses the rows' columns, or PostgreSQL would take it for the outer query's.
   */
  private String argument(Kind kind, Scope rows) {
    return choices.next(3) < 2
        ? leaf(kind, rows)
        : expressions.of(kind, 1, new Scope(rows.leaves(), null));
  }
}
