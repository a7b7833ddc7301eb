package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Writes random expressions of a wanted kind from the columns of a scope. */
final class ExpressionWriter {

  /** Who writes sub-queries. */
  interface SubQueries {

    /** A query that gives one column. */
    Sql column(Kind kind, Scope around, boolean isSingle);
  }

  private static final List<Kind> COMPARED =
      List.of(Kind.INT4, Kind.TEXT, Kind.INT8, Kind.NUM, Kind.DATE);

  private final Choices choices;
  private final Scope scope;
  private final Schema schema;
  private final SubQueries subQueries;
  private int subQueriesLeft;

  ExpressionWriter(
      Choices choices, Scope scope, Schema schema, SubQueries subQueries, int subQueriesLeft) {
    this.choices = choices;
    this.scope = scope;
    this.schema = schema;
    this.subQueries = subQueries;
    this.subQueriesLeft = subQueriesLeft;
  }

  /** An expression of a kind, with others in it down to a depth. */
  Sql any(Kind kind, int depth) {
    int way = depth <= 0 ? choices.next(60) : choices.next(100);
    if (way < 60) {
      return leaf(kind, way);
    }
    if (way < 92 || subQueriesLeft <= 0) {
      List<Template> templates = templates('x', kind);
      return templates.isEmpty() ? leaf(kind, way - 60) : call(choices.pick(templates), depth);
    }
    return subQuery(kind, depth);
  }

  /** A column or a literal; a column of the queries around if there is none. */
  private Sql leaf(Kind kind, int way) {
    List<Column> columns = scope.own(kind);
    List<Column> outer = scope.outer(kind);
    if (!outer.isEmpty() && (columns.isEmpty() || way % 4 == 3)) {
      return choices.pick(outer);
    }
    if (!columns.isEmpty() && way % 5 != 4) {
      return choices.pick(columns);
    }
    return schema.isWild() ? Literals.wild(kind, choices) : Literals.tame(kind, choices);
  }

  /** A function or operator with operands. */
  Sql call(Template template, int depth) {
    List<Sql> operands = new ArrayList<>();
    for (Template.Slot slot : template.slots()) {
      Kind kind = slot.kind();
      operands.add(
          kind == null ? new Sql.Words(choices.pick(slot.literals())) : any(kind, depth - 1));
    }
    return template.call(operands);
  }

  private Sql subQuery(Kind kind, int depth) {
    subQueriesLeft--;
    if (kind != Kind.BOOL) {
      return Sql.form(
          "scalar sub-query", Sql.of("(", subQueries.column(kind, scope.around(), true), ")"));
    }
    Kind compared = choices.pick(schema.isCommon() ? List.of(Kind.INT4, Kind.TEXT) : COMPARED);
    return switch (choices.next(5)) {
      case 0 ->
          Sql.form(
              "in sub-query",
              Sql.of(
                  "(",
                  operand(compared, depth),
                  choices.pick(" in (", " not in ("),
                  subQueries.column(compared, scope.around(), false),
                  "))"));
      case 1 ->
          Sql.form(
              "exists",
              Sql.of(
                  "(",
                  choices.pick("exists (", "not exists ("),
                  subQueries.column(compared, scope.around(), false),
                  "))"));
      case 2 ->
          Sql.form(
              "any sub-query",
              Sql.of(
                  "(",
                  operand(compared, depth),
                  choices.pick(" = ", " < ", " >= ", " <> "),
                  choices.pick("any (", "some ("),
                  subQueries.column(compared, scope.around(), false),
                  "))"),
              Dialect.SQLITE);
      case 3 ->
          Sql.form(
              "all sub-query",
              Sql.of(
                  "(",
                  operand(compared, depth),
                  choices.pick(" = ", " < ", " >= ", " <> "),
                  "all (",
                  subQueries.column(compared, scope.around(), false),
                  "))"),
              Dialect.SQLITE);
      default ->
          Sql.form(
              "scalar sub-query",
              Sql.of(
                  "(",
                  operand(compared, depth),
                  choices.pick(" = ", " < "),
                  "(",
                  subQueries.column(compared, scope.around(), true),
                  "))"));
    };
  }

  private Sql operand(Kind kind, int depth) {
    Sql operand = any(kind, depth - 1);
    return operand.isAtomic(Dialect.PYDB) && operand.isAtomic(Dialect.H2)
        ? operand
        : Sql.of("(", operand, ")");
  }

  /** A condition. */
  Sql condition(int depth) {
    return choices.onceIn(4)
        ? any(Kind.BOOL, depth)
        : call(choices.pick(templates('x', Kind.BOOL)), depth);
  }

  private List<Template> templates(char use, Kind kind) {
    return Templates.ALL.giving(use, kind, schema.isCommon());
  }
}
