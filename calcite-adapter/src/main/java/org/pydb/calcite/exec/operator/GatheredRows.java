package org.pydb.calcite.exec.operator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows of a {@link Fragment} in the order of its morsels. Used by the thread that runs the
 * query.
 *
 * <p>Other threads go ahead, by a few morsels at most, and copy what they find to {@link Output}s.
 * When the next morsel in order has not been begun by anybody, this thread runs it itself, and
 * hands its rows on without a copy; while another one is busy with it, this one goes ahead too.
 *
 * <pre>
 *   given │ next in order │ going ahead …        │ not begun
 *         │ output 7      │ outputs 8, 9, 10, 11 │ 12 …
 * </pre>
 *
 * <p>A thread whose output would take too much memory leaves it as it is, half done, and its lane
 * with it; the rest is run when its turn comes. So no thread of the pool ever waits for the client
 * to take rows.
 */
final class GatheredRows implements AutoCloseable {
  private static final int AHEAD_PER_LANE = 4;

  /** An output with more bytes than these is left half done. */
  private static final long OUTPUT_BYTES_MAX = 4L << 20;

  private final Fragment fragment;
  private final List<ColumnType> types;
  private final MemoryQuota memory;
  private final Fragment.@Nullable Task[] tasks;
  private final int ahead;
  private final Batch batch;
  private final int[] indexes = new int[Batch.ROWS_MAX];
  private boolean isBegun;

  /** Whose output is given now, and how far it was given. */
  private @Nullable Output current;

  private int given;
  private int nextRow;

  /** Whether the first lane, this thread's, is in no output. */
  private boolean isOwnLaneFree = true;

  @GuardedBy("fragment.lock()")
  private final @Nullable Output[] outputs;

  /** Whether another thread's lane is in an output that it has left half done. */
  @GuardedBy("fragment.lock()")
  private final boolean[] isLaneLeft;

  /** The first morsel that nobody has begun. */
  @GuardedBy("fragment.lock()")
  private int unbegun;

  /** The first morsel that must not be begun yet. */
  @GuardedBy("fragment.lock()")
  private int end;

  /** What becomes of a morsel. Belongs to who fills it, and when it is done to who gives it. */
  private final class Output {
    private final int laneNumber;
    private final MemoryAccount account = MemoryAccount.ofSpilling(memory, "Gather");
    private final RowStore rows = new RowStore(types, account);

    /** Whether the lane has more rows of the morsel. */
    private boolean isHalfDone = true;

    /** Whether it may be given; changed and looked at under the fragment's lock. */
    private boolean isReady;

    Output(int laneNumber) {
      this.laneNumber = laneNumber;
    }

    void fill(Lane lane) {
      for (Batch rest = lane.next(); rest != null; rest = lane.next()) {
        rows.append(rest);
        if (account.used() > OUTPUT_BYTES_MAX || !account.hasRoom(OUTPUT_BYTES_MAX / 4)) {
          return;
        }
      }
      isHalfDone = false;
    }
  }

  GatheredRows(Fragment fragment, List<ColumnType> types, MemoryQuota memory) {
    this.fragment = fragment;
    this.types = types;
    this.memory = memory;
    tasks = new Fragment.Task[fragment.laneCount()];
    for (int i = 1; i < tasks.length; i++) {
      int lane = i;
      tasks[i] = fragment.task(() -> goAhead(lane));
    }
    ahead = AHEAD_PER_LANE * tasks.length;
    outputs = new Output[fragment.morselCount()];
    isLaneLeft = new boolean[tasks.length];
    batch = Batch.of(types);
  }

  boolean isBegun() {
    return isBegun;
  }

  /** Reads the right sides of joins; false if they do not fit memory. */
  boolean begin() {
    isBegun = fragment.buildJoins();
    return isBegun;
  }

  /** The next rows; null at the end. */
  @Nullable Batch next() {
    try {
      return advance();
    } catch (Lane.Abandoned e) {
      fragment.checkFailed();
      throw e;
    }
  }

  private @Nullable Batch advance() {
    while (true) {
      fragment.checkFailed();
      Output output = current;
      if (output != null) {
        Batch rows = nextOf(output);
        if (rows != null) {
          return rows;
        }
        end(output);
      }
      if (given == fragment.morselCount()) {
        fragment.close();
        return null;
      }
      startTasks();
      current = nextOutput();
      nextRow = 0;
    }
  }

  private @Nullable Batch nextOf(Output output) {
    int count = Math.min(Batch.ROWS_MAX, output.rows.size() - nextRow);
    if (count > 0) {
      for (int i = 0; i < count; i++) {
        indexes[i] = nextRow + i;
      }
      output.rows.gather(indexes, 0, count, batch, 0);
      batch.selectAll(count);
      nextRow += count;
      return batch;
    }
    return output.isHalfDone ? fragment.lane(output.laneNumber).next() : null;
  }

  private void end(Output output) {
    output.account.close();
    if (output.isHalfDone) {
      release(output.laneNumber);
    }
    current = null;
    given++;
  }

  /** Lets a lane be used again that was left in a morsel. */
  private void release(int lane) {
    if (lane == 0) {
      isOwnLaneFree = true;
      return;
    }
    fragment.lock().lock();
    try {
      isLaneLeft[lane] = false;
    } finally {
      fragment.lock().unlock();
    }
  }

  /** Lets other threads go ahead. */
  private void startTasks() {
    fragment.lock().lock();
    try {
      end = Math.min(given + ahead, outputs.length);
      // One for each morsel that may be begun, but for the one that this thread is about to run.
      int wanted = end - unbegun - 1;
      for (int i = 1; i < tasks.length && i <= wanted; i++) {
        Fragment.Task task = tasks[i];
        if (task != null && !isLaneLeft[i]) {
          task.start();
        }
      }
    } finally {
      fragment.lock().unlock();
    }
  }

  /** The output that is to be given next; waits until it is there. */
  private Output nextOutput() {
    while (true) {
      fragment.checkFailed();
      Output done = null;
      int own = -1;
      fragment.lock().lock();
      try {
        Output output = outputs[given];
        if (output != null && output.isReady) {
          outputs[given] = null;
          done = output;
        } else if (isOwnLaneFree && unbegun < end) {
          own = unbegun++;
          outputs[own] = new Output(0);
        } else if (!fragment.isAbandoned()) {
          fragment.awaitChange();
        }
      } finally {
        fragment.lock().unlock();
      }
      if (done != null) {
        return done;
      }
      if (own >= 0) {
        runOwn(own);
      }
    }
  }

  /** Runs a morsel in this thread's lane; if it is the next in order its rows are not copied. */
  private void runOwn(int morsel) {
    Output output;
    fragment.lock().lock();
    try {
      output = Operator.open(outputs[morsel]);
    } finally {
      fragment.lock().unlock();
    }
    isOwnLaneFree = false;
    Lane lane = fragment.lane(0);
    lane.begin(fragment.morsel(morsel));
    if (morsel != given) {
      output.fill(lane);
      isOwnLaneFree = !output.isHalfDone;
    }
    ready(output, 0);
  }

  /** Runs a morsel in another thread; false if there is none to run. */
  private boolean goAhead(int number) {
    int morsel;
    Output output = new Output(number);
    fragment.lock().lock();
    try {
      if (isLaneLeft[number] || unbegun >= end) {
        return false;
      }
      morsel = unbegun++;
      outputs[morsel] = output;
    } finally {
      fragment.lock().unlock();
    }
    Lane lane = fragment.lane(number);
    lane.begin(fragment.morsel(morsel));
    output.fill(lane);
    ready(output, number);
    return !output.isHalfDone;
  }

  private void ready(Output output, int lane) {
    fragment.lock().lock();
    try {
      output.isReady = true;
      isLaneLeft[lane] = lane > 0 && output.isHalfDone;
      fragment.signalChange();
    } finally {
      fragment.lock().unlock();
    }
  }

  @Override
  public void close() {
    fragment.close(); // No other thread is in an output any more.
    if (current != null) {
      current.account.close();
    }
    fragment.lock().lock();
    try {
      for (Output output : outputs) {
        if (output != null) {
          output.account.close();
        }
      }
    } finally {
      fragment.lock().unlock();
    }
  }
}
