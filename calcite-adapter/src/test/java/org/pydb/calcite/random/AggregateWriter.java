package org.pydb.calcite.random;

/** Writes random aggregates. */
final class AggregateWriter {
  private final Choices choices;
  private final ExpressionWriter expressions;
  private final QueryWriter queries;

  AggregateWriter(Choices choices, ExpressionWriter expressions, QueryWriter queries) {
    this.choices = choices;
    this.expressions = expressions;
    this.queries = queries;
  }

  /** An aggregate of a kind, over rows. */
  String of(Kind kind, Scope rows) {
    queries.setPlain(true);
    String aggregate = call(kind, rows) + (choices.onceIn(5) ? filter(rows) : "");
    queries.setPlain(false);
    return aggregate;
  }

  private String filter(Scope rows) {
    return " filter (where " + expressions.condition(0, new Scope(rows.leaves(), null)) + ")";
  }

  private String call(Kind kind, Scope rows) {
    return switch (kind) {
      case INT -> extremum(kind, rows);
      case BIG ->
          switch (choices.next(5)) {
            case 0 -> "count(*)";
            case 1 -> "count(" + argument(anyKind(), rows) + ")";
            case 2 -> "sum(" + argument(Kind.INT, rows) + ")";
            case 3 -> "count(distinct " + leaf(anyKind(), rows) + ")";
            default -> extremum(kind, rows);
          };
      case DEC ->
          switch (choices.next(6)) {
            case 0 -> "sum(" + argument(Kind.DEC, rows) + ")";
            case 1 -> "sum(" + argument(Kind.BIG, rows) + ")";
            case 2 -> "avg(" + argument(choices.pick(Kind.INT, Kind.BIG, Kind.DEC), rows) + ")";
            case 3 -> choices.pick("avg", "sum") + "(distinct " + leaf(Kind.DEC, rows) + ")";
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
