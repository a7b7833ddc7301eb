package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;

/** Writes random expressions and conditions over what a {@link Scope} offers. */
final class ExpressionWriter {
  private static final List<String> PATTERNS = List.of("'a%'", "'%b'", "'_'", "'%'", "'a_%'", "''");

  private final Choices choices;
  private final QueryWriter queries;
  private boolean hasFixedLiterals;

  ExpressionWriter(Choices choices, QueryWriter queries) {
    this.choices = choices;
    this.queries = queries;
  }

  // ------------------------------------------------------------------ values

  /** An expression of a kind. */
  String of(Kind kind, int depth, Scope scope) {
    if (depth <= 0) {
      return leaf(kind, scope);
    }
    if (kind == Kind.BOOL) {
      return choices.onceIn(3) ? "(" + condition(depth - 1, scope) + ")" : leaf(kind, scope);
    }
    int choice = choices.next(12);
    if (choice < 5) {
      return leaf(kind, scope);
    }
    int less = depth - 1;
    return switch (choice) {
      case 5 -> chosen(kind, less, scope);
      case 6 -> queries.hasRoom() ? queries.scalar(kind, scope) : leaf(kind, scope);
      default -> computed(kind, less, scope);
    };
  }

  /** A column if there is one, or a literal. */
  String leaf(Kind kind, Scope scope) {
    List<Scope.Leaf> own = scope.of(kind);
    List<Scope.Leaf> outer = scope.outerOf(kind);
    if (!outer.isEmpty() && choices.onceIn(4)) {
      return choices.pick(outer).sql();
    }
    if (own.isEmpty() || choices.onceIn(6)) {
      return literal(kind);
    }
    return choices.pick(own).sql();
  }

  /** A literal that needs no type from its place. */
  String literal(Kind kind) {
    return literal(kind, false);
  }

  /** A literal that takes its type from what stands before it, if that is no literal. */
  private String literalBeside(String other, Kind kind) {
    return literal(kind, !Literals.areIn(other) && !other.contains("null"));
  }

  private String literal(Kind kind, boolean isTyped) {
    if (choices.onceIn(24)) {
      return "cast(null as " + kind.type() + ")";
    }
    int number = choices.literal(kind.literals().size() + 1);
    String literal = number < kind.literals().size() ? kind.literals().get(number) : Literals.NULL;
    return hasFixedLiterals
        ? Literals.written(Literals.marked(kind, literal, false))
        : Literals.marked(kind, literal, isTyped);
  }

  /** Says whether no parameter may stand for the literals that follow. */
  void setFixedLiterals(boolean fixed) {
    hasFixedLiterals = fixed;
  }

  /** What takes its value from one of several. */
  private String chosen(Kind kind, int depth, Scope scope) {
    return switch (choices.next(5)) {
      case 0 -> "coalesce(" + of(kind, depth, scope) + ", " + of(kind, depth, scope) + ")";
      case 1 -> "nullif(" + of(kind, depth, scope) + ", " + of(kind, depth, scope) + ")";
      case 2 ->
          choices.pick("greatest", "least")
              + "("
              + of(kind, depth, scope)
              + ", "
              + of(kind, depth, scope)
              + ")";
      case 3 -> {
        Kind base = choices.pick(Kind.INT, Kind.TEXT, Kind.DATE);
        yield "case "
            + leaf(base, scope)
            + " when "
            + leaf(base, scope)
            + " then "
            + of(kind, depth, scope)
            + " when "
            + literal(base)
            + " then "
            + of(kind, depth, scope)
            + " end";
      }
      default ->
          "case when "
              + condition(depth, scope)
              + " then "
              + of(kind, depth, scope)
              + (choices.next(2) == 0 ? "" : " else " + of(kind, depth, scope))
              + " end";
    };
  }

  private String computed(Kind kind, int depth, Scope scope) {
    return switch (kind) {
      case INT -> integer(depth, scope);
      case BIG -> big(depth, scope);
      case DEC -> decimal(depth, scope);
      case TEXT -> text(depth, scope);
      case DATE -> date(depth, scope);
      case BOOL -> throw new IllegalArgumentException();
    };
  }

  private String integer(int depth, Scope scope) {
    return switch (choices.next(8)) {
      case 0 -> arithmetic(Kind.INT, choices.pick("+", "-"), Kind.INT, depth, scope);
      case 1 -> arithmetic(Kind.INT, "*", Kind.INT, depth, scope);
      case 2 -> quotient(Kind.INT, Kind.INT, depth, scope);
      case 3 -> "abs(" + of(Kind.INT, depth, scope) + ")";
      case 4 -> "length(" + of(Kind.TEXT, depth, scope) + ")";
      case 5 -> "cast(extract(year from " + of(Kind.DATE, depth, scope) + ") as int)";
      case 6 -> "(- " + of(Kind.INT, depth, scope) + ")";
      default -> "position(" + leaf(Kind.TEXT, scope) + " in " + of(Kind.TEXT, depth, scope) + ")";
    };
  }

  private String big(int depth, Scope scope) {
    return switch (choices.next(4)) {
      case 0 -> arithmetic(Kind.BIG, choices.pick("+", "-"), Kind.INT, depth, scope);
      case 1 -> arithmetic(Kind.INT, choices.pick("+", "-"), Kind.BIG, depth, scope);
      case 2 -> quotient(Kind.BIG, Kind.INT, depth, scope);
      default -> "cast(" + of(Kind.INT, depth, scope) + " as bigint)";
    };
  }

  private String decimal(int depth, Scope scope) {
    return switch (choices.next(6)) {
      case 0 -> arithmetic(Kind.DEC, choices.pick("+", "-"), Kind.DEC, depth, scope);
      case 1 -> arithmetic(Kind.DEC, "*", choices.pick(Kind.INT, Kind.DEC), depth, scope);
      case 2 -> quotient(Kind.DEC, choices.pick(Kind.INT, Kind.DEC), depth, scope);
      case 3 -> "round(" + of(Kind.DEC, depth, scope) + ", " + choices.next(3) + ")";
      case 4 -> "cast(" + of(Kind.INT, depth, scope) + " as decimal(12, 2))";
      default -> choices.pick("abs", "floor", "ceil") + "(" + of(Kind.DEC, depth, scope) + ")";
    };
  }

  private String text(int depth, Scope scope) {
    return switch (choices.next(5)) {
      case 0 -> "(" + of(Kind.TEXT, depth, scope) + " || " + of(Kind.TEXT, depth, scope) + ")";
      case 1 -> choices.pick("upper", "lower", "trim") + "(" + of(Kind.TEXT, depth, scope) + ")";
      case 2 ->
          "substring("
              + of(Kind.TEXT, depth, scope)
              + " from "
              + choices.pick("1", "2")
              + " for 2)";
      case 3 -> "cast(" + of(Kind.INT, depth, scope) + " as text)";
      default ->
          "replace("
              + of(Kind.TEXT, depth, scope)
              + ", "
              + leaf(Kind.TEXT, scope)
              + ", "
              + leaf(Kind.TEXT, scope)
              + ")";
    };
  }

  private String date(int depth, Scope scope) {
    return "cast("
        + of(Kind.DATE, depth, scope)
        + choices.pick(" + ", " - ")
        + choices.pick("interval '1' day", "interval '1' month", "interval '10' year")
        + " as date)";
  }

  private String arithmetic(Kind left, String operator, Kind right, int depth, Scope scope) {
    return "(" + of(left, depth, scope) + " " + operator + " " + of(right, depth, scope) + ")";
  }

  private String quotient(Kind left, Kind right, int depth, Scope scope) {
    return "("
        + of(left, depth, scope)
        + choices.pick(" / ", " % ")
        + "nullif("
        + of(right, depth, scope)
        + ", 0))";
  }

  // ------------------------------------------------------------------ conditions

  /** A condition: true, false or unknown. */
  String condition(int depth, Scope scope) {
    int form = depth > 0 ? choices.next(9) : 0;
    if (form == 4) {
      return "not (" + condition(depth - 1, scope) + ")";
    }
    if (form > 4) {
      String operator = form < 7 ? " or " : " and ";
      return "(" + condition(depth - 1, scope) + operator + condition(depth - 1, scope) + ")";
    }
    Kind kind = choices.pick(Kind.INT, Kind.TEXT, Kind.DEC, Kind.DATE, Kind.BIG);
    int less = depth - 1;
    return switch (choices.next(16)) {
      case 0, 1, 2 -> {
        String left = leaf(kind, scope);
        yield left + comparison() + literalBeside(left, kind);
      }
      case 3, 4 -> of(kind, less, scope) + comparison() + of(kind, less, scope);
      case 5 -> of(kind, less, scope) + choices.pick(" is null", " is not null");
      case 6 ->
          of(kind, less, scope)
              + choices.pick(" is distinct from ", " is not distinct from ")
              + of(kind, less, scope);
      case 7 ->
          leaf(kind, scope)
              + choices.pick(" between ", " not between ")
              + leaf(kind, scope)
              + " and "
              + leaf(kind, scope);
      case 8 -> {
        String left = leaf(kind, scope);
        yield left + choices.pick(" in (", " not in (") + list(left, kind, scope) + ")";
      }
      case 9 -> like(less, scope);
      case 10 -> leaf(Kind.BOOL, scope);
      case 11 ->
          "("
              + condition(less, scope)
              + ")"
              + choices.pick(
                  " is true",
                  " is not true",
                  " is false",
                  " is not false",
                  " is unknown",
                  " is not unknown");
      case 12 ->
          Kind.INT == kind
              ? leaf(Kind.INT, scope) + comparison() + leaf(Kind.DEC, scope)
              : leaf(Kind.INT, scope) + comparison() + leaf(Kind.BIG, scope);
      default ->
          queries.hasRoom() ? queries.asked(kind, less, scope) : leaf(kind, scope) + " is not null";
    };
  }

  /** With spaces around. */
  String comparison() {
    return choices.pick(" = ", " = ", " < ", " > ", " <> ", " <= ", " >= ");
  }

  private String list(String left, Kind kind, Scope scope) {
    List<String> values = new ArrayList<>();
    for (int i = choices.next(4); i >= 0; i--) {
      values.add(choices.onceIn(5) ? leaf(kind, scope) : literalBeside(left, kind));
    }
    return String.join(", ", values);
  }

  private String like(int depth, Scope scope) {
    return of(Kind.TEXT, depth, scope)
        + choices.pick(" like ", " not like ")
        + Literals.marked(Kind.TEXT, PATTERNS.get(choices.literal(PATTERNS.size())), false);
  }
}
