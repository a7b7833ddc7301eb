package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.compile.PlanCompiler;
import org.pydb.calcite.exec.table.AnalyzeNode;
import org.pydb.calcite.explain.ExplainOptions;
import org.pydb.calcite.explain.PlanStep;
import org.pydb.calcite.explain.PlanTree;
import org.pydb.calcite.parser.PriorStatements;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnType;

/** Plans queries. */
final class QueryPlanning {

  private QueryPlanning() {}

  static PlannedStatement plan(Planning planning, SqlNode query) {
    PlannedStatement simple = SimpleQuery.plan(planning, query);
    return simple != null ? simple : planAny(planning, query);
  }

  /** Plans a query by way of validator and converter. */
  static PlannedStatement planAny(Planning planning, SqlNode query) {
    SqlNode validated = planning.validator().validateStatement(query);
    List<ColumnInfo> columns = columns(planning, validated);
    RelNode plan = planning.optimize(planning.convert(validated));
    return new PlannedStatement(
        SqlStatement.Kind.QUERY,
        PlanCompiler.compile(plan),
        columns,
        planning.parameters(),
        planning.tables(),
        planning.statistics(),
        planning.explain(plan));
  }

  /** Plans to run a query and to show what its steps did, instead of its rows. */
  static PlannedStatement analyze(
      Planning planning, SqlNode query, ColumnInfo column, ExplainOptions options) {
    SqlNode validated = planning.validator().validateStatement(query);
    RelNode plan = planning.optimize(planning.convert(validated));
    Map<RelNode, Integer> ids = PlanTree.ids(plan);
    PlanStep shown = PlanTree.of(plan);
    return new PlannedStatement(
        SqlStatement.Kind.QUERY,
        new AnalyzeNode(
            PlanCompiler.compileMeasured(plan, ids),
            ids.size(),
            measured -> options.rows(shown, measured)),
        List.of(column),
        planning.parameters(),
        planning.tables(),
        planning.statistics(),
        PlanStep.NONE);
  }

  /** The columns of a validated query. */
  static List<ColumnInfo> columns(Planning planning, SqlNode validated) {
    List<String> labels = planning.validator().columnLabels(validated);
    RelDataType rowType = planning.validator().getValidatedNodeType(validated);
    List<@Nullable List<String>> origins = planning.validator().getFieldOrigins(validated);
    List<ColumnInfo> columns = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      int i = field.getIndex();
      columns.add(column(labels.get(i), field.getType(), origins.get(i)));
    }
    return columns;
  }

  static ColumnInfo column(String label, RelDataType type, @Nullable List<String> origin) {
    ColumnType columnType = ColumnTypes.toColumn(type);
    List<String> names = origin == null ? List.of() : origin;
    boolean isOfTable = names.size() >= 3 && !names.get(0).equals(PriorStatements.SCHEMA);
    int last = names.size() - 1;
    return new ColumnInfo(
        label,
        columnType,
        TypeNames.catalogName(columnType),
        type.isNullable(),
        isOfTable ? names.get(last - 2) : null,
        isOfTable ? names.get(last - 1) : null,
        isOfTable ? names.get(last) : null);
  }
}
