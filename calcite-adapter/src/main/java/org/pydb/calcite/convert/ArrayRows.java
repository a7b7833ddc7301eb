package org.pydb.calcite.convert;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * {@code UNNEST} of arrays that are written out, without arrays: as rows of literals, or else as
 * numbers of which each stands for an element.
 *
 * <pre>
 *   UNNEST(ARRAY[a, b], ARRAY[1, 2]) WITH ORDINALITY
 *     →  SELECT CASE WHEN k = 1 THEN a ELSE b END, CASE WHEN k = 1 THEN 1 ELSE 2 END, k
 *        FROM (VALUES 1, 2) AS numbers (k)
 * </pre>
 *
 * So they are steps that there are anyway, which may refer to whatever their place may refer to.
 */
final class ArrayRows {

  private ArrayRows() {}

  /** The rows in that form; as they are if they are of another kind. */
  static RelNode of(RelNode rows) {
    if (rows instanceof Project named && named.getInput() instanceof Uncollect) {
      RelNode input = of(named.getInput());
      return named.copy(named.getTraitSet(), input, named.getProjects(), named.getRowType());
    }
    if (!(rows instanceof Uncollect uncollect)
        || !(uncollect.getInput() instanceof Project project)
        || !project.getProjects().stream().allMatch(ArrayRows::isWrittenOut)) {
      return rows;
    }
    List<List<RexNode>> elements = elements(uncollect, project);
    if (!isOneRow(project.getInput())) {
      return rows;
    }
    boolean isOfLiterals =
        elements.stream().allMatch(row -> row.stream().allMatch(RexLiteral.class::isInstance));
    return isOfLiterals ? values(rows, elements) : numbered(rows, elements);
  }

  private static boolean isOneRow(RelNode input) {
    return input instanceof Values values && values.getTuples().size() == 1;
  }

  private static boolean isWrittenOut(RexNode array) {
    RelDataType component = array.getType().getComponentType();
    boolean isList =
        array.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
            || array.getKind() == SqlKind.MULTISET_VALUE_CONSTRUCTOR;
    return isList
        && component != null
        && !component.isStruct()
        && component.getComponentType() == null;
  }

  /** The elements side by side, row by row; what a shorter array lacks is NULL. */
  private static List<List<RexNode>> elements(Uncollect uncollect, Project project) {
    RelOptCluster cluster = uncollect.getCluster();
    List<RelDataTypeField> fields = uncollect.getRowType().getFieldList();
    List<List<RexNode>> rows = new ArrayList<>();
    int count = 0;
    for (RexNode array : project.getProjects()) {
      count = Math.max(count, ((RexCall) array).getOperands().size());
    }
    for (int i = 0; i < count; i++) {
      List<RexNode> row = new ArrayList<>();
      for (RexNode array : project.getProjects()) {
        RelDataType type = fields.get(row.size()).getType();
        List<RexNode> operands = ((RexCall) array).getOperands();
        row.add(
            element(cluster.getRexBuilder(), i < operands.size() ? operands.get(i) : null, type));
      }
      if (uncollect.withOrdinality) {
        RelDataType type = fields.get(row.size()).getType();
        row.add(literal(cluster.getRexBuilder(), i, type));
      }
      rows.add(row);
    }
    return rows;
  }

  private static RexNode element(RexBuilder builder, @Nullable RexNode element, RelDataType type) {
    if (element == null) {
      return builder.makeNullLiteral(type);
    }
    return SqlTypeUtil.equalSansNullability(builder.getTypeFactory(), element.getType(), type)
        ? element
        : builder.makeCast(
            builder
                .getTypeFactory()
                .createTypeWithNullability(type, element.getType().isNullable()),
            element);
  }

  private static RelNode values(RelNode rows, List<List<RexNode>> elements) {
    ImmutableList.Builder<ImmutableList<RexLiteral>> tuples = ImmutableList.builder();
    for (List<RexNode> row : elements) {
      tuples.add(row.stream().map(RexLiteral.class::cast).collect(ImmutableList.toImmutableList()));
    }
    return LogicalValues.create(rows.getCluster(), rows.getRowType(), tuples.build());
  }

  private static RelNode numbered(RelNode rows, List<List<RexNode>> elements) {
    RexBuilder builder = rows.getCluster().getRexBuilder();
    RelDataType integer = builder.getTypeFactory().createSqlType(SqlTypeName.INTEGER);
    RelNode numbers =
        LogicalValues.create(
            rows.getCluster(),
            builder.getTypeFactory().builder().add("number", integer).build(),
            IntStream.range(0, elements.size())
                .mapToObj(i -> ImmutableList.of((RexLiteral) literal(builder, i, integer)))
                .collect(ImmutableList.toImmutableList()));
    RexNode number = builder.makeInputRef(numbers, 0);
    List<RexNode> columns = new ArrayList<>();
    for (int column = 0; column < rows.getRowType().getFieldCount(); column++) {
      List<RexNode> choices = new ArrayList<>();
      for (int i = 0; i < elements.size() - 1; i++) {
        choices.add(
            builder.makeCall(SqlStdOperatorTable.EQUALS, number, literal(builder, i, integer)));
        choices.add(elements.get(i).get(column));
      }
      choices.add(elements.get(elements.size() - 1).get(column));
      columns.add(
          choices.size() == 1
              ? choices.get(0)
              : builder.makeCall(
                  rows.getRowType().getFieldList().get(column).getType(),
                  SqlStdOperatorTable.CASE,
                  choices));
    }
    return LogicalProject.create(
        numbers, List.of(), columns, rows.getRowType().getFieldNames(), Set.of());
  }

  private static RexNode literal(RexBuilder builder, int index, RelDataType type) {
    return builder.makeExactLiteral(BigDecimal.valueOf(index + 1), type);
  }
}
