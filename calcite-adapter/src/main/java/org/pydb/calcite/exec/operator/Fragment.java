package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.calcite.exec.parallel.WorkerPool;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.KeyRange;

/**
 * Steps of a plan that several threads run side by side: a scan, and filters, projections and joins
 * above it through whose left side its rows pass.
 *
 * <p>The scan's key range is cut into <i>morsels</i>, many more than there are threads. Each thread
 * has a copy of the steps, a {@link Lane}, and takes one morsel after the other until there are
 * none left; so a thread that gets on slowly does less, and none waits. What differs from lane to
 * lane is made in each (expressions, batches, hash slots of its own groups), what does not is
 * shared and only read (the view of the database, parameters, and the right sides of joins, which
 * are complete before the first morsel begins: {@link SharedJoin}).
 *
 * <pre>
 *   Aggregate            one thread merges what the lanes have grouped
 *   ─────┬──────────────────────────────────────────────── fragment
 *      Hash Join          probe ─┐          probe ─┐
 *      │    └ Scan b             ├─ one table ─────┘
 *      Filter             filter │          filter
 *      └ Scan a           morsels 1, 4, 5   morsels 2, 3, 6 …
 * </pre>
 *
 * <p>The thread that runs the query has the first lane. The others are for the threads of the
 * {@link WorkerPool}, if some are free before the work is done; nothing ever waits for them to
 * begin. What fails in one lane ends the others at their next batch, and is thrown where the query
 * runs. {@link #close} returns when no other thread touches anything of the query any more.
 *
 * <p>(Leis et al., Morsel-driven parallelism, SIGMOD 2014.)
 */
final class Fragment implements AutoCloseable {

  /** Of a morsel that takes long others may have to wait at the end; so there are many. */
  private static final int MORSELS_PER_THREAD = 16;

  private final WorkerPool pool;
  private final List<KeyRange> morsels;
  private final List<SharedJoin> joins = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private final @Nullable Measurements measurements;
  private final AtomicInteger nextMorsel = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean abandoned;

  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when a task stops working, and by tasks themselves. */
  private final Condition changed = lock.newCondition();

  private Fragment(ExecutionContext context, WorkerPool pool, List<KeyRange> morsels) {
    this.pool = pool;
    this.morsels = morsels;
    measurements = context.measurements();
  }

  /**
   * Opens the lanes of some steps.
   *
   * @return null if one thread is to run them
   */
  static @Nullable Fragment open(PlanNode steps, ExecutionContext context) {
    Parallelism how = context.parallelism();
    WorkerPool pool = how.pool();
    ScanNode driver = steps.driver();
    if (pool == null || how.threadsMax() < 2 || driver == null || !context.canSpill()) {
      return null;
    }
    List<KeyRange> morsels =
        driver.split(
            context,
            hasLookUps(steps) ? how.forLookUps() : how,
            MORSELS_PER_THREAD * how.threadsMax(),
            groupedColumns(steps));
    if (morsels.size() < 2) {
      return null;
    }
    context.expectRows(driver.rowsExpected());
    Fragment fragment = new Fragment(context, pool, morsels);
    boolean isOpen = false;
    try {
      fragment.open(steps, driver, context, Math.min(how.threadsMax(), morsels.size()));
      isOpen = true;
    } finally {
      if (!isOpen) {
        fragment.close();
      }
    }
    return fragment;
  }

  private static boolean hasLookUps(PlanNode steps) {
    return steps instanceof CorrelateNode
        || (!steps.inputs().isEmpty() && hasLookUps(steps.inputs().get(0)));
  }

  /** The least number of columns of the scan's key by which a step groups its rows; 0 for none. */
  private static int groupedColumns(PlanNode steps) {
    int below = steps.inputs().isEmpty() ? 0 : groupedColumns(steps.inputs().get(0));
    int own = steps instanceof StreamAggregateNode groups ? groups.scanColumns() : 0;
    return own == 0 || below == 0 ? own + below : Math.min(own, below);
  }

  private void open(PlanNode steps, ScanNode driver, ExecutionContext context, int laneCount) {
    IdentityHashMap<PlanNode, SharedJoin> shared = new IdentityHashMap<>();
    addJoins(steps, context, shared);
    for (int i = 0; i < laneCount; i++) {
      lanes.add(new Lane(this, steps, driver, shared, context));
    }
  }

  /** Finds the joins through whose left sides rows pass, the last one first. */
  private void addJoins(
      PlanNode step, ExecutionContext context, IdentityHashMap<PlanNode, SharedJoin> shared) {
    if (step instanceof JoinNode join) {
      SharedJoin right = new SharedJoin(join);
      joins.add(right);
      shared.put(join, right);
      right.open(context);
    }
    if (!step.inputs().isEmpty()) {
      addJoins(step.inputs().get(0), context, shared);
    }
  }

  // ------------------------------------------------------------------ what is in it

  /** How many threads can work on it. */
  int laneCount() {
    return lanes.size();
  }

  /** A copy of the steps; the first one is for the thread that runs the query. */
  Lane lane(int number) {
    return lanes.get(number);
  }

  /** How many parts the scan has. */
  int morselCount() {
    return morsels.size();
  }

  /** A part of the scan. */
  KeyRange morsel(int number) {
    return morsels.get(number);
  }

  /**
   * Reads the right sides of joins, before the first morsel.
   *
   * @return false if they do not fit memory
   */
  boolean buildJoins() {
    for (SharedJoin join : joins) {
      if (!join.build()) {
        return false;
      }
      if (join.leavesNothing()) {
        return true; // No left row is asked for, and so none of the other joins.
      }
    }
    return true;
  }

  // ------------------------------------------------------------------ running

  /** What is to be done with the rows of a lane. */
  interface Work {
    /**
     * Takes rows. Called by several threads, but of one lane by one at a time.
     *
     * @param morsel the number of the part from which the rows come
     * @return false if this cannot be done in this way, and the whole is to be abandoned
     */
    boolean take(int lane, int morsel, Batch batch);
  }

  /**
   * Runs all morsels.
   *
   * @return false if it was abandoned: then what was taken does not count
   */
  boolean run(Work work) {
    for (int i = 1; i < lanes.size(); i++) {
      int lane = i;
      task(() -> step(work, lane)).start();
    }
    try {
      while (step(work, 0)) {
        assert !lanes.isEmpty();
      }
    } catch (Lane.Abandoned e) {
      assert abandoned;
    } catch (RuntimeException | Error e) {
      fail(e);
    }
    await();
    checkFailed();
    return !abandoned;
  }

  /** Runs a morsel; false if there are no more. */
  private boolean step(Work work, int number) {
    int morsel = nextMorsel.getAndIncrement();
    if (morsel >= morsels.size()) {
      return false;
    }
    Lane lane = lanes.get(number);
    lane.begin(morsels.get(morsel));
    for (Batch batch = lane.next(); batch != null; batch = lane.next()) {
      if (!work.take(number, morsel, batch)) {
        abandon();
      }
    }
    return true;
  }

  /** Ends all lanes at their next batch. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Notes what went wrong, and ends all lanes. */
  private void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
    abandon();
  }

  /** Throws what went wrong in any lane. */
  void checkFailed() {
    Throwable cause = failure.get();
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
  }

  // ------------------------------------------------------------------ tasks

  /** Held to look at, and to change, what tasks share. */
  ReentrantLock lock() {
    return lock;
  }

  /** Wakes whoever waits in {@link #awaitChange}; the lock is held. */
  void signalChange() {
    changed.signalAll();
  }

  /** Waits until a task says that something changed, or for less; the lock is held. */
  @SuppressWarnings("WaitNotInLoop") // callers look again, in a loop
  void awaitChange() {
    changed.awaitUninterruptibly();
  }

  /**
   * Work for a thread of the pool, to be started.
   *
   * @param step does a part of it; false if there is nothing to do
   */
  Task task(BooleanSupplier step) {
    Task task = new Task(step);
    tasks.add(task);
    return task;
  }

  /**
   * Work that a thread of the pool may do, part by part. After each part it lets others go first if
   * they wait.
   *
   * <pre>
   *          start             run
   *   IDLE ─────────► QUEUED ─────────► RUNNING ──► IDLE     nothing to do
   *    ▲                │ stop             └──────► QUEUED   others wait
   *    └────────────────┘
   * </pre>
   */
  final class Task implements Runnable {
    private static final int IDLE = 0;
    private static final int QUEUED = 1;
    private static final int RUNNING = 2;

    private final BooleanSupplier step;
    private final AtomicInteger state = new AtomicInteger(IDLE);

    private Task(BooleanSupplier step) {
      this.step = step;
    }

    /** Has a thread do it as soon as there is one; without effect if that is so already. */
    void start() {
      if (state.compareAndSet(IDLE, QUEUED)) {
        pool.execute(this);
      }
    }

    @Override
    public void run() {
      if (!state.compareAndSet(QUEUED, RUNNING)) {
        return;
      }
      boolean hasMore;
      try {
        do {
          hasMore = !abandoned && step.getAsBoolean();
        } while (hasMore && !pool.isAwaited());
      } catch (Lane.Abandoned e) {
        hasMore = false;
      } catch (RuntimeException | Error e) {
        fail(e);
        hasMore = false;
      }
      end(hasMore && !abandoned);
    }

    private void end(boolean hasMore) {
      lock.lock();
      try {
        state.set(hasMore ? QUEUED : IDLE);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (hasMore) {
        pool.execute(this);
      }
    }

    /** Takes it back; once it has stopped, no thread is in it. */
    private void stop() {
      if (state.compareAndSet(QUEUED, IDLE)) {
        pool.remove(this);
      }
    }
  }

  /** Waits until no other thread works on this. */
  private void await() {
    lock.lock();
    try {
      for (Task task : tasks) {
        task.stop();
        while (task.state.get() != Task.IDLE) {
          changed.awaitUninterruptibly();
          task.stop();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all threads' work on this, waits for that, and closes the steps. */
  @Override
  public void close() {
    abandon();
    await();
    for (Lane lane : lanes) {
      lane.close();
      Measurements part = lane.measurements();
      if (part != null && measurements != null) {
        measurements.addAll(part);
      }
    }
    lanes.clear();
    joins.forEach(SharedJoin::close);
    joins.clear();
  }
}
