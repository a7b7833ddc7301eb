package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
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
import org.pydb.calcite.parser.TreeCopy;
import org.pydb.calcite.parser.UpdateStatement;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.calcite.validate.RowsCalls;

/**
 * Plans UPDATE and DELETE as queries of their own: which rows, by their keys, and what their
 * columns are to be.
 *
 * <pre>
 * update artist set name = upper(name) where artist_id = 7
 *     select artist.$key, upper(name) from artist where artist_id = 7
 *
 * update stock set n = n - sale.n from sale where sale.item = stock.item returning sale.day
 *     select stock.$key, n - sale.n, sale.day from stock, sale where sale.item = stock.item
 *     order by 1, 2, 3     unless each stock meets one sale at most
 * </pre>
 *
 * <p>A row that meets several others is changed once, as the first of them says. Which one that is
 * must not hang on the plan, so the rows are brought into order then.
 */
final class ChangePlanning {
  private final Planning planning;
  private final TargetTable target;
  private final String alias;

  /** What the table is joined with; null for nothing. */
  private final @Nullable SqlNode others;

  /** The same for RETURNING: validation changes a tree. */
  private final @Nullable SqlNode othersOfReturning;

  private ChangePlanning(
      Planning planning,
      SqlNode table,
      @Nullable SqlIdentifier alias,
      @Nullable SqlNode others,
      @Nullable SqlNodeList returning) {
    this.planning = planning;
    this.target = TargetTable.find(planning, table);
    this.alias = alias == null ? target.relation() : alias.getSimple();
    this.others = others;
    othersOfReturning = others == null || returning == null ? null : TreeCopy.of(others);
  }

  static PlannedStatement update(Planning planning, UpdateStatement update) {
    return new ChangePlanning(
            planning, update.getTargetTable(), update.getAlias(), update.from(), update.returning())
        .update(update);
  }

  static PlannedStatement delete(Planning planning, DeleteStatement delete) {
    return new ChangePlanning(
            planning,
            delete.getTargetTable(),
            delete.getAlias(),
            delete.using(),
            delete.returning())
        .delete(delete);
  }

  private PlannedStatement update(UpdateStatement update) {
    List<Integer> columns = target.setOrdinals(update.getTargetColumnList());
    List<SqlNode> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      SqlNode value = update.getSourceExpressionList().get(i);
      GivenValues.checkUpdate(target.column(columns.get(i)), value);
      values.add(value.getKind() == SqlKind.DEFAULT ? target.defaultOrNull(columns.get(i)) : value);
    }
    RowsCalls.refuse(values, "UPDATE");
    RelRoot root = rows(values, columns, update.getCondition());
    ReturnedColumns returned = returned(update.returning(), 1 + columns.size());
    RelNode plan = optimize(assign(root.rel, columns, values, returned));
    ModifyNode node =
        new UpdateNode(
            target.table().layout(),
            PlanCompiler.compile(plan),
            columns,
            target.rules(planning),
            returned == null ? null : returned.node());
    return planned("Update", node, plan, returned);
  }

  private PlannedStatement delete(DeleteStatement delete) {
    RelRoot root = rows(List.of(), List.of(), delete.getCondition());
    ReturnedColumns returned = returned(delete.returning(), 1);
    RelNode plan = optimize(assign(root.rel, List.of(), List.of(), returned));
    ModifyNode node =
        new DeleteNode(
            target.table().layout(),
            PlanCompiler.compile(plan),
            returned == null ? null : returned.node());
    return planned("Delete", node, plan, returned);
  }

  /** The plan for keys and values; in their order if a key may come several times. */
  private RelNode optimize(RelNode rows) {
    RelRoot root = RelRoot.of(rows, SqlKind.SELECT);
    if (others == null) {
      return planning.optimize(root);
    }
    List<RelFieldCollation> all = new ArrayList<>();
    for (int i = 0; i < rows.getRowType().getFieldCount(); i++) {
      all.add(new RelFieldCollation(i));
    }
    return planning.optimizeByKey(root.withCollation(RelCollations.of(all)));
  }

  private @Nullable ReturnedColumns returned(@Nullable SqlNodeList items, int inputFirst) {
    SqlNodeList own = target.returned(items, alias, others != null);
    return ReturnedColumns.of(
        planning,
        own,
        joined(target.as(alias), othersOfReturning),
        0,
        target.definition().visibleCount(),
        inputFirst);
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
    SqlSelect select =
        PlainSelect.of(
            position,
            selected,
            joined(target.keyedAs(planning, alias), others),
            condition == null ? null : target.unqualified(condition));
    return planning.convert(planning.validator().validateSource(select, types(columns)));
  }

  /** {@code table, others}: as if it stood so in one FROM, commas from the left. */
  private static SqlNode joined(SqlNode table, @Nullable SqlNode others) {
    if (others == null) {
      return table;
    }
    if (others instanceof SqlJoin list && list.getJoinType() == JoinType.COMMA) {
      return comma(joined(table, list.getLeft()), list.getRight());
    }
    return comma(table, others);
  }

  /** Two tables of a FROM, side by side. */
  static SqlNode comma(SqlNode left, SqlNode right) {
    SqlParserPos place = right.getParserPosition();
    return new SqlJoin(
        place,
        left,
        SqlLiteral.createBoolean(false, place),
        JoinType.COMMA.symbol(place),
        right,
        JoinConditionType.NONE.symbol(place),
        null);
  }

  private RelDataType types(List<Integer> columns) {
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    types.add(PydbTable.KEY_COLUMN, SqlTypeName.VARBINARY);
    target.addTypes(types, columns);
    return types.build();
  }

  /**
   * The keys, behind them the values as the columns store them, and behind these what RETURNING
   * wants of other tables.
   */
  private RelNode assign(
      RelNode rows,
      List<Integer> columns,
      List<SqlNode> places,
      @Nullable ReturnedColumns returned) {
    RexBuilder builder = PydbRexBuilder.INSTANCE;
    List<Integer> wanted = returned == null ? List.of() : returned.others();
    RelNode source = withOthers(rows, wanted);
    List<RexNode> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    values.add(builder.makeInputRef(source, 0));
    names.add(PydbTable.KEY_COLUMN);
    for (int i = 0; i < columns.size(); i++) {
      RexNode value = builder.makeInputRef(source, i + 1);
      values.add(Assignment.of(value, target.column(columns.get(i)), places.get(i)));
      names.add(target.column(columns.get(i)).name());
    }
    for (int i = 0; i < wanted.size(); i++) {
      values.add(builder.makeInputRef(source, columns.size() + 1 + i));
      names.add("$other" + i);
    }
    return columns.isEmpty()
        ? source
        : LogicalProject.create(source, List.of(), values, names, Set.of());
  }

  /** A projection with more columns of its input, which has a key more, behind its own. */
  private static RelNode withOthers(RelNode rows, List<Integer> wanted) {
    if (wanted.isEmpty()) {
      return rows;
    }
    Project project = (Project) rows; // The keys are one column of several.
    List<RexNode> values = new ArrayList<>(project.getProjects());
    List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
    for (int column : wanted) {
      values.add(PydbRexBuilder.INSTANCE.makeInputRef(project.getInput(), 1 + column));
      names.add("$other" + names.size());
    }
    return LogicalProject.create(
        project.getInput(), project.getHints(), values, names, project.getVariablesSet());
  }
}
