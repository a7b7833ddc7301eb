package org.pydb.calcite.exec.table;

import java.util.List;

/**
 * What a table does to each row that is written: it computes the generated columns, and then looks
 * whether the row obeys the checks. Immutable; thread-safe.
 *
 * @param generated in the order of the columns; none uses another
 * @param checks the CHECK constraints
 */
public record RowRules(List<GeneratedValue> generated, List<RowCheck> checks) {

  /** Takes copies of the lists. */
  public RowRules {
    generated = List.copyOf(generated);
    checks = List.copyOf(checks);
  }
}
