package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.compile.PlanCompiler;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.table.ConflictAction;
import org.pydb.calcite.exec.table.RowQuery;
import org.pydb.calcite.explain.ExpressionText;
import org.pydb.calcite.parser.OnConflict;
import org.pydb.calcite.rel.KeptRows;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Arbiters;

/**
 * How INSERT goes on where a row meets another one: its ON CONFLICT.
 *
 * @param action what is done
 * @param details as people read it
 */
record ConflictPlan(ConflictAction action, List<String> details) {

  /** By this name DO UPDATE sees the row that was to be inserted. */
  private static final String EXCLUDED = "excluded";

  /**
   * Plans ON CONFLICT.
   *
   * @param alias the name that the table has in the clause
   * @param clause null if there is none
   */
  static @Nullable ConflictPlan of(
      Planning planning, TargetTable target, String alias, @Nullable OnConflict clause) {
    if (clause == null) {
      return null;
    }
    if (clause.isUpdate() && clause.columns().isEmpty() && clause.constraint() == null) {
      throw new PlacedError(
          clause,
          "42601",
          "ON CONFLICT DO UPDATE requires inference specification or constraint name: for example,"
              + " ON CONFLICT (column_name)");
    }
    List<Integer> arbiters = new ConflictKeys(planning, target, clause).arbiters();
    List<String> details = new ArrayList<>();
    details.add("Arbiters: " + names(target.definition(), arbiters));
    if (!clause.isUpdate()) {
      details.add("On Conflict: do nothing");
      return new ConflictPlan(new ConflictAction(arbiters, null), details);
    }
    return new ConflictPlan(
        new ConflictAction(arbiters, update(planning, target, alias, clause, details)), details);
  }

  private static String names(TableDefinition table, List<Integer> arbiters) {
    return arbiters.stream()
        .map(
            key ->
                key == Arbiters.PRIMARY_KEY && table.primaryKey() != null
                    ? table.primaryKey().name()
                    : table.indexes().get(key).name())
        .collect(Collectors.joining(", "));
  }

  static void checkBoolean(RexNode condition, SqlNode place) {
    if (condition.getType().getSqlTypeName() != SqlTypeName.BOOLEAN) {
      throw new PlacedError(place, "42804", "argument of WHERE must be of type boolean");
    }
  }

  // ------------------------------------------------------------------ the update

  private static ConflictAction.Update update(
      Planning planning,
      TargetTable target,
      String alias,
      OnConflict clause,
      List<String> details) {
    List<Integer> columns = target.setOrdinals(clause.targets());
    List<SqlNode> items = new ArrayList<>();
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    for (int i = 0; i < columns.size(); i++) {
      SqlNode value = clause.values().get(i);
      GivenValues.checkUpdate(target.column(columns.get(i)), value);
      items.add(
          value.getKind() == SqlKind.DEFAULT
              ? target.defaultOrNull(columns.get(i))
              : target.unqualified(value));
    }
    target.addTypes(types, columns);
    SqlNode condition = clause.condition();
    if (condition != null) {
      items.add(target.unqualified(condition));
      types.add("$condition", SqlTypeName.BOOLEAN);
    }
    if (items.stream().anyMatch(SubQueries::areIn)) {
      details.add("On Conflict: update by a query");
      RelDataType wanted = types.uniquify().build();
      return query(planning, target, alias, columns, items, wanted, condition);
    }
    RowExpressions expressions =
        RowExpressions.of(
            planning,
            items,
            withExcluded(target, alias),
            types.uniquify().build(),
            "ON CONFLICT DO UPDATE");
    ExpressionText text = text(target.definition());
    List<Expression> values = new ArrayList<>();
    List<String> set = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      RexNode value = expressions.values().get(i);
      RexNode stored = Assignment.of(value, target.column(columns.get(i)), items.get(i));
      values.add(expressions.compiler().compile(stored));
      set.add(target.column(columns.get(i)).name() + " = " + text.of(value));
    }
    details.add("On Conflict: update, set " + String.join(", ", set));
    Expression when = null;
    if (condition != null) {
      RexNode truth = expressions.values().get(columns.size());
      checkBoolean(truth, condition);
      when = expressions.compiler().compile(truth);
      details.add("Conflict Filter: " + text.of(truth));
    }
    return new ConflictAction.Update(columns, values, when, null);
  }

  /** An update whose values and condition have sub-queries: a query of both rows, for each pair. */
  private static ConflictAction.Update query(
      Planning planning,
      TargetTable target,
      String alias,
      List<Integer> columns,
      List<SqlNode> items,
      RelDataType wanted,
      @Nullable SqlNode condition) {
    KeptRows.Rows pair = planning.priors().rows("ON CONFLICT", 1);
    KeptQuery query =
        KeptQuery.of(
            planning,
            items,
            withExcluded(target, alias),
            wanted,
            "ON CONFLICT DO UPDATE",
            pair,
            values -> stored(values, target, columns, items, condition));
    List<ColumnType> types = PlanCompiler.columnTypes(query.rowType());
    return new ConflictAction.Update(
        columns, List.of(), null, new RowQuery(pair.number(), types, query.plan()));
  }

  /** The values as the columns store them, if the condition, which stands behind them, is true. */
  private static RelNode stored(
      RelNode values,
      TargetTable target,
      List<Integer> columns,
      List<SqlNode> items,
      @Nullable SqlNode condition) {
    RexBuilder rex = PydbRexBuilder.INSTANCE;
    RelNode rows = values;
    if (condition != null) {
      RexNode truth = rex.makeInputRef(values, columns.size());
      checkBoolean(truth, condition);
      rows = LogicalFilter.create(values, truth);
    }
    List<RexNode> stored = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      RexNode value = rex.makeInputRef(rows, i);
      stored.add(Assignment.of(value, target.column(columns.get(i)), items.get(i)));
      names.add("$value" + i);
    }
    return LogicalProject.create(rows, List.of(), stored, names, Set.of());
  }

  private static ExpressionText text(TableDefinition table) {
    List<String> names = new ArrayList<>();
    table.visibleColumns().forEach(column -> names.add(column.name()));
    table.visibleColumns().forEach(column -> names.add(EXCLUDED + "." + column.name()));
    return new ExpressionText(names);
  }

  /** The row that is there, and behind it the one that was to be inserted. */
  private static SqlNode withExcluded(TargetTable target, String alias) {
    SqlParserPos place = target.name().getParserPosition();
    return new SqlJoin(
        place,
        target.as(alias),
        SqlLiteral.createBoolean(false, place),
        JoinType.COMMA.symbol(place),
        target.as(EXCLUDED),
        JoinConditionType.NONE.symbol(place),
        null);
  }
}
