package org.pydb.calcite.service;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.api.LockWait;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.EngineCatalog;
import org.pydb.calcite.exec.parallel.WorkerPool;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.calcite.function.JavaFunctions;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.plan.PlanOptions;
import org.pydb.calcite.plan.PlanningCatalog;
import org.pydb.calcite.system.SystemState.SessionActivity;
import org.pydb.engine.Database;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.error.EngineException;

/** A database that is open, with what its sessions share. Thread-safe. */
final class OpenDatabase implements SqlDatabase {

  /** A catalog and what planning has derived from it. */
  private record Derived(Catalog catalog, JavaFunctions functions, PlanningCatalog tables) {}

  private final Database engine;
  private final MemoryQuota memory;
  private final PlanOptions planOptions;
  private final WorkerPool workers;
  private final PlanCache plans;
  private final StatementStatistics endedStatements = new StatementStatistics();
  private final boolean hoistsLiterals;
  private final Statistics statistics;
  private final BackgroundAnalysis analysis;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();

  private final ApplicationLocks applicationLocks = new ApplicationLocks();

  /** For who changes the functions. */
  private final ReentrantLock registering = new ReentrantLock();

  private volatile JavaFunctions functions = JavaFunctions.NONE;
  private volatile @Nullable Derived derived;
  private volatile boolean closed;

  /**
   * A database.
   *
   * @param memory that queries may take
   * @param planBytes what the plan cache may take
   */
  OpenDatabase(
      Database engine, MemoryQuota memory, long planBytes, Map<String, String> properties) {
    this.engine = engine;
    this.memory = memory;
    statistics = new Statistics(engine);
    analysis =
        new BackgroundAnalysis(
            engine, statistics, !"manual".equals(properties.get("statistics")), memory.limit() / 4);
    workers = new WorkerPool(engine.description());
    plans = new PlanCache(planBytes);
    hoistsLiterals = !"off".equals(properties.get("hoist_literals"));
    planOptions = PlanOptions.DEFAULT.withForceBridge("bridge".equals(properties.get("plan")));
  }

  @Override
  public void checkKey(Supplier<char @Nullable []> key) {
    try {
      engine.checkKey(key::get);
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
  }

  @Override
  public Session connect() {
    checkOpen();
    Session session = new Session(this, connections.incrementAndGet());
    sessions.add(session);
    return session;
  }

  void checkOpen() {
    if (closed) {
      throw new SqlError(
          "08003", engine.description() + ": the database has been closed; connect again");
    }
  }

  void forget(Session session) {
    applicationLocks.unlockAll(session);
    sessions.remove(session);
  }

  /** What its sessions do now, the one that connected first at the head. */
  List<SessionActivity> activity() {
    return sessions.stream()
        .map(Session::activity)
        .sorted(
            Comparator.comparingLong(SessionActivity::connected)
                .thenComparing(SessionActivity::name))
        .toList();
  }

  /** The locks that only applications know what to do with. */
  ApplicationLocks applicationLocks() {
    return applicationLocks;
  }

  /** The storage behind. */
  Database engine() {
    return engine;
  }

  /** Its name: that of its file without directory and suffix, or what its memory is called. */
  String name() {
    String place = engine.description();
    int directory = Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\'));
    String last = place.substring(Math.max(directory, place.indexOf(':')) + 1);
    return last.endsWith(".pydb") ? last.substring(0, last.length() - ".pydb".length()) : last;
  }

  /** The memory that queries share. */
  MemoryQuota memory() {
    return memory;
  }

  /** The threads that help queries. */
  WorkerPool workers() {
    return workers;
  }

  /** The plans that sessions share. */
  PlanCache plans() {
    return plans;
  }

  /** What statements have taken that have ended. */
  StatementStatistics endedStatements() {
    return endedStatements;
  }

  /** The functions in Java that statements may call. */
  JavaFunctions functions() {
    return functions;
  }

  /** Takes a function for all sessions; plans are made anew. */
  void register(JavaFunction function) {
    registering.lock();
    try {
      functions = functions.with(function);
    } finally {
      registering.unlock();
    }
  }

  /** Forgets a function; false if there is none of that name. */
  boolean unregister(String name) {
    registering.lock();
    try {
      boolean isKnown = functions.find(name) != null;
      functions = functions.without(name);
      return isKnown;
    } finally {
      registering.unlock();
    }
  }

  /** What is known of the contents of its tables. */
  Statistics statistics() {
    return statistics;
  }

  /** The shape of a statement, by which its plan is found. */
  StatementShape shape(String sql, String context) {
    return hoistsLiterals ? StatementShape.of(sql, context) : StatementShape.whole(sql, context);
  }

  /** What all plans of the database have in common. */
  PlanOptions planOptions() {
    return planOptions;
  }

  /**
   * A catalog in planning's form; the one that was asked for last is kept.
   *
   * @param isPrivate whether only one transaction sees the catalog, so that it is not worth keeping
   */
  PlanningCatalog tables(Catalog catalog, boolean isPrivate) {
    Derived known = derived;
    JavaFunctions now = functions();
    if (known != null && known.catalog == catalog && known.functions == now) {
      return known.tables;
    }
    PlanningCatalog tables = new PlanningCatalog(new EngineCatalog(catalog, statistics::of), now);
    if (!isPrivate) {
      derived = new Derived(catalog, now, tables);
    }
    return tables;
  }

  @Override
  public List<LockWait> lockWaits() {
    return engine.lockWaits().stream()
        .map(wait -> new LockWait(wait.waiter(), wait.statement(), wait.key(), wait.holders()))
        .toList();
  }

  @Override
  public List<RunningStatement> runningStatements() {
    return sessions.stream()
        .map(session -> session.running().statement())
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(RunningStatement::since))
        .toList();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    for (Session session : List.copyOf(sessions)) {
      session.cancel();
    }
    analysis.close();
    workers.close();
    try {
      engine.close();
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    }
  }
}
