package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Unions, intersections and differences against lists from which rows are taken one by one. */
class SetOperationTest {
  private static final List<SetOperationNode.Kind> KINDS = List.of(SetOperationNode.Kind.values());
  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.of(ColumnKind.INT32),
          ColumnType.of(ColumnKind.TEXT),
          ColumnType.decimal(12, 2));

  @Test
  void combinesAsTheModelDoes() {
    for (long seed = 0; seed < 120; seed++) {
      Random random = new Random(seed);
      List<ColumnType> types = TYPES.subList(0, 1 + random.nextInt(TYPES.size()));
      int size = seed % 20 == 0 ? 3000 : 60;
      int domain = 1 + random.nextInt(seed % 20 == 0 ? 500 : 8);
      TestRows left = TestRows.random(types, random.nextInt(size), domain, random);
      TestRows right = TestRows.random(types, random.nextInt(size), domain, random);
      SetOperationNode.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      PlanNode node = new SetOperationNode(kind, left.node(random), right.node(random));
      assertThat(TestRows.sorted(TestRows.run(node)))
          .as("seed %d: %s", seed, kind)
          .isEqualTo(TestRows.sorted(model(kind, left, right)));
    }
  }

  @Test
  void unitesAll() {
    Random random = new Random(7);
    TestRows left = TestRows.random(TYPES, 1500, 10, random);
    TestRows right = TestRows.random(TYPES, 10, 10, random);
    TestRows none = new TestRows(TYPES, List.of());
    PlanNode node =
        new UnionNode(List.of(left.node(random), none.node(random), right.node(random)));
    List<List<@Nullable Object>> expected = new ArrayList<>(left.rows());
    expected.addAll(right.rows());
    assertThat(TestRows.print(TestRows.run(node))).isEqualTo(TestRows.print(expected));
  }

  private static List<List<@Nullable Object>> model(
      SetOperationNode.Kind kind, TestRows left, TestRows right) {
    List<List<@Nullable Object>> others = new ArrayList<>(right.rows());
    List<List<@Nullable Object>> result = new ArrayList<>();
    for (List<@Nullable Object> row : left.rows()) {
      int place = find(others, row);
      boolean isThere = place >= 0;
      boolean isNew = find(result, row) < 0;
      switch (kind) {
        case INTERSECT -> addIf(isThere && isNew, row, result);
        case EXCEPT -> addIf(!isThere && isNew, row, result);
        case INTERSECT_ALL -> addIf(isThere, row, result);
        case EXCEPT_ALL -> addIf(!isThere, row, result);
      }
      boolean takesAway =
          kind == SetOperationNode.Kind.INTERSECT_ALL || kind == SetOperationNode.Kind.EXCEPT_ALL;
      if (isThere && takesAway) {
        others.remove(place);
      }
    }
    return result;
  }

  private static void addIf(
      boolean wanted, List<@Nullable Object> row, List<List<@Nullable Object>> result) {
    if (wanted) {
      result.add(row);
    }
  }

  private static int find(List<List<@Nullable Object>> rows, List<@Nullable Object> row) {
    for (int i = 0; i < rows.size(); i++) {
      if (TestRows.same(rows.get(i), row)) {
        return i;
      }
    }
    return -1;
  }
}
