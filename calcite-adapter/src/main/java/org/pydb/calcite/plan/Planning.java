package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.catalog.PydbView;
import org.pydb.calcite.catalog.StatisticsStamp;
import org.pydb.calcite.catalog.TemporarySchemas;
import org.pydb.calcite.convert.QueryConverter;
import org.pydb.calcite.explain.PlanStep;
import org.pydb.calcite.explain.PlanTree;
import org.pydb.calcite.hoist.Hoisting;
import org.pydb.calcite.rel.KeptRows;
import org.pydb.calcite.rel.LogicalKeptRows;
import org.pydb.calcite.rule.BridgeSteps;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.TypeNames;
import org.pydb.calcite.validate.ParameterTypes;
import org.pydb.calcite.validate.PydbValidator;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/** What the planning of one statement is about: names, types of parameters, tables. */
final class Planning {
  /** How many rows are expected if nobody knows. */
  private static final double ROWS = 100;

  private final PlanningCatalog catalog;
  private final PlanOptions options;
  private final Hoisting hoisting;
  private final PydbCatalogReader reader;
  private final ParameterTypes parameterTypes;
  private final Set<TableDefinition> tables;
  private final Set<ViewDefinition> views;
  private final Set<Integer> named;

  /** The scans that views brought. */
  private final Set<RelNode> ofViews;

  /** Whether this is the query of a view, within a statement. */
  private final boolean isView;

  private final Set<TableDefinition> systemTables;
  private final Map<Integer, StatisticsStamp> statistics;
  private final Priors priors;

  /** How many queries say how many rows are wanted. */
  private final AtomicInteger countQueries;

  private @Nullable PydbValidator validator;
  private @Nullable RelOptCluster cluster;

  /** How many rows the last plan may give. */
  private double expectedRows = ROWS;

  /** The planning of what is no whole statement: it has no literals to be hoisted. */
  Planning(PlanningCatalog catalog, PlanOptions options) {
    this(catalog, options, Hoisting.NONE);
  }

  /** The planning of a statement, some literals of which the plan may leave open. */
  Planning(PlanningCatalog catalog, PlanOptions options, Hoisting hoisting) {
    this.catalog = catalog;
    this.options = options;
    this.hoisting = hoisting;
    this.reader = new PydbCatalogReader(catalog.tables(), options.searchPath());
    this.tables = new LinkedHashSet<>();
    this.views = new LinkedHashSet<>();
    this.named = new HashSet<>();
    this.ofViews = Collections.newSetFromMap(new IdentityHashMap<>());
    this.isView = false;
    this.systemTables = new LinkedHashSet<>();
    this.statistics = new LinkedHashMap<>();
    this.priors = new Priors();
    this.countQueries = new AtomicInteger();
    this.parameterTypes = new ParameterTypes(given(options));
  }

  /**
   * Another tree of the same statement.
   *
   * @param newCluster null for one of its own
   */
  private Planning(Planning statement, @Nullable RelOptCluster newCluster) {
    catalog = statement.catalog;
    options = statement.options;
    hoisting = Hoisting.NONE;
    reader = statement.reader;
    parameterTypes = statement.parameterTypes;
    tables = statement.tables;
    views = statement.views;
    named = statement.named;
    ofViews = statement.ofViews;
    isView = statement.isView;
    systemTables = statement.systemTables;
    statistics = statement.statistics;
    priors = statement.priors;
    countQueries = statement.countQueries;
    cluster = newCluster;
  }

  /** The query of a view that a statement uses, perhaps by way of other views. */
  private Planning(Planning statement, ViewDefinition view) {
    catalog = statement.catalog;
    options = statement.options;
    hoisting = Hoisting.NONE;
    reader = new PydbCatalogReader(catalog.tables(), List.of());
    parameterTypes = new ParameterTypes(List.of());
    tables = statement.tables;
    views = statement.views;
    named = statement.named;
    ofViews = statement.ofViews;
    isView = true;
    systemTables = statement.systemTables;
    statistics = statement.statistics;
    priors = statement.priors;
    countQueries = statement.countQueries;
    cluster = statement.cluster();
    views.add(view);
    if (!statement.isView) {
      named.add(view.id());
    }
  }

  /**
   * The planning of a part of the statement that is a tree of its own: with the same parameters and
   * tables. Its literals are none of those that may be hoisted.
   */
  Planning beside() {
    return new Planning(this, cluster());
  }

  /** The same for a part that gets a plan of its own. */
  Planning part() {
    return new Planning(this, (@Nullable RelOptCluster) null);
  }

  /** Rows that the execution keeps, for a plan of this. */
  RelNode kept(KeptRows.Rows rows) {
    return new LogicalKeptRows(cluster(), rows);
  }

  /** Counts a query that says how many rows are wanted. */
  int countQuery() {
    return countQueries.incrementAndGet();
  }

  /** What runs before the statement. */
  Priors priors() {
    return priors;
  }

  private static List<@Nullable RelDataType> given(PlanOptions options) {
    List<@Nullable RelDataType> types = new ArrayList<>();
    for (ColumnType type : options.parameterTypes()) {
      types.add(type == null ? null : ColumnTypes.toPlan(type, true));
    }
    return types;
  }

  PlanningCatalog catalog() {
    return catalog;
  }

  PlanOptions options() {
    return options;
  }

  PydbCatalogReader reader() {
    return reader;
  }

  /** Which literals the plan may leave open. */
  Hoisting hoisting() {
    return hoisting;
  }

  /** The types of the parameters, as far as they are known. */
  ParameterTypes parameterTypes() {
    return parameterTypes;
  }

  /** The only validator of the statement. */
  PydbValidator validator() {
    PydbValidator made = validator;
    if (made == null) {
      made = new PydbValidator(reader, parameterTypes, catalog.functions());
      made.prepareWith(statement -> CountQueries.plan(this, statement));
      validator = made;
    }
    return made;
  }

  private RelOptCluster cluster() {
    RelOptCluster made = cluster;
    if (made == null) {
      made = new PydbPlanner(options.rules(), options.cancellation()).cluster();
      cluster = made;
    }
    return made;
  }

  /** Notes a table that the statement names. */
  void relyOn(PydbTable table) {
    if (table.isSystem()) {
      systemTables.add(table.definition());
    } else {
      named.add(table.definition().id());
      note(table);
    }
  }

  /** Notes a view that the statement names, and that is replaced by its query. */
  void relyOn(PydbView view) {
    views.add(view.definition());
    named.add(view.definition().id());
  }

  /** Notes a table that is read. */
  void relyOn(TableScan scan) {
    PydbTable table = PydbTable.of(scan.getTable());
    if (isView) {
      ofViews.add(scan);
      if (!table.isSystem()) {
        note(table);
      }
    } else if (!ofViews.contains(scan)) {
      relyOn(table);
    }
  }

  private void note(PydbTable table) {
    String materialized = table.definition().attributes().get(TableDefinition.MATERIALIZED);
    if (TableDefinition.EMPTY.equals(materialized)) {
      throw new SqlError(
          "55000",
          "materialized view \""
              + table.definition().name()
              + "\" has not been populated: use the REFRESH MATERIALIZED VIEW command");
    }
    checkOwn(table.definition().schema());
    tables.add(table.definition());
    statistics.computeIfAbsent(
        table.definition().id(), id -> StatisticsStamp.of(table.statistics()));
  }

  /** Definitions are planned by nobody's path; what sessions plan is their own. */
  private void checkOwn(String schema) {
    if (TemporarySchemas.isOne(schema)
        && !options.equals(PlanOptions.DEFAULT)
        && !options.searchPath().contains(schema)) {
      throw new SqlError("0A000", "cannot access temporary tables of other sessions");
    }
  }

  /** The tables that the plan relies on. */
  List<TableDefinition> tables() {
    return List.copyOf(tables);
  }

  /** What names mean besides tables. */
  Names names() {
    return new Names(
        options.searchPath(),
        List.copyOf(views),
        named,
        List.copyOf(systemTables),
        catalog.functions());
  }

  /** By which estimates the plan is chosen. */
  List<StatisticsStamp> statistics() {
    return List.copyOf(statistics.values());
  }

  /** The algebra of a validated query, whose tables are noted. */
  RelRoot convert(SqlNode validated) {
    hoisting.hoist(validated, validator());
    return noted(
        QueryConverter.convert(cluster(), reader, validator(), validated, this::expandView));
  }

  /** The same where the select list is to be over the rows of FROM, as a step of its own. */
  RelRoot convertApart(SqlNode validated) {
    hoisting.hoist(validated, validator());
    return noted(
        QueryConverter.convertApart(cluster(), reader, validator(), validated, this::expandView));
  }

  private RelRoot noted(RelRoot root) {
    new RelVisitor() {
      @Override
      public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        if (node instanceof TableScan scan && PydbTable.isOurs(scan.getTable())) {
          relyOn(scan);
        }
        node.accept(new SubQueryTables(Planning.this));
        super.visit(node, ordinal, parent);
      }
    }.go(root.rel);
    return root;
  }

  /** The algebra of a view's query, in the place where a statement names the view. */
  private RelRoot expandView(
      RelDataType rowType, String query, List<String> schemas, @Nullable List<String> name) {
    if (name == null || name.size() != 2) {
      throw new IllegalArgumentException("not the name of a view: " + name);
    }
    PydbView view = catalog.tables().view(name.get(0), name.get(1));
    if (view == null) {
      throw new IllegalStateException("view " + name + " has vanished");
    }
    Planning own = new Planning(this, view.definition());
    return RelRoot.of(ViewQuery.of(view.definition()).convert(own, rowType), SqlKind.SELECT);
  }

  /** The physical plan for a query. */
  RelNode optimize(RelRoot root) {
    RelNode plan = Optimizer.optimize(root);
    expectedRows = plan.getCluster().getMetadataQuery().getRowCount(plan);
    return options.forceBridge() ? BridgeSteps.force(plan) : plan;
  }

  /** How many rows the last plan may give. */
  double expectedRows() {
    return expectedRows;
  }

  /** The last plan's rows are counted by what runs it. */
  void expectAtMost(@Nullable RexNode limit) {
    if (limit instanceof RexLiteral literal && RexLiteral.intValue(literal) < expectedRows) {
      expectedRows = Math.max(1, RexLiteral.intValue(literal));
    }
  }

  /** The same for rows that come in order only if they may be equal in the first column. */
  RelNode optimizeByKey(RelRoot root) {
    RelNode plan = Optimizer.optimizeByKey(root);
    return options.forceBridge() ? BridgeSteps.force(plan) : plan;
  }

  /** A plan as people read it, if somebody wants to. */
  PlanStep explain(RelNode plan) {
    return options.explains() ? PlanTree.of(plan) : PlanStep.NONE;
  }

  /** The parameters, in order. */
  List<ParameterInfo> parameters() {
    List<ParameterInfo> parameters = new ArrayList<>();
    for (int i = 0; i < parameterTypes.size(); i++) {
      RelDataType type = parameterTypes.type(i);
      ColumnType column =
          type == null || parameterTypes.isGuessed(i) ? null : ColumnTypes.toColumn(type);
      parameters.add(
          new ParameterInfo(column, column == null ? "unknown" : TypeNames.catalogName(column)));
    }
    return parameters;
  }
}
