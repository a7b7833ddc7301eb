package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.testkit.Seeds;

/** INTERSECT and EXCEPT of more rows than memory holds give what they give in memory. */
class SpillingSetOperationTest {
  private static final List<SetOperationNode.Kind> KINDS = List.of(SetOperationNode.Kind.values());
  private static final List<ColumnType> TYPES =
      List.of(ColumnType.of(ColumnKind.INT32), ColumnType.of(ColumnKind.TEXT));

  @Test
  void takesRowsAsInMemory() {
    Random random = Seeds.random("takesRowsAsInMemory");
    for (int i = 0; i < 12; i++) {
      SetOperationNode.Kind kind = KINDS.get(i % 4);
      int domain = 1 + random.nextInt(100);
      TestRows left = TestRows.random(TYPES, random.nextInt(7_000), domain, random);
      TestRows right = TestRows.random(TYPES, random.nextInt(7_000), domain, random);
      PlanNode node = new SetOperationNode(kind, left.node(random), right.node(random));
      long memory = 66_000L + random.nextInt(100_000);
      assertThat(TestRows.sorted(TestRows.runSpilling(node, memory)))
          .as("%d, %d rows in %d bytes: %s", left.rows().size(), right.rows().size(), memory, kind)
          .isEqualTo(TestRows.sorted(TestRows.run(node)));
    }
  }
}
