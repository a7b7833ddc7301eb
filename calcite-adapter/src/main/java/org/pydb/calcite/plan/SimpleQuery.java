package org.pydb.calcite.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.bounds.IndexBounds;
import org.pydb.calcite.bounds.IndexBoundsBuilder;
import org.pydb.calcite.compile.PlanCompiler;
import org.pydb.calcite.compile.ScanCompiler;
import org.pydb.calcite.compile.TableRead;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ProjectNode;
import org.pydb.calcite.explain.PlanStep;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rex.ConstantFolding;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.MovedInputs;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.calcite.validate.ColumnLabels;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;

/**
 * Plans queries that leave nothing to be decided: some columns, or what is computed of them, of the
 * rows of one table that meet simple conditions, in the order of some columns. That is what most
 * short statements are. Validator and converter take two thirds of the time of planning such a
 * query, to find out that each name means a column and each type is what it is.
 *
 * <p>Whatever is not on the short list goes the general way, and so does whatever is wrong: errors
 * are told there. For what is on it, the plan is the very one that the general way would make;
 * {@code SimpleQueryTest} compares the two.
 */
final class SimpleQuery {
  private static final RexBuilder REX = PydbRexBuilder.INSTANCE;

  private final Planning planning;
  private final SimpleTable table;
  private final SimpleExpressions expressions;

  /** Labels and expressions of the result's columns, and what else the rows are ordered by. */
  private final List<String> labels = new ArrayList<>();

  private final List<RexNode> items = new ArrayList<>();

  /** By which the columns of the result are known to ORDER BY, as far as they have names. */
  private final List<String> names = new ArrayList<>();

  private final Set<String> taken = new HashSet<>();

  private SimpleQuery(Planning planning, SimpleTable table) {
    this.planning = planning;
    this.table = table;
    this.expressions = new SimpleExpressions(table, planning.hoisting());
  }

  /** The plan of a query; null if it is not one of the simple ones. */
  static @Nullable PlannedStatement plan(Planning planning, SqlNode query) {
    SqlNode inner = query instanceof SqlOrderBy order ? order.query : query;
    boolean maySuit =
        inner instanceof SqlSelect select
            && isPlain(select)
            && !planning.options().forceBridge()
            && planning.options().rules().areAllOn()
            && planning.options().parameterTypes().isEmpty();
    boolean isAlone = maySuit && inner == query && !planning.options().explains();
    PlannedStatement constants = isAlone ? ConstantRow.plan((SqlSelect) inner) : null;
    if (constants != null) {
      return constants;
    }
    SimpleTable table =
        maySuit ? SimpleTable.of(((SqlSelect) inner).getFrom(), planning.reader()) : null;
    return table == null
        ? null
        : new SimpleQuery(planning, table)
            .plan((SqlSelect) inner, query instanceof SqlOrderBy order ? order : null);
  }

  private static boolean isPlain(SqlSelect select) {
    return select.getGroup() == null
        && select.getHaving() == null
        && select.getQualify() == null
        && select.getWindowList().isEmpty()
        && select.getOrderList() == null
        && select.getFetch() == null
        && select.getOffset() == null
        && !select.hasHints()
        && !select.isDistinct()
        && select.getOperandList().get(0) instanceof SqlNodeList keywords
        && keywords.isEmpty();
  }

  private @Nullable PlannedStatement plan(SqlSelect select, @Nullable SqlOrderBy order) {
    List<RexNode> conditions = new ArrayList<>();
    if (!select(select.getSelectList()) || !expressions.conditions(select.getWhere(), conditions)) {
      return null;
    }
    int columnCount = items.size();
    List<RelFieldCollation> fields = new ArrayList<>();
    if (order != null && !(order(order.orderList, fields) && isCount(order.fetch, order.offset))) {
      return null;
    }
    RexNode condition = conditions.isEmpty() ? null : folded(conditions);
    if (condition != null && (condition.isAlwaysFalse() || condition.isAlwaysTrue())) {
      return null;
    }
    PlanNode lookUp = order == null ? keyLookUp(condition) : null;
    if (lookUp != null) {
      return planned(lookUp, PlanStep.NONE, columnCount);
    }
    RelOptCluster cluster = PydbPlanner.clusterWithoutSearch();
    RelCollation collation = RelCollations.of(fields);
    RelNode rows = rows(cluster, condition);
    RelNode plan =
        Optimizer.direct(
            RelRoot.of(limited(rows, collation, order), rowType(columnCount), SqlKind.SELECT)
                .withCollation(collation));
    return plan == null
        ? null
        : planned(PlanCompiler.compile(plan), planning.explain(plan), columnCount);
  }

  private static RexNode folded(List<RexNode> conditions) {
    return ConstantFolding.foldCondition(RexUtil.composeConjunction(REX, conditions));
  }

  private PlannedStatement planned(PlanNode plan, PlanStep explanation, int columnCount) {
    expressions.finish(planning.parameterTypes());
    planning.relyOn(table.table());
    return new PlannedStatement(
        SqlStatement.Kind.QUERY,
        plan,
        columns(columnCount),
        planning.parameters(),
        planning.tables(),
        planning.statistics(),
        explanation);
  }

  /**
   * What finds the one row whose primary key is given; null if it is not, if there are other ways
   * to find it, or if somebody wants to see the plan. No algebra is needed for that, and with it
   * none of the classes behind it, which the first statement of a JVM would wait for.
   */
  private @Nullable PlanNode keyLookUp(@Nullable RexNode condition) {
    PrimaryKey key = table.table().definition().primaryKey();
    if (key == null || condition == null || planning.options().explains()) {
      return null;
    }
    IndexBoundsBuilder builder = new IndexBoundsBuilder(RelOptUtil.conjunctions(condition));
    IndexBounds bounds = builder.bounds(key.columns());
    boolean isOnlyWay =
        bounds.pointCount() == key.columns().size()
            && table.table().definition().indexes().stream()
                .allMatch(index -> builder.bounds(ordinals(index)).isEmpty());
    return isOnlyWay ? keyLookUp(bounds) : null;
  }

  private static List<Integer> ordinals(IndexDefinition index) {
    return index.columns().stream().map(KeyColumn::column).toList();
  }

  private PlanNode keyLookUp(IndexBounds bounds) {
    List<Integer> used = usedColumns();
    PlanNode row = ScanCompiler.compile(new TableRead(table.table(), null, used, bounds, 1, false));
    if (isSelection()) {
      return row;
    }
    List<ColumnType> types = row.types();
    ExpressionCompiler compiler =
        new ExpressionCompiler(
            column -> Expressions.column(used.indexOf(column), types.get(used.indexOf(column))));
    return new ProjectNode(row, compiler.compileAll(items));
  }

  // ------------------------------------------------------------------ columns

  private boolean select(SqlNodeList list) {
    for (SqlNode item : list) {
      boolean isStar = item instanceof SqlIdentifier name && name.isStar();
      if (isStar ? !star((SqlIdentifier) item) : !item(item)) {
        return false;
      }
    }
    return true;
  }

  private boolean star(SqlIdentifier star) {
    List<RelDataTypeField> fields = table.table().getRowType().getFieldList();
    return star.names.size() == 1
        && fields.stream()
            .allMatch(
                field ->
                    add(
                        field.getName(),
                        field.getName(),
                        REX.makeInputRef(field.getType(), field.getIndex())));
  }

  private boolean item(SqlNode item) {
    boolean isNamed = item.getKind() == SqlKind.AS && ((SqlCall) item).operandCount() == 2;
    RexNode value = expressions.value(isNamed ? ((SqlCall) item).operand(0) : item);
    if (value == null) {
      return false;
    }
    String label = ColumnLabels.of(item);
    boolean hasName = isNamed || item instanceof SqlIdentifier;
    return add(label, hasName ? label : "EXPR$" + items.size(), value);
  }

  /** Adds a column; false if another one has its name. */
  private boolean add(String label, String name, RexNode value) {
    labels.add(label);
    names.add(name);
    items.add(value);
    return taken.add(name);
  }

  private List<ColumnInfo> columns(int count) {
    List<ColumnInfo> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      RexNode item = items.get(i);
      columns.add(QueryPlanning.column(labels.get(i), item.getType(), origin(item)));
    }
    return columns;
  }

  private @Nullable List<String> origin(RexNode item) {
    if (!(item instanceof RexInputRef column)) {
      return null;
    }
    List<String> origin = new ArrayList<>(table.table().getQualifiedName());
    origin.add(table.table().getRowType().getFieldNames().get(column.getIndex()));
    return origin;
  }

  private RelDataType rowType(int columnCount) {
    RelDataTypeFactory.Builder fields = PydbTypeFactory.INSTANCE.builder();
    for (int i = 0; i < columnCount; i++) {
      fields.add(names.get(i), items.get(i).getType());
    }
    return fields.build();
  }

  // ------------------------------------------------------------------ order

  private boolean order(SqlNodeList list, List<RelFieldCollation> fields) {
    for (SqlNode item : list) {
      boolean isDescending = item.getKind() == SqlKind.DESCENDING;
      int place = place(isDescending ? ((SqlCall) item).operand(0) : item);
      if (place < 0 || OpaqueType.kind(items.get(place).getType()) != null) {
        return false;
      }
      fields.add(
          isDescending
              ? new RelFieldCollation(
                  place,
                  RelFieldCollation.Direction.DESCENDING,
                  RelFieldCollation.NullDirection.FIRST)
              : new RelFieldCollation(
                  place,
                  RelFieldCollation.Direction.ASCENDING,
                  RelFieldCollation.NullDirection.LAST));
    }
    return true;
  }

  /** Which of the items an expression of ORDER BY is, after it was added if need be. */
  private int place(SqlNode expression) {
    if (!(expression instanceof SqlIdentifier name)) {
      return SimpleTable.NONE;
    }
    int named = name.isSimple() ? names.indexOf(name.getSimple()) : -1;
    if (named >= 0) {
      return items.indexOf(items.get(named));
    }
    RexNode value = expressions.column(name);
    if (value == null) {
      return SimpleTable.NONE;
    }
    int known = items.indexOf(value);
    if (known >= 0) {
      return known;
    }
    String column = name.names.get(name.names.size() - 1);
    return add(column, column, value) ? items.size() - 1 : SimpleTable.NONE;
  }

  /** Whether there is nothing to be decided about how many rows are wanted. */
  private static boolean isCount(@Nullable SqlNode fetch, @Nullable SqlNode offset) {
    return (fetch == null || isCount(fetch)) && (offset == null || isCount(offset));
  }

  private static boolean isCount(SqlNode node) {
    return node instanceof SqlNumericLiteral number && number.isInteger();
  }

  // ------------------------------------------------------------------ algebra

  /** The rows of the table, with the items; in no order yet. */
  private RelNode rows(RelOptCluster cluster, @Nullable RexNode condition) {
    List<Integer> used = usedColumns();
    RelNode scan = new LogicalScan(cluster, table.table(), used, condition);
    if (isSelection()) {
      return scan;
    }
    List<RexNode> values = items.stream().map(item -> MovedInputs.of(item, used::indexOf)).toList();
    return LogicalProject.create(scan, List.of(), values, names, Set.of());
  }

  /** Whether the items are columns, none of them twice. */
  private boolean isSelection() {
    return items.stream().allMatch(RexInputRef.class::isInstance)
        && new HashSet<>(items).size() == items.size();
  }

  /** The columns of the table that the items use: in their order, if they are nothing else. */
  private List<Integer> usedColumns() {
    return isSelection()
        ? items.stream().map(item -> ((RexInputRef) item).getIndex()).toList()
        : RelOptUtil.InputFinder.bits(items, null).asList();
  }

  private static RelNode limited(RelNode rows, RelCollation collation, @Nullable SqlOrderBy order) {
    return order == null || (order.fetch == null && order.offset == null)
        ? rows
        : LogicalSort.create(rows, collation, count(order.offset), count(order.fetch));
  }

  private static @Nullable RexNode count(@Nullable SqlNode node) {
    return node instanceof SqlNumericLiteral number
        ? REX.makeExactLiteral(
            number.getValueAs(BigDecimal.class), number.createSqlType(PydbTypeFactory.INSTANCE))
        : null;
  }
}
