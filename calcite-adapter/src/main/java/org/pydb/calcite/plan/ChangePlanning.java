package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.compile.PlanCompiler;
import org.pydb.calcite.exec.table.DeleteNode;
import org.pydb.calcite.exec.table.ModifyNode;
import org.pydb.calcite.exec.table.UpdateNode;
import org.pydb.calcite.parser.DeleteStatement;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.UpdateStatement;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * Plans UPDATE and DELETE as queries of their own: which rows, by their keys, and what their
 * columns are to be.
 *
 * <pre>
 * update artist set name = upper(name) where artist_id = 7
 *     select artist.$key, upper(name) from artist where artist_id = 7
 * </pre>
 */
final class ChangePlanning {
  private final Planning planning;
  private final TargetTable target;
  private final String alias;

  private ChangePlanning(Planning planning, SqlNode table, @Nullable SqlIdentifier alias) {
    this.planning = planning;
    this.target = TargetTable.find(planning, table);
    this.alias = alias == null ? target.definition().name() : alias.getSimple();
  }

  static PlannedStatement update(Planning planning, UpdateStatement update) {
    return new ChangePlanning(planning, update.getTargetTable(), update.getAlias()).update(update);
  }

  static PlannedStatement delete(Planning planning, DeleteStatement delete) {
    return new ChangePlanning(planning, delete.getTargetTable(), delete.getAlias()).delete(delete);
  }

  private PlannedStatement update(UpdateStatement update) {
    List<Integer> columns = target.ordinals(update.getTargetColumnList());
    List<SqlNode> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      SqlNode value = update.getSourceExpressionList().get(i);
      values.add(value.getKind() == SqlKind.DEFAULT ? target.defaultOrNull(columns.get(i)) : value);
    }
    RelRoot root = rows(values, columns, update.getCondition());
    RelNode plan = planning.optimize(root.withRel(assign(root.rel, columns, values)));
    ReturnedColumns returned = returned(update.returning(), 1 + columns.size());
    ModifyNode node =
        new UpdateNode(
            target.table().layout(),
            PlanCompiler.compile(plan),
            columns,
            planning.catalog().expressions(target.table()).checks(),
            returned == null ? null : returned.node());
    return planned("Update", node, plan, returned);
  }

  private PlannedStatement delete(DeleteStatement delete) {
    RelRoot root = rows(List.of(), List.of(), delete.getCondition());
    RelNode plan = planning.optimize(root);
    ReturnedColumns returned = returned(delete.returning(), 1);
    ModifyNode node =
        new DeleteNode(
            target.table().layout(),
            PlanCompiler.compile(plan),
            returned == null ? null : returned.node());
    return planned("Delete", node, plan, returned);
  }

  private @Nullable ReturnedColumns returned(@Nullable SqlNodeList items, int inputFirst) {
    SqlNodeList own = items == null ? null : (SqlNodeList) target.unqualified(items);
    return ReturnedColumns.of(planning, own, target.as(alias), inputFirst);
  }

  private PlannedStatement planned(
      String what, ModifyNode node, RelNode plan, @Nullable ReturnedColumns returned) {
    return PlannedStatement.ofChange(
        planning,
        what + " on " + target.definition().name(),
        List.of(),
        node,
        planning.explain(plan),
        returned);
  }

  /** The query for the rows' keys and new values. */
  private RelRoot rows(List<SqlNode> values, List<Integer> columns, @Nullable SqlNode condition) {
    SqlParserPos position = target.name().getParserPosition();
    List<SqlNode> selected = new ArrayList<>();
    selected.add(new SqlIdentifier(List.of(alias, PydbTable.KEY_COLUMN), position));
    values.forEach(value -> selected.add(target.unqualified(value)));
    SqlNode from =
        SqlStdOperatorTable.AS.createCall(
            position,
            new SqlIdentifier(keyedTable().getQualifiedName(), position),
            new SqlIdentifier(alias, position));
    SqlSelect select =
        PlainSelect.of(
            position, selected, from, condition == null ? null : target.unqualified(condition));
    return planning.convert(planning.validator().validateSource(select, types(columns)));
  }

  private PydbTable keyedTable() {
    PydbTable keyed =
        planning
            .catalog()
            .tables()
            .keyedTable(target.definition().schema(), target.definition().name());
    if (keyed == null) {
      throw new IllegalStateException(target.definition() + " has vanished");
    }
    return keyed;
  }

  private RelDataType types(List<Integer> columns) {
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    types.add(PydbTable.KEY_COLUMN, SqlTypeName.VARBINARY);
    target.addTypes(types, columns);
    return types.build();
  }

  /** The keys, and behind them the values as the columns store them. */
  private RelNode assign(RelNode rows, List<Integer> columns, List<SqlNode> places) {
    RexBuilder builder = PydbRexBuilder.INSTANCE;
    List<RexNode> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    values.add(builder.makeInputRef(rows, 0));
    names.add(PydbTable.KEY_COLUMN);
    for (int i = 0; i < columns.size(); i++) {
      RexNode value = builder.makeInputRef(rows, i + 1);
      values.add(Assignment.of(value, target.column(columns.get(i)), places.get(i)));
      names.add(target.column(columns.get(i)).name());
    }
    return LogicalProject.create(rows, List.of(), values, names, java.util.Set.of());
  }
}
