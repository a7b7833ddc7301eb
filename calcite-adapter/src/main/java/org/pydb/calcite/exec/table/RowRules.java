package org.pydb.calcite.exec.table;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.pydb.calcite.exec.expression.Expressions;

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

  /** The columns of the table that they use, or set. */
  BitSet columns() {
    BitSet columns = new BitSet();
    for (GeneratedValue one : generated) {
      columns.set(one.column());
      Expressions.addColumns(one.value(), columns);
    }
    checks.forEach(check -> Expressions.addColumns(check.condition(), columns));
    return columns;
  }

  /** These rules, and checks besides. */
  public RowRules with(List<RowCheck> more) {
    return more.isEmpty()
        ? this
        : new RowRules(generated, Stream.concat(checks.stream(), more.stream()).toList());
  }
}
