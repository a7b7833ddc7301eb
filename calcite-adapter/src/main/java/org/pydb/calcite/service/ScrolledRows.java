package org.pydb.calcite.service;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ScrollableResult;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.exec.spill.PagedRows;
import org.pydb.calcite.exec.spill.Progress;
import org.pydb.calcite.exec.spill.SpillCount;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows of a result, kept to be gone through forth and back, or to be replaced. They are taken
 * from it some at a time; when it has ended it is not looked at again. Not thread-safe.
 *
 * <p>They end when the result would have: with the transaction that it belongs to, or the session.
 * Those that are held outlive its commit, before which all rows are taken.
 */
final class ScrolledRows implements ScrollableResult, SessionCursor {

  /** Rows that are taken at once, unless they are large. */
  private static final int TAKEN_MAX = 256;

  private static final long TAKEN_BYTES_MAX = 1 << 16;

  /** Few rows are a page, and few pages must be in memory, since rows may be large. */
  private static final int PAGE_BITS = 5;

  private static final int RESIDENT_MIN = 2;

  private static final int PLACES_MAX = Integer.MAX_VALUE - TAKEN_MAX;

  /** What it takes to remember which row replaces another. */
  private static final long REPLACED_BYTES = 96;

  private final SessionTransactions transactions;
  private final SqlResult source;
  private boolean isOfOpen;
  private final long rowsMax;

  /** Whether nobody will go back. */
  private final boolean isForward;

  private final Workspace workspace;
  private final PagedRows rows;

  /** The rows that replace others, each as often as it was replaced. */
  private final PagedRows replacing;

  /** Which of these stand for a row, by its number. */
  private final Map<Integer, Integer> replaced = new HashMap<>();

  private final MemoryAccount replacedMemory;

  private final List<ColumnType> types;

  /** Rows on their way from the source. */
  private final Vector[] taking;

  /** The current row, at position 0. */
  private final Batch row;

  private final int[] place = new int[1];

  /** How many were taken from the source. */
  private int taken;

  /** How many of the first ones were dropped. */
  private int dropped;

  private boolean isSourceEnded;

  /** Whether they outlive the commit of their transaction. */
  private boolean isHeld;

  /** The number of the current row; 0 if there is none. */
  private long current;

  private boolean isClosed;

  /**
   * None taken yet.
   *
   * @param source stands before its first row, and is closed by this
   * @param rowsMax so many are taken at most; 0 for no limit
   * @param isForward whether rows that were passed can be dropped
   */
  ScrolledRows(
      Session session,
      SqlResult source,
      List<ColumnInfo> columns,
      long rowsMax,
      boolean isForward) {
    this.source = source;
    this.rowsMax = rowsMax;
    this.isForward = isForward;
    isOfOpen = source instanceof SessionCursor cursor && cursor.isOfOpenTransaction();
    types = columns.stream().map(ColumnInfo::type).toList();
    workspace =
        new Workspace(
            session.database().memory(),
            session.database().engine().spillSpace(),
            "Scrollable Result",
            () -> {}, // What is cancelled is the source.
            new SpillCount(),
            new Progress(line -> {}));
    rows = new PagedRows(workspace, types, PAGE_BITS, RESIDENT_MIN);
    replacing = new PagedRows(workspace, types, PAGE_BITS, RESIDENT_MIN);
    replacedMemory = workspace.memory().part();
    taking = vectors();
    row = new Batch(vectors());
    transactions = session.transactions();
    transactions.keep(this);
  }

  private Vector[] vectors() {
    return types.stream().map(Vector::of).toArray(Vector[]::new);
  }

  // ------------------------------------------------------------------ moving

  @Override
  public boolean has(long number) {
    while (number > taken && !isSourceEnded) {
      take();
    }
    return number > 0 && number <= taken;
  }

  @Override
  public long count() {
    boolean unused = has(Long.MAX_VALUE);
    return taken;
  }

  @Override
  public boolean next() {
    return moveTo(current + 1);
  }

  @Override
  public boolean moveTo(long number) {
    assert !isForward || number >= current : "there is no way back";
    if (isForward && number > taken && !isSourceEnded) {
      drop();
    }
    if (!has(number)) {
      current = 0;
      return false;
    }
    if (number != current) {
      load((int) number);
    }
    return true;
  }

  private void drop() {
    current = 0; // Its bytes may lie where others come to lie now.
    dropped = taken;
    rows.clear();
    replacing.clear();
    replaced.clear();
  }

  private void load(int number) {
    Integer other = replaced.isEmpty() ? null : replaced.get(number);
    PagedRows from = other == null ? rows : replacing;
    int at = other == null ? number - 1 - dropped : other;
    place[0] = from.place(at);
    current = 0;
    from.page(at).gather(place, 0, 1, row, 0);
    current = number;
  }

  // ------------------------------------------------------------------ taking

  private void take() {
    boolean isDone = false;
    try {
      int most = (int) (rowsMax == 0 ? TAKEN_MAX : Math.min(TAKEN_MAX, rowsMax - taken));
      takeUpTo(most);
      if (isSourceEnded || taken == rowsMax) {
        isSourceEnded = true;
        source.close();
      }
      isDone = true;
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    } finally {
      if (!isDone) {
        close(); // As a result ends that fails on its way.
      }
    }
  }

  private void takeUpTo(int most) {
    for (Vector vector : taking) {
      vector.reset(most);
    }
    int count = 0;
    long bytes = 0;
    while (count < most && bytes < TAKEN_BYTES_MAX && !isSourceEnded) {
      if (source.next()) {
        for (int i = 0; i < taking.length; i++) {
          bytes += copy(source, i, types.get(i), taking[i], count);
        }
        count++;
      } else {
        isSourceEnded = true;
      }
    }
    append(rows, taking, count);
    taken += count;
  }

  private static void append(PagedRows to, Vector[] vectors, int count) {
    if (to.size() > PLACES_MAX) {
      throw new SqlError(
          "54000", "a scrollable result has no more than " + PLACES_MAX + " rows: go forward only");
    }
    to.append(vectors, Selection.ALL, count);
  }

  /** Copies the current value of a column; gives its bytes, if it has any. */
  private static int copy(SqlResult from, int column, ColumnType type, Vector to, int row) {
    if (from.isNull(column)) {
      to.setNull(row);
    } else if (to instanceof BytesVector bytes) {
      int length = from.bytesLength(column);
      bytes.append(row, from.bytes(column), from.bytesStart(column), length);
      return length;
    } else if (to instanceof LongVector longs) {
      longs.set(row, from.getLong(column));
    } else if (to instanceof DoubleVector doubles) {
      doubles.set(row, from.getDouble(column));
    } else if (type.isLong()) {
      ((DecimalVector) to).setUnscaled(row, from.getLong(column));
    } else {
      ((DecimalVector) to).set(row, Objects.requireNonNull(from.getDecimal(column)));
    }
    return 0;
  }

  @Override
  public void replace(SqlResult source, int[] columns) {
    int number = (int) current;
    Vector[] vectors = new Vector[columns.length];
    for (int i = 0; i < columns.length; i++) {
      vectors[i] = row.column(i);
      if (columns[i] >= 0) {
        vectors[i] = Vector.of(types.get(i));
        vectors[i].reset(1);
        copy(source, columns[i], types.get(i), vectors[i], 0);
      }
    }
    int at = replacing.size();
    append(replacing, vectors, 1);
    if (replaced.put(number, at) == null) {
      replacedMemory.use(REPLACED_BYTES);
    }
    load(number);
  }

  // ------------------------------------------------------------------ the current row

  @Override
  public long updateCount() {
    return -1;
  }

  private Vector vector(int column) {
    if (current == 0) {
      throw new IllegalStateException("the result does not stand on a row");
    }
    return row.column(column);
  }

  @Override
  public boolean isNull(int column) {
    return vector(column).isNull(0);
  }

  @Override
  public long getLong(int column) {
    Vector vector = vector(column);
    return vector instanceof DecimalVector decimals
        ? decimals.getUnscaled(0)
        : ((LongVector) vector).get(0);
  }

  @Override
  public double getDouble(int column) {
    return ((DoubleVector) vector(column)).get(0);
  }

  @Override
  public @Nullable BigDecimal getDecimal(int column) {
    DecimalVector vector = (DecimalVector) vector(column);
    return vector.isNull(0) ? null : vector.get(0);
  }

  @Override
  public byte[] bytes(int column) {
    return ((BytesVector) vector(column)).array(0);
  }

  @Override
  public int bytesStart(int column) {
    return ((BytesVector) vector(column)).start(0);
  }

  @Override
  public int bytesLength(int column) {
    return ((BytesVector) vector(column)).length(0);
  }

  // ------------------------------------------------------------------ the end

  @Override
  public void hold() {
    isHeld = true;
  }

  @Override
  public void beforeCommit() {
    if (isHeld && isOfOpen) {
      long unused = count();
      isOfOpen = false;
    }
  }

  @Override
  public boolean isOfOpenTransaction() {
    return isOfOpen;
  }

  @Override
  public boolean isClosed() {
    return isClosed;
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    current = 0;
    transactions.release(this);
    workspace.close();
    if (!isSourceEnded) {
      isSourceEnded = true;
      source.close();
    }
  }
}
