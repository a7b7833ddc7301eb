package org.pydb.calcite.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.compile.PlanCompiler;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ProjectNode;
import org.pydb.calcite.exec.table.MergeNode;
import org.pydb.calcite.explain.ExpressionText;
import org.pydb.calcite.parser.MergeClause;
import org.pydb.calcite.parser.MergeStatement;
import org.pydb.calcite.rel.KeptRows;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * Plans MERGE as a query that says for each pair of rows, one of which may be missing, what is to
 * be done, and with which values.
 *
 * <pre>
 * merge into stock using sale on sale.item = stock.item
 *   when matched and n = sold then delete
 *   when matched then update set n = n - sold
 *   when not matched then insert values (sale.item, -sold)
 *
 *     select stock.$key, what, case what when 1 then n - sold end,
 *            case what when 2 then sale.item end, case what when 2 then -sold end
 *     from (select *, case when stock.$key is not null and n = sold then 0
 *                          when stock.$key is not null then 1
 *                          when stock.$key is null then 2 else -1 end as what
 *           from sale left join stock on sale.item = stock.item)
 * </pre>
 *
 * <p>Each clause sees what there is of its pair, and nothing else: the table, the source, or both.
 */
final class MergePlanning {
  private static final RexBuilder REX = PydbRexBuilder.INSTANCE;
  private static final String WHAT = "$what";
  private static final BigDecimal NO_ACTION = BigDecimal.ONE.negate();

  private final Planning planning;
  private final MergeStatement merge;
  private final MergeSides sides;
  private final TargetTable target;

  /** Gives the pairs of rows. */
  private final RelNode pairs;

  private final List<MergeNode.Action> actions = new ArrayList<>();
  private final List<String> details = new ArrayList<>();

  /** Which clause is for a pair, as operands of a CASE. */
  private final List<RexNode> choice = new ArrayList<>();

  /** The values of all actions, each for its own pairs. */
  private final List<RexNode> values = new ArrayList<>();

  private final List<Integer> actionOfValue = new ArrayList<>();

  /** Whether clauses have sub-queries: then the pairs are kept, with what is to be done. */
  private final boolean hasQueries;

  /** Plans what is computed of the pairs. */
  private final Planning ofValues;

  /** By which sub-queries of conditions, and of values, refer to the pairs. */
  private final Set<CorrelationId> conditionVariables = new LinkedHashSet<>();

  private final Set<CorrelationId> valueVariables = new LinkedHashSet<>();

  private MergePlanning(Planning planning, MergeStatement merge) {
    this.planning = planning;
    this.merge = merge;
    hasQueries = SubQueries.areIn(merge.clauses());
    ofValues = hasQueries ? planning.part() : planning;
    target = TargetTable.find(planning, merge.table());
    if (target.view() != null) {
      throw new PlacedError(
          merge.table(), "0A000", "MERGE INTO a view is not supported: merge into its table");
    }
    sides = MergeSides.of(merge, target);
    pairs = planning.convert(planning.validator().validateStatement(sides.pairs(planning))).rel;
    sides.count(pairs.getRowType().getFieldCount());
  }

  static PlannedStatement plan(Planning planning, MergeStatement merge) {
    return new MergePlanning(planning, merge).plan();
  }

  private PlannedStatement plan() {
    for (SqlNode clause : merge.clauses()) {
      clause((MergeClause) clause);
    }
    ReturnedColumns returned = sides.returned(planning, merge.returning(), 2 + values.size());
    List<RexNode> changes = changes(returned == null ? List.of() : returned.others());
    if (hasQueries) {
      return planKept(changes, returned);
    }
    ImmutableBitSet used = RelOptUtil.InputFinder.bits(changes, null);
    RelNode plan = planning.optimize(RelRoot.of(chosen(used), SqlKind.SELECT));
    PlanNode rows = new ProjectNode(PlanCompiler.compile(plan), compile(changes, used, plan));
    return planned(rows, plan, returned);
  }

  /** The statement that does what the rows say. */
  private PlannedStatement planned(
      PlanNode rows, RelNode plan, @Nullable ReturnedColumns returned) {
    MergeNode node =
        new MergeNode(
            target.table().layout(),
            rows,
            actions,
            planning.catalog().expressions(target.table()).rules(),
            returned == null ? null : returned.node());
    return PlannedStatement.ofChange(
        planning,
        "Merge on " + target.definition().name(),
        details,
        node,
        planning.explain(plan),
        returned);
  }

  /**
   * Keeps the pairs with what is to be done, and then computes the values. In one plan the planner
   * would merge both, and decide twice.
   */
  private PlannedStatement planKept(List<RexNode> changes, @Nullable ReturnedColumns returned) {
    RelNode chosen = chosen(ImmutableBitSet.range(what()));
    RelNode pairsPlan = planning.optimize(RelRoot.of(chosen, SqlKind.SELECT));
    KeptRows.Rows rows =
        new KeptRows.Rows(
            planning
                .priors()
                .add(PlanCompiler.compile(pairsPlan), "pairs", planning.explain(pairsPlan)),
            "pairs",
            chosen.getRowType(),
            planning.expectedRows());
    RelNode kept = ofValues.kept(rows);
    List<String> names = IntStream.range(0, changes.size()).mapToObj(i -> "$change" + i).toList();
    RelNode tree = LogicalProject.create(kept, List.of(), changes, names, valueVariables);
    RelNode plan = ofValues.optimize(RelRoot.of(tree, SqlKind.SELECT));
    return planned(PlanCompiler.compile(plan), plan, returned);
  }

  // ------------------------------------------------------------------ clauses

  private void clause(MergeClause clause) {
    List<Integer> columns = columns(clause);
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    target.addTypes(types, columns);
    List<SqlNode> items = values(clause, columns);
    List<RexNode> expressions =
        items.isEmpty()
            ? List.of()
            : expressions(ofValues, clause, items, types.uniquify().build(), valueVariables);
    RexNode when = sides.guard(clause.rows(), pairs);
    String text = "";
    SqlNode condition = clause.condition();
    if (condition != null) {
      RexNode truth = condition(clause, condition);
      when = REX.makeCall(SqlStdOperatorTable.AND, when, truth);
      text = new ExpressionText(pairs.getRowType().getFieldNames()).of(truth);
    }
    choice.add(when);
    choice.add(
        number(
            clause.action() == MergeClause.Action.NOTHING
                ? NO_ACTION
                : BigDecimal.valueOf(actions.size())));
    details.add(words(clause, condition == null ? "" : " and " + text));
    if (clause.action() != MergeClause.Action.NOTHING) {
      action(clause, columns, items, expressions);
    }
  }

  private static String words(MergeClause clause, String condition) {
    String rows = clause.rows().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "When " + rows + condition + ": " + clause.action().name().toLowerCase(Locale.ROOT);
  }

  private RexNode condition(MergeClause clause, SqlNode condition) {
    RelDataType wanted =
        PydbTypeFactory.INSTANCE.builder().add("$condition", SqlTypeName.BOOLEAN).build();
    List<SqlNode> items = List.of(target.unqualified(condition));
    RexNode truth = expressions(planning, clause, items, wanted, conditionVariables).get(0);
    if (truth.getType().getSqlTypeName() != SqlTypeName.BOOLEAN) {
      throw new PlacedError(
          condition, "42804", "argument of MERGE WHEN AND must be of type boolean");
    }
    return truth;
  }

  /** Expressions over the pairs, behind which stands what is to be done. */
  private List<RexNode> expressions(
      Planning own,
      MergeClause clause,
      List<SqlNode> items,
      RelDataType types,
      Set<CorrelationId> variables) {
    RowExpressions made =
        RowExpressions.withQueries(
            own.beside(), items, sides.from(clause.rows()), types, "MERGE WHEN clauses");
    variables.addAll(made.variables());
    RelDataType rowType = variables == valueVariables ? withChoice() : pairs.getRowType();
    return new MovedColumns(rowType, made.variables(), column -> sides.place(clause.rows(), column))
        .visitList(made.values());
  }

  private RelDataType withChoice() {
    return PydbTypeFactory.INSTANCE
        .builder()
        .addAll(pairs.getRowType().getFieldList())
        .add(WHAT, SqlTypeName.INTEGER)
        .build();
  }

  /** The columns that a clause gives values: of a row that is inserted those that it names. */
  private List<Integer> columns(MergeClause clause) {
    SqlNodeList names = clause.columns();
    if (names != null) {
      return clause.action() == MergeClause.Action.UPDATE
          ? target.setOrdinals(names)
          : target.ordinals(names);
    }
    return clause.values() == null
        ? List.of()
        : IntStream.range(0, Math.min(clause.values().size(), target.definition().visibleCount()))
            .boxed()
            .toList();
  }

  private List<SqlNode> values(MergeClause clause, List<Integer> columns) {
    SqlNodeList given = clause.values();
    if (given == null) {
      return List.of();
    }
    if (given.size() != columns.size()) {
      throw new PlacedError(
          given,
          "42601",
          given.size() > columns.size()
              ? "INSERT has more values than target columns"
              : "INSERT has more target columns than values");
    }
    List<SqlNode> values = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      SqlNode value = given.get(i);
      if (clause.action() == MergeClause.Action.UPDATE) {
        GivenValues.checkUpdate(target.column(columns.get(i)), value);
      } else {
        GivenValues.checkInsert(target.column(columns.get(i)), value);
      }
      values.add(
          value.getKind() == SqlKind.DEFAULT
              ? target.defaultOrNull(columns.get(i))
              : target.unqualified(value));
    }
    return values;
  }

  private void action(
      MergeClause clause, List<Integer> columns, List<SqlNode> items, List<RexNode> expressions) {
    boolean isInsert = clause.action() == MergeClause.Action.INSERT;
    List<Integer> stored =
        isInsert
            ? IntStream.range(0, target.definition().columns().size()).boxed().toList()
            : columns;
    int first = 2 + values.size();
    for (int column : stored) {
      int at = columns.indexOf(column);
      RexNode value = at >= 0 ? expressions.get(at) : Defaults.of(planning, target.table(), column);
      SqlNode place = at >= 0 ? items.get(at) : clause;
      values.add(Assignment.of(value, target.column(column), place));
      actionOfValue.add(actions.size());
    }
    actions.add(
        new MergeNode.Action(
            MergeNode.Kind.valueOf(clause.action().name()),
            clause.action() == MergeClause.Action.DELETE ? List.of() : stored,
            first));
  }

  // ------------------------------------------------------------------ the query

  private static RexNode number(BigDecimal value) {
    RelDataType integer = PydbTypeFactory.INSTANCE.createSqlType(SqlTypeName.INTEGER);
    return REX.makeLiteral(value, integer, true);
  }

  /** Those columns of the pairs that are used, and behind them what is to be done. */
  private RelNode chosen(ImmutableBitSet used) {
    choice.add(number(NO_ACTION));
    List<RexNode> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int column : used) {
      if (column < what()) {
        columns.add(REX.makeInputRef(pairs, column));
        names.add(pairs.getRowType().getFieldNames().get(column));
      }
    }
    columns.add(REX.makeCall(SqlStdOperatorTable.CASE, choice));
    names.add(WHAT);
    return LogicalProject.create(pairs, List.of(), columns, names, conditionVariables);
  }

  /** Where what is to be done stands: behind the columns of the pairs. */
  private int what() {
    return pairs.getRowType().getFieldCount();
  }

  private RexNode whatColumn() {
    return REX.makeInputRef(PydbTypeFactory.INSTANCE.createSqlType(SqlTypeName.INTEGER), what());
  }

  /** The key, what is to be done, the values, and behind them what RETURNING wants. */
  private List<RexNode> changes(List<Integer> wanted) {
    List<RexNode> columns = new ArrayList<>();
    columns.add(REX.makeInputRef(pairs, sides.key()));
    columns.add(whatColumn());
    for (int i = 0; i < values.size(); i++) {
      columns.add(only(whatColumn(), actionOfValue.get(i), values.get(i)));
    }
    for (int column : wanted) {
      columns.add(
          column == sides.actionColumn()
              ? actionName(whatColumn())
              : REX.makeInputRef(pairs, sides.placeOfReturned(column)));
    }
    return columns;
  }

  /** Makes the changes run on the columns that are used. The planner would copy the choice. */
  private static List<Expression> compile(
      List<RexNode> changes, ImmutableBitSet used, RelNode plan) {
    ExpressionCompiler over = ExpressionCompiler.over(plan.getRowType());
    RexBuilder rex = PydbRexBuilder.INSTANCE;
    return new ExpressionCompiler(
            column -> over.compile(rex.makeInputRef(plan, used.indexOf(column))))
        .compileAll(changes);
  }

  /** A value that nobody computes for other actions. */
  private static RexNode only(RexNode what, int action, RexNode value) {
    return REX.makeCall(
        SqlStdOperatorTable.CASE,
        REX.makeCall(SqlStdOperatorTable.EQUALS, what, number(BigDecimal.valueOf(action))),
        value,
        REX.makeNullLiteral(value.getType()));
  }

  private RexNode actionName(RexNode what) {
    RelDataType text = PydbTypeFactory.INSTANCE.text();
    List<RexNode> operands = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      operands.add(REX.makeCall(SqlStdOperatorTable.EQUALS, what, number(BigDecimal.valueOf(i))));
      operands.add(REX.makeLiteral(actions.get(i).kind().name(), text, true));
    }
    operands.add(REX.makeNullLiteral(text));
    return REX.makeCall(SqlStdOperatorTable.CASE, operands);
  }
}
