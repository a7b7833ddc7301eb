package org.pydb.calcite.exec.spill;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * How far an execution has come: what its scans have read, and what its steps have written to
 * temporary files and read there again. All threads that work for it add to this, others look.
 * Serves one execution after the other.
 *
 * <p>Who goes to the disk takes long. So it is told from time to time, by the thread that writes or
 * reads a block there, how far it is; what fits memory says nothing by itself.
 *
 * <p>Counts grow from execution to execution, and what was there at the beginning is taken off:
 * that costs the many short executions nothing.
 */
public final class Progress {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MEGABYTE = 1 << 20;

  /**
   * How far it is.
   *
   * @param rowsRead rows that its scans gave, each as often as it was read
   * @param rowsExpected how many the scans were expected to read that have begun, without those
   *     that run for each row of others
   * @param spilledRows rows written to temporary files, each as often as it was
   * @param spilledBytes the bytes that they took there
   * @param rereadRows rows read in temporary files
   */
  public record Figures(
      long rowsRead, long rowsExpected, long spilledRows, long spilledBytes, long rereadRows) {

    static final Figures NONE = new Figures(0, 0, 0, 0, 0);

    private Figures minus(Figures other) {
      return new Figures(
          rowsRead - other.rowsRead,
          rowsExpected - other.rowsExpected,
          spilledRows - other.spilledRows,
          spilledBytes - other.spilledBytes,
          rereadRows - other.rereadRows);
    }

    /** The figures in words. */
    @Override
    public String toString() {
      String text = rowsRead + " of about " + Math.max(rowsRead, rowsExpected) + " rows read";
      return spilledBytes == 0
          ? text
          : text
              + ", "
              + spilledRows
              + " rows ("
              + spilledBytes / MEGABYTE
              + " MB) written to temporary files, "
              + rereadRows
              + " read there";
    }
  }

  private final LongAdder rowsRead = new LongAdder();
  private final LongAdder rowsExpected = new LongAdder();
  private final LongAdder spilledRows = new LongAdder();
  private final LongAdder spilledBytes = new LongAdder();
  private final LongAdder rereadRows = new LongAdder();
  private final Consumer<String> listener;

  // What the running execution began with.
  private volatile Figures before = Figures.NONE;
  private volatile long beginMicros;
  private volatile long intervalMicros;
  private final AtomicLong nextReport = new AtomicLong(Long.MAX_VALUE);

  /** Of executions that tell this one from time to time how far they are, if they spill. */
  public Progress(Consumer<String> listener) {
    this.listener = listener;
  }

  /**
   * Another execution begins.
   *
   * @param nowMicros when: microseconds since 1970 UTC
   * @param newIntervalMicros how often to tell, at most; 0 for never
   */
  public void begin(long nowMicros, long newIntervalMicros) {
    if (rowsRead.sum() != before.rowsRead || rowsExpected.sum() != before.rowsExpected) {
      before = all();
    }
    beginMicros = nowMicros;
    intervalMicros = newIntervalMicros;
    nextReport.setRelease(newIntervalMicros == 0 ? Long.MAX_VALUE : nowMicros + newIntervalMicros);
  }

  /** How far the running execution is. */
  public Figures figures() {
    return all().minus(before);
  }

  private Figures all() {
    return new Figures(
        rowsRead.sum(),
        rowsExpected.sum(),
        spilledRows.sum(),
        spilledBytes.sum(),
        rereadRows.sum());
  }

  /** A scan begins that is expected to read so many rows. */
  public void expect(long rows) {
    rowsExpected.add(rows);
  }

  /** A scan has read rows. */
  public void read(int rows) {
    rowsRead.add(rows);
  }

  void spilled(int rows, long bytes) {
    spilledRows.add(rows);
    spilledBytes.add(bytes);
    tell();
  }

  void reread(int rows) {
    rereadRows.add(rows);
    tell();
  }

  private void tell() {
    long due = nextReport.get();
    if (due == Long.MAX_VALUE) {
      return;
    }
    long now = System.currentTimeMillis() * 1000;
    if (now >= due && nextReport.compareAndSet(due, now + intervalMicros)) {
      long seconds = (now - beginMicros) / MICROS_PER_SECOND;
      listener.accept("running for " + seconds + " s: " + figures());
    }
  }
}
