package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes random window functions. Those whose values hang on the order of single rows order by what
 * tells the rows apart; where nothing does, only those are written that treat rows with equal keys
 * alike.
 */
final class WindowWriter {
  private static final List<String> BOUNDS =
      List.of(
          "between unbounded preceding and current row",
          "between unbounded preceding and unbounded following",
          "between current row and unbounded following",
          "between current row and current row",
          "between # preceding and current row",
          "between # preceding and # following",
          "between unbounded preceding and # preceding",
          "between # following and # following",
          "between # preceding and # preceding",
          "between current row and # following");

  private final Choices choices;
  private final AggregateWriter aggregates;

  WindowWriter(Choices choices, AggregateWriter aggregates) {
    this.choices = choices;
    this.aggregates = aggregates;
  }

  /**
   * One to three window functions.
   *
   * @param key what tells the rows apart; nothing if there is no such thing
   */
  List<Scope.Leaf> write(Scope rows, List<String> key) {
    Scope own = new Scope(rows.leaves().stream().filter(WindowWriter::isTaken).toList(), null);
    List<Scope.Leaf> leaves = new ArrayList<>();
    for (int i = choices.next(3); i >= 0; i--) {
      leaves.add(window(own, key));
    }
    return leaves;
  }

  /** Calcite takes no GROUPING in windows, and no windows in their ORDER BY, however deep. */
  private static boolean isTaken(Scope.Leaf leaf) {
    return !leaf.sql().startsWith("grouping") && !leaf.sql().contains(" over (");
  }

  /** Not a literal: PostgreSQL finds no type of a string in these functions. */
  private Scope.Leaf column(Scope rows, List<String> key) {
    return rows.leaves().isEmpty()
        ? new Scope.Leaf(key.get(0), Kind.INT, true)
        : choices.pick(rows.leaves());
  }

  private Scope.Leaf window(Scope rows, List<String> key) {
    return switch (choices.next(key.isEmpty() ? 6 : 10)) {
      case 0 ->
          leaf(Kind.BIG, choices.pick("rank", "dense_rank") + "()", partition(rows) + by(rows));
      case 1 -> {
        String rank =
            choices.pick("percent_rank", "cume_dist") + "() over (" + partition(rows) + by(rows);
        yield new Scope.Leaf("cast(" + rank + ") as decimal(8, 4))", Kind.DEC, false);
      }
      case 2, 3, 4, 5 -> aggregate(rows, peers(rows));
      case 6 -> leaf(Kind.BIG, "row_number()", partition(rows) + total(rows, key));
      case 7 -> {
        Scope.Leaf shifted = column(rows, key);
        String call = choices.pick("lag", "lead") + "(" + shifted.sql();
        String distance = choices.pick("", ", 2", ", 0");
        yield leaf(shifted.kind(), call + distance + ")", partition(rows) + total(rows, key));
      }
      case 8 -> {
        Scope.Leaf value = column(rows, key);
        String call =
            choices.pick(
                "first_value(" + value.sql() + ")",
                "last_value(" + value.sql() + ")",
                "nth_value(" + value.sql() + ", 2)");
        yield leaf(value.kind(), call, partition(rows) + total(rows, key) + frame("rows", "2"));
      }
      default -> aggregate(rows, partition(rows) + total(rows, key) + frame("rows", "2"));
    };
  }

  private static Scope.Leaf leaf(Kind kind, String call, String window) {
    return new Scope.Leaf(call + " over (" + window.strip() + ")", kind, false);
  }

  private Scope.Leaf aggregate(Scope rows, String window) {
    Kind kind = choices.pick(Kind.BIG, Kind.DEC, Kind.INT, Kind.BOOL, Kind.TEXT, Kind.DATE);
    return leaf(kind, aggregates.ofWindow(kind, rows), window);
  }

  private String partition(Scope rows) {
    return rows.leaves().isEmpty() || choices.next(2) == 0
        ? ""
        : " partition by " + choices.pick(rows.leaves()).sql();
  }

  /** An order that leaves rows equal. */
  private String by(Scope rows) {
    return rows.leaves().isEmpty()
        ? ""
        : " order by " + choices.pick(rows.leaves()).sql() + direction();
  }

  private String direction() {
    return choices.pick("", " desc", " nulls first", " desc nulls last");
  }

  private String total(Scope rows, List<String> key) {
    List<String> columns = new ArrayList<>();
    if (choices.next(2) == 1) {
      columns.add(choices.pick(rows.leaves()).sql() + direction());
    }
    key.forEach(column -> columns.add(column + direction()));
    return " order by " + String.join(", ", columns);
  }

  /** A window in which rows with equal keys are alike. */
  private String peers(Scope rows) {
    String partition = partition(rows);
    if (rows.leaves().isEmpty()) {
      return partition;
    }
    return switch (choices.next(5)) {
      case 0 -> partition;
      case 1 -> partition + by(rows);
      case 2 -> partition + by(rows) + frame("groups", "1");
      default -> {
        Scope.Leaf key = choices.pick(rows.leaves());
        String order = " order by " + key.sql() + direction();
        yield partition
            + order
            + switch (key.kind()) {
              case INT, BIG -> frame("range", choices.pick("1", "3"));
              case DEC -> frame("range", choices.pick("1", "0.75"));
              case DATE -> frame("range", choices.pick("interval '1' month", "interval '1' year"));
              default -> frame("groups", "2");
            };
      }
    };
  }

  private String frame(String mode, String distance) {
    String bounds = choices.pick(BOUNDS).replace("#", distance);
    String excluded =
        choices.pick("", "", " exclude current row", " exclude group", " exclude ties");
    return " " + mode + " " + bounds + excluded;
  }
}
