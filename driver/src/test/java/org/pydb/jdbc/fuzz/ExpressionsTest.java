package org.pydb.jdbc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.function.PydbOperatorTable;

/** The table of expressions knows all functions that pydb has. */
class ExpressionsTest {

  /** Whoever adds a function adds a line to {@code expressions.txt}, so that it is compared. */
  @Test
  void everyFunctionIsTriedOrLeftOutWithAReason() {
    Set<String> missing = new TreeSet<>(PydbOperatorTable.INSTANCE.functionNames());
    missing.removeAll(Templates.ALL.names());
    missing.removeIf(Templates.ALL::isLeftOut);
    assertThat(missing).as("functions that are not in expressions.txt").isEmpty();
  }
}
