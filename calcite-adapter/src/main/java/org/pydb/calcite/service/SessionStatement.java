package org.pydb.calcite.service;

import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.BatchError;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.NoRows;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.RowCursor;
import org.pydb.calcite.exec.table.ModifyNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.plan.PlanOptions;
import org.pydb.calcite.plan.PlannedStatement;
import org.pydb.calcite.plan.Planner;
import org.pydb.calcite.plan.PlanningCatalog;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * A query or change of one session. It keeps its plan and the operators made from it, and looks
 * before each run whether the definitions are still those that the plan was made for.
 */
final class SessionStatement implements SqlStatement {
  private final Session session;
  private final String sql;
  private final StatementShape shape;
  private PlannedStatement statement;

  /** The values of the literals that the plan leaves open. */
  private @Nullable Object[] literals;

  /** The catalog under which the plan was last found right. */
  private Catalog catalog;

  /** Up to which epoch the estimates are known to be about those that the plan was chosen by. */
  private long epoch;

  /**
   * Whether the places of some parameters take any type, so that the plan depends on the values.
   */
  private final boolean isOpenToTypes;

  /** What the places of the parameters ask for, whatever types values have brought since. */
  private final List<ParameterInfo> places;

  /** The types of values for which the plan was made, if that matters. */
  private List<@Nullable ColumnType> boundTypes = List.of();

  /** Whether the rows that it returns go beside their number. */
  private boolean givesKeys;

  /** The keys of the last batch, until they are taken. */
  private @Nullable SqlResult batchKeys;

  /** Operators that no execution uses, to be used again, and what they were made from. */
  private @Nullable Operator idle;

  private @Nullable PlannedStatement idleOf;

  private BitSet largeColumns = new BitSet();

  /** What runs now, to be cancelled by other threads. */
  private final Running running = new Running();

  /** What runs queries, if none uses it. */
  private @Nullable Rows idleRows;

  private SessionStatement(
      Session session, StatementShape shape, PlanCache.Found plan, Catalog catalog) {
    this.session = session;
    this.sql = shape.text();
    this.shape = shape;
    this.statement = plan.statement();
    this.literals = plan.literals();
    this.catalog = catalog;
    places = statement.parameters();
    isOpenToTypes = places.stream().anyMatch(place -> place.type() == null);
  }

  /** A statement whose plan is in the cache, or null. */
  static @Nullable SessionStatement ofCachedPlan(Session session, StatementShape shape) {
    Transaction open = session.transactions().open();
    Transaction now = open == null ? session.transactions().beginForReading() : open;
    try {
      OpenDatabase database = session.database();
      PlanCache.Found found = database.plans().get(shape, now.catalog(), database.functions());
      return found == null ? null : new SessionStatement(session, shape, found, now.catalog());
    } finally {
      if (open == null) {
        now.close();
      }
    }
  }

  /** A statement that has been parsed. */
  static SessionStatement of(Session session, StatementShape shape, SqlNode parsed) {
    Transaction open = session.transactions().open();
    Transaction now = open == null ? session.transactions().beginForReading() : open;
    try {
      PlanCache.Found made = plan(session, shape, parsed, now);
      return new SessionStatement(session, shape, made, now.catalog());
    } finally {
      if (open == null) {
        now.close();
      }
    }
  }

  /** A new plan, for parameters of the types that their places ask for. */
  private static PlanCache.Found plan(
      Session session, StatementShape shape, @Nullable SqlNode parsed, Transaction now) {
    PlanCache plans = session.database().plans();
    boolean @Nullable [] allowed = plans.miss(shape);
    PlanningCatalog tables = session.database().tables(now.catalog(), now.hasOwnDefinitions());
    PlanOptions options = session.planOptions();
    PlannedStatement made =
        parsed == null
            ? Planner.plan(shape, allowed, tables, options)
            : Planner.plan(parsed, shape, allowed, tables, options);
    if (!now.hasOwnDefinitions()) {
      plans.put(shape, made, now.catalog());
    }
    @Nullable Object[] literals = PlanCache.literals(shape, made);
    if (literals == null) {
      throw new IllegalStateException("a plan does not fit the statement that it was made for");
    }
    return new PlanCache.Found(made, literals);
  }

  /** A new plan, for parameters of these types. */
  private PlannedStatement planFor(List<@Nullable ColumnType> parameterTypes, Transaction now) {
    return Planner.plan(
        sql,
        session.database().tables(now.catalog(), now.hasOwnDefinitions()),
        session.planOptions().withParameterTypes(parameterTypes));
  }

  /** Makes sure that the plan fits what a transaction sees and the values that are bound. */
  void refresh(Transaction now, ParameterValues values) {
    Catalog seen = now.catalog();
    if (seen != catalog) {
      if (!statement.isValid(seen)) {
        adopt(foundOrPlanned(now));
      }
      catalog = seen;
    }
    if (!statement.hasCurrentFunctions(session.database().functions())) {
      adopt(foundOrPlanned(now));
    }
    replanIfEstimatesMoved(now);
    if (isOpenToTypes) {
      List<@Nullable ColumnType> types = BoundTypes.of(places, values);
      if (!types.equals(boundTypes)) {
        statement = planFor(types, now);
        boundTypes = types;
      }
    }
  }

  private void adopt(PlanCache.Found plan) {
    statement = plan.statement();
    literals = plan.literals();
    boundTypes = List.of();
  }

  private void replanIfEstimatesMoved(Transaction now) {
    long current = session.database().statistics().epoch();
    if (current != epoch) {
      if (!statement.hasCurrentStatistics()) {
        adopt(foundOrPlanned(now));
      }
      epoch = current;
    }
  }

  private PlanCache.Found foundOrPlanned(Transaction now) {
    OpenDatabase database = session.database();
    PlanCache.Found found = database.plans().get(shape, now.catalog(), database.functions());
    return found != null ? found : plan(session, shape, null, now);
  }

  // ------------------------------------------------------------------ what it is

  /** From now on, rows of a change are its keys: they go beside their number. */
  void giveRowsAsKeys() {
    givesKeys = statement.givesChangedRows();
  }

  /** Whether the rows that it returns are keys. */
  boolean givesKeys() {
    return givesKeys;
  }

  @Override
  public Kind kind() {
    return givesKeys ? Kind.UPDATE : statement.kind();
  }

  @Override
  public List<ColumnInfo> columns() {
    return statement.columns();
  }

  @Override
  public List<ParameterInfo> parameters() {
    return statement.parameters();
  }

  @Override
  public @Nullable TableDefinition table() {
    return kind() == Kind.QUERY ? session.queriedTable(sql) : null;
  }

  // ------------------------------------------------------------------ running

  @Override
  public SqlResult execute(ParameterValues values, long timeoutMillis) {
    session.checkOpen();
    if (values.size() < statement.parameters().size()) {
      throw new SqlError(
          "07001",
          "the statement has "
              + statement.parameters().size()
              + " parameters, and "
              + values.size()
              + " values were given");
    }
    return statement.kind() == Kind.QUERY
        ? query(values, timeoutMillis)
        : new NoRows(update(values, timeoutMillis));
  }

  private SqlResult query(ParameterValues values, long timeoutMillis) {
    Rows rows = idleRows;
    idleRows = null;
    if (rows == null) {
      rows = new Rows(this, new Execution(session, running, shape));
    }
    rows.start(values, timeoutMillis);
    return rows;
  }

  /** Takes rows back that have ended, for the next execution. */
  void giveBack(Rows rows) {
    idleRows = rows;
  }

  /** An execution that begins now. */
  private Execution begin(long timeoutMillis) {
    return new Execution(session, running, shape).begin(timeoutMillis);
  }

  private long update(ParameterValues values, long timeoutMillis) {
    SessionTransactions transactions = session.transactions();
    transactions.checkWritable("change anything");
    Transaction open = transactions.current();
    try (Execution execution = begin(timeoutMillis)) {
      long count =
          open != null
              ? change(open, execution, values)
              : Retry.onConflict(execution, () -> inOwnTransaction(execution, values));
      execution.giveRows(count);
      return count;
    }
  }

  private long inOwnTransaction(Execution execution, ParameterValues values) {
    try (Transaction own = session.transactions().beginForStatement()) {
      long count = change(own, execution, values);
      session.transactions().commit(own);
      return count;
    }
  }

  private long change(Transaction now, Execution execution, ParameterValues values) {
    return execution.run(now, () -> count(now, execution, values, null));
  }

  /**
   * Runs a change to its end, but for the checks that wait for that.
   *
   * @param keys gets the rows that it returns; null if it returns none
   */
  long count(
      Transaction now, Execution execution, ParameterValues values, @Nullable BatchKeys keys) {
    refresh(now, values);
    Operator operator = takeOperator();
    if (keys != null) {
      return countKeys(operator, context(now, execution, values), keys);
    }
    RowCursor cursor = new RowCursor(operator, () -> {});
    try {
      cursor.start(context(now, execution, values));
      boolean counted = cursor.next();
      assert counted : "a change counts its rows";
      long count = cursor.getLong(0);
      cursor.close();
      giveBack(operator, statement);
      return count;
    } finally {
      cursor.close();
    }
  }

  private long countKeys(Operator operator, ExecutionContext context, BatchKeys keys) {
    try (operator) {
      operator.open(context);
      for (Batch rows = operator.next(); rows != null; rows = operator.next()) {
        keys.add(rows);
      }
    }
    giveBack(operator, statement);
    return ModifyNode.writtenBy(operator);
  }

  /** Runs the entries of a batch as one, each a row; does nothing and gives false if it cannot. */
  boolean runEntries(Transaction now, Execution execution, List<ParameterValues> entries) {
    refresh(now, entries.get(0));
    if (isOpenToTypes || !statement.takesEntries()) {
      return false;
    }
    Operator operator = takeOperator();
    ExecutionContext context = context(now, execution, entries.get(0));
    context.beginEntries(entries);
    try (operator) {
      operator.open(context);
      operator.next();
    }
    giveBack(operator, statement);
    return true;
  }

  /** The context of a run. */
  ExecutionContext context(Transaction now, Execution execution, ParameterValues values) {
    return statement.readsNothing()
        ? execution.contextWithoutView(now, values, literals)
        : execution.context(now, values, literals);
  }

  @Override
  public void cancel() {
    running.cancel("canceling statement due to user request");
  }

  @Override
  public long[] executeBatch(List<ParameterValues> batch, long timeoutMillis) {
    session.checkOpen();
    SessionTransactions transactions = session.transactions();
    transactions.checkWritable("change anything");
    Transaction open = transactions.current();
    try (Execution execution = begin(timeoutMillis)) {
      long[] counts =
          open != null
              ? run(open, execution, batch)
              : Retry.onConflict(execution, () -> batchInOwnTransaction(execution, batch));
      execution.giveRows(LongStream.of(counts).sum());
      return counts;
    }
  }

  private long[] batchInOwnTransaction(Execution execution, List<ParameterValues> batch) {
    try (Transaction own = session.transactions().beginForBatch()) {
      long[] counts;
      try {
        counts = run(own, execution, batch);
      } catch (BatchError e) {
        // All entries are one transaction, so those before it have had no effect either.
        throw e.withoutEffect();
      }
      session.transactions().commit(own);
      return counts;
    }
  }

  private long[] run(Transaction now, Execution execution, List<ParameterValues> batch) {
    closeBatchKeys();
    if (!givesKeys) {
      return new BatchRun(this, now, execution, batch, null).run();
    }
    List<ColumnType> types = statement.plan().types();
    BatchKeys keys = new BatchKeys(execution.workspace("Generated Keys"), types);
    boolean isDone = false;
    try {
      long[] counts = new BatchRun(this, now, execution, batch, keys).run();
      batchKeys = keys.result(execution.idleContext(), session);
      isDone = true;
      return counts;
    } finally {
      if (!isDone) {
        keys.close();
      }
    }
  }

  private void closeBatchKeys() {
    SqlResult before = batchKeys;
    if (before != null) {
      batchKeys = null;
      before.close();
    }
  }

  @Override
  public @Nullable SqlResult takeBatchKeys() {
    SqlResult taken = batchKeys;
    batchKeys = null;
    return taken;
  }

  /** Whether executions read no rows, as the plan is now. */
  boolean readsNothing() {
    return statement.readsNothing();
  }

  // ------------------------------------------------------------------ operators

  @SuppressWarnings("ReferenceEquality") // the same plan, not an equal one
  Operator takeOperator() {
    Operator operator = idle;
    idle = null;
    if (operator != null && idleOf == statement) {
      return operator;
    }
    PlanNode.ForResult passing = statement.plan().forResult();
    largeColumns = passing.largeColumns();
    return passing.plan().operator();
  }

  /** The columns in which rows of the operator taken last may have references to large values. */
  BitSet largeColumns() {
    return largeColumns;
  }

  /** Takes closed operators back, for the next execution. */
  void giveBack(Operator operator, PlannedStatement madeFrom) {
    idle = operator;
    idleOf = madeFrom;
  }

  /** The plan as it is now. */
  PlannedStatement planned() {
    return statement;
  }

  Session session() {
    return session;
  }

  @Override
  public String toString() {
    return sql;
  }
}
