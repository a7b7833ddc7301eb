package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression may refer to.
 *
 * @param leaves columns, or what is computed for groups and windows
 * @param outer what the query around offers; null if there is none
 */
record Scope(List<Leaf> leaves, @Nullable Scope outer) {

  /**
   * Something that has a value in each row.
   *
   * @param isColumn whether inner queries may refer to it
   */
  record Leaf(String sql, Kind kind, boolean isColumn) {}

  Scope {
    leaves = List.copyOf(leaves);
  }

  /** The leaves of a kind. */
  List<Leaf> of(Kind kind) {
    return leaves.stream().filter(leaf -> leaf.kind() == kind).toList();
  }

  /** The columns of a kind of the queries around. */
  List<Leaf> outerOf(Kind kind) {
    List<Leaf> found = new ArrayList<>();
    for (Scope scope = outer; scope != null; scope = scope.outer) {
      scope.of(kind).stream().filter(Leaf::isColumn).forEach(found::add);
    }
    return found;
  }

  /** The same and more. */
  Scope plus(List<Leaf> more) {
    List<Leaf> all = new ArrayList<>(leaves);
    all.addAll(more);
    return new Scope(all, outer);
  }
}
