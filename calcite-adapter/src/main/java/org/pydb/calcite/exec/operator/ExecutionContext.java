package org.pydb.calcite.exec.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.EvaluationContext;
import org.pydb.calcite.exec.expression.SessionAccess;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.calcite.exec.spill.KeptRows;
import org.pydb.calcite.exec.spill.Progress;
import org.pydb.calcite.exec.spill.SpillCount;
import org.pydb.calcite.exec.spill.WorkingRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.spill.SpillSpace;

/**
 * What one execution of a plan shares: parameters, the time, memory, the transaction. Used by one
 * thread, except for {@link #cancel}; may serve one execution after the other. Other threads that
 * work for the same execution have contexts {@linkplain #lane of their own}.
 */
public final class ExecutionContext implements EvaluationContext {
  private static final @Nullable Object[] NO_LITERALS = {};

  private ParameterValues parameters;
  private @Nullable Object[] literals;
  private long statementMicros;
  private SessionZone zone;
  private final MemoryQuota memory;
  private final @Nullable SpillSpace spillSpace;
  private final @Nullable Object transaction;
  private final @Nullable OuterRow outer;

  /** The recursion that these steps are a round of, and those around it. */
  private final @Nullable Round round;

  /** The context that ends these steps with its own; null if there is none. */
  private final @Nullable ExecutionContext parent;

  /** What this context's steps work on, if others run the same steps beside them. */
  private final @Nullable Lane lane;

  /** The parameters of all entries of a batch that run as one statement; null if it is none. */
  private @Nullable List<ParameterValues> entries;

  /** The rows that steps read by number. Shared by all contexts of an execution. */
  private final Map<Integer, KeptRows> kept;

  private boolean sharesChanges;

  /** How far it has come; shared by all contexts of an execution. */
  private final Progress progress;

  private Parallelism parallelism = Parallelism.NONE;
  private @Nullable SessionAccess session;
  private volatile @Nullable String cancelReason;

  /** Asked as well for why to end; null if nobody knows but {@link #cancel}. */
  private final @Nullable Supplier<@Nullable String> cancellation;

  /** Where steps note what they do; null if nobody wants to know. */
  private @Nullable Measurements measurements;

  /** A context of an execution that cannot spill, for a plan that knows all its literals. */
  public ExecutionContext(
      ParameterValues parameters,
      long statementMicros,
      SessionZone zone,
      MemoryQuota memory,
      @Nullable Object transaction) {
    this(parameters, NO_LITERALS, statementMicros, zone, memory, null, transaction);
  }

  /**
   * A context.
   *
   * @param literals the values of literals that the plan leaves open, by their numbers
   * @param statementMicros when the statement began: microseconds since 1970 UTC
   * @param spillSpace room for what memory does not hold; null if there is none
   * @param transaction what leaves need to read the engine; only they know its type
   */
  public ExecutionContext(
      ParameterValues parameters,
      @Nullable Object[] literals,
      long statementMicros,
      SessionZone zone,
      MemoryQuota memory,
      @Nullable SpillSpace spillSpace,
      @Nullable Object transaction) {
    this.parameters = parameters;
    this.literals = literals;
    this.statementMicros = statementMicros;
    this.zone = zone;
    this.memory = memory;
    this.spillSpace = spillSpace;
    this.transaction = transaction;
    this.outer = null;
    this.round = null;
    this.parent = null;
    this.lane = null;
    kept = new HashMap<>();
    progress = new Progress(line -> {});
    cancellation = null;
  }

  /**
   * A context of executions to come, each of which {@linkplain #begin begins} and {@linkplain #end
   * ends}.
   *
   * @param progress begun by who begins an execution
   * @param cancellation why the one that runs is to fail at its next batch; null while it is not
   */
  public ExecutionContext(
      MemoryQuota memory,
      @Nullable SpillSpace spillSpace,
      Object transaction,
      Progress progress,
      Supplier<@Nullable String> cancellation) {
    this.memory = memory;
    this.spillSpace = spillSpace;
    this.transaction = transaction;
    this.progress = progress;
    this.cancellation = cancellation;
    parameters = ParameterValues.NONE;
    literals = NO_LITERALS;
    zone = SessionZone.UTC;
    outer = null;
    round = null;
    parent = null;
    lane = null;
    kept = new HashMap<>();
  }

  /**
   * Serves another execution from now on.
   *
   * @param newLiterals the values of literals that the plan leaves open, by their numbers
   * @param newMicros when the statement began: microseconds since 1970 UTC
   */
  public void begin(
      ParameterValues newParameters,
      @Nullable Object[] newLiterals,
      long newMicros,
      SessionZone newZone) {
    parameters = newParameters;
    literals = newLiterals;
    statementMicros = newMicros;
    zone = newZone;
    measurements = null;
    entries = null;
    sharesChanges = false;
  }

  /**
   * Runs the entries of a batch as one: the only row that stands in the statement is made for each
   * of them. To be called after {@link #begin}.
   */
  public void beginEntries(List<ParameterValues> batch) {
    entries = batch;
  }

  /** The parameters of all entries that run as one; null if it is a plain execution. */
  @Nullable List<ParameterValues> entries() {
    return entries;
  }

  /** A bound value that a reference stands for, of any entry. */
  public LargeSource largeParameter(LargeReference reference) {
    LargeSource found = parameters.find(reference);
    List<ParameterValues> batch = entries;
    for (int i = 0; found == null && batch != null && i < batch.size(); i++) {
      found = batch.get(i).find(reference);
    }
    if (found == null) {
      throw new IllegalStateException("no parameter is " + reference);
    }
    return found;
  }

  /** Gives expressions that are opened from now on the parameters of an entry. */
  void turnTo(ParameterValues entry) {
    parameters = entry;
  }

  /** Lets go of what served the last execution. */
  public void end() {
    parameters = ParameterValues.NONE;
    literals = NO_LITERALS;
    entries = null;
    measurements = null;
    parallelism = Parallelism.NONE;
  }

  private ExecutionContext(
      ExecutionContext context,
      @Nullable OuterRow outer,
      @Nullable Round round,
      @Nullable ExecutionContext parent,
      @Nullable Lane lane) {
    parameters = context.parameters;
    literals = context.literals;
    statementMicros = context.statementMicros;
    zone = context.zone;
    memory = context.memory;
    spillSpace = context.spillSpace;
    transaction = context.transaction;
    measurements = context.measurements;
    session = context.session;
    kept = context.kept;
    sharesChanges = context.sharesChanges;
    progress = context.progress;
    this.outer = outer;
    this.round = round;
    this.parent = parent;
    this.lane = lane;
    cancellation = null;
  }

  /** Lets functions ask a session. */
  public void serve(SessionAccess of) {
    session = of;
  }

  @Override
  public SessionAccess session() {
    SessionAccess known = session;
    return known == null ? EvaluationContext.super.session() : known;
  }

  /** Lets steps that begin from now on use other threads too. */
  public void parallelize(Parallelism how) {
    parallelism = how;
  }

  /** How many threads steps may use; one in inner queries and lanes. */
  public Parallelism parallelism() {
    return parallelism;
  }

  /** Has steps that begin from now on measured. */
  public void measure(Measurements to) {
    measurements = to;
  }

  /** Where steps note what they do; null if nobody wants to know. */
  public @Nullable Measurements measurements() {
    return measurements;
  }

  /**
   * A row of an outer query, for the inner query that runs for it.
   *
   * @param context the one of the outer query
   * @param query the number of its correlation
   * @param columns the row's values, at position 0 of each
   */
  private record OuterRow(ExecutionContext context, int query, List<Vector> columns) {}

  /**
   * The context for an inner query, which sees the rows of this one.
   *
   * @param query the number of the correlation
   * @param columns where the row's values are found at position 0 whenever the inner query is
   *     opened
   */
  public ExecutionContext inner(int query, List<Vector> columns) {
    return new ExecutionContext(this, new OuterRow(this, query, columns), round, this, lane);
  }

  /**
   * A recursion.
   *
   * @param around the recursion of which it is a part; null if there is none
   * @param recursion its number
   * @param rows what its rounds find
   */
  private record Round(@Nullable Round around, int recursion, WorkingRows rows) {}

  /** The context for the rounds of a recursion, which read these rows. */
  public ExecutionContext round(int recursion, WorkingRows rows) {
    return new ExecutionContext(this, outer, new Round(round, recursion, rows), this, lane);
  }

  /** What the rounds of a recursion around these steps find. */
  public WorkingRows workingRows(int recursion) {
    Round of = round;
    while (of != null && of.recursion != recursion) {
      of = of.around;
    }
    if (of == null) {
      throw new IllegalStateException("no recursion has the number " + recursion);
    }
    return of.rows;
  }

  /** Keeps rows for the steps that read those of a number. */
  public void keep(int number, KeptRows rows) {
    kept.put(number, rows);
  }

  /** Lets go of the rows of a number. */
  public void forget(int number) {
    kept.remove(number);
  }

  /** Lets go of all rows that were kept. */
  public void forgetKept() {
    kept.clear();
  }

  /** The rows that are kept under a number. */
  public KeptRows keptRows(int number) {
    KeptRows rows = kept.get(number);
    if (rows == null) {
      throw new IllegalStateException("no rows are kept under the number " + number);
    }
    return rows;
  }

  /** Says whether several steps change rows, which must not write a row twice. */
  public void shareChanges(boolean several) {
    sharesChanges = several;
  }

  /** Whether several steps change rows. */
  public boolean sharesChanges() {
    return sharesChanges;
  }

  /** The context for one of several threads that run the same steps. */
  ExecutionContext lane(Lane of) {
    return new ExecutionContext(this, outer, round, parent, of);
  }

  /** The parts of a scan that these steps are to read; null if it is to read all by itself. */
  public @Nullable Morsels morsels(PlanNode scan) {
    Lane of = lane;
    return of != null && of.drives(scan) ? of : null;
  }

  /** The right side of a join that others use too; null if the join is to make one of its own. */
  @Nullable SharedJoin sharedJoin(PlanNode join) {
    Lane of = lane;
    return of == null ? null : of.sharedJoin(join);
  }

  @Override
  public Vector outer(int query, int column) {
    OuterRow row = outer;
    while (row != null && row.query != query) {
      row = row.context.outer;
    }
    return row == null ? EvaluationContext.super.outer(query, column) : row.columns.get(column);
  }

  @Override
  public ParameterValues parameters() {
    return parameters;
  }

  @Override
  public Object literal(int number) {
    Object value = number < literals.length ? literals[number] : null;
    return value == null ? EvaluationContext.super.literal(number) : value;
  }

  @Override
  public long statementMicros() {
    return statementMicros;
  }

  @Override
  public SessionZone zone() {
    return zone;
  }

  /** What an operator may use that spills what memory does not hold. */
  Workspace workspace(String operator, SpillCount count) {
    return new Workspace(memory, spillSpace, operator, this::checkCanceled, count, progress);
  }

  /** How far the execution has come. */
  public Progress progress() {
    return progress;
  }

  /** Notes that a scan begins, once for all threads that share it. */
  public void expectRows(double rows) {
    if (outer == null && round == null && lane == null) {
      progress.expect((long) rows);
    }
  }

  /** Whether there is a disk for what memory does not hold. */
  boolean canSpill() {
    return spillSpace != null;
  }

  /** The memory that operators may take. */
  public MemoryQuota memory() {
    return memory;
  }

  /**
   * The engine's transaction.
   *
   * @throws IllegalStateException if there is none or it is of another type
   */
  public <T> T transaction(Class<T> type) {
    if (!type.isInstance(transaction)) {
      throw new IllegalStateException("expected a transaction of type " + type.getName());
    }
    return type.cast(transaction);
  }

  /**
   * Makes the execution fail at its next batch. Callable from any thread.
   *
   * @param reason such as {@code canceling statement due to user request}
   */
  public void cancel(String reason) {
    cancelReason = reason;
  }

  /**
   * Called by operators once a batch, and in long loops between.
   *
   * @throws SqlError 57014 if {@link #cancel} was called
   */
  @Override
  public void checkCanceled() {
    String reason = cancelReason;
    if (reason == null && cancellation != null) {
      reason = cancellation.get();
    }
    if (reason != null) {
      throw new SqlError("57014", reason);
    }
    if (lane != null) {
      lane.checkCanceled();
    }
    if (parent != null) {
      parent.checkCanceled();
    }
  }
}
