package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns that an expression may use: those of its query, and of the queries around. Immutable.
 */
record Scope(List<Column> own, List<Column> outer) {
  static final Scope NONE = new Scope(List.of(), List.of());

  Scope {
    own = List.copyOf(own);
    outer = List.copyOf(outer);
  }

  /** The columns of a query's own, with a kind. */
  List<Column> own(Kind kind) {
    return own.stream().filter(column -> column.kind() == kind).toList();
  }

  /** The columns of the queries around, with a kind. */
  List<Column> outer(Kind kind) {
    return outer.stream().filter(column -> column.kind() == kind).toList();
  }

  /** What a sub-query at this place sees around it. */
  Scope around() {
    List<Column> all = new ArrayList<>(own);
    all.addAll(outer);
    return new Scope(List.of(), all);
  }

  /** With more columns of its own. */
  Scope with(List<Column> more) {
    List<Column> all = new ArrayList<>(own);
    all.addAll(more);
    return new Scope(all, outer);
  }
}
