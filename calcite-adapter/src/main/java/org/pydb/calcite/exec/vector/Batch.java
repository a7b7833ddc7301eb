package org.pydb.calcite.exec.vector;

import java.util.Arrays;
import java.util.List;
import org.pydb.engine.schema.ColumnType;

/**
 * Up to {@link #ROWS_MAX} rows, column by column, of which a selection counts. Not thread-safe.
 *
 * <pre>
 *   position   column 0   column 1        rows = {1, 3}, count = 2:
 *      0          17        "a"           the batch stands for the rows
 *      1          18        "b"   ←       (18, "b") and (20, NULL)
 *      2          19        "c"
 *      3          20        NULL  ←
 *   size = 4
 * </pre>
 *
 * <p>A batch and its vectors belong to the operator that produces them. Whoever receives a batch
 * may read it until it asks that operator for the next one or closes it, and must not change it.
 * Vectors may be shared: a filter hands on its input's columns with a selection of its own.
 */
public final class Batch {

  /** The most rows of a batch. */
  public static final int ROWS_MAX = 1024;

  private final Vector[] columns;
  private int size;
  private int[] rows = Selection.ALL;
  private int count;

  /** A batch of these columns, without rows so far. The array is not copied. */
  public Batch(Vector... columns) {
    this.columns = columns;
  }

  /** A batch of new columns of these types, without rows so far. */
  public static Batch of(List<ColumnType> types) {
    return new Batch(types.stream().map(Vector::of).toArray(Vector[]::new));
  }

  /** A batch of so many columns, each still to be set by {@link #setColumn}. */
  public static Batch ofWidth(int columnCount) {
    Vector[] columns = new Vector[columnCount];
    Arrays.fill(columns, new LongVector());
    return new Batch(columns);
  }

  /** How many columns there are; a batch without columns still has rows. */
  public int columnCount() {
    return columns.length;
  }

  /** The column at {@code index}, from 0. */
  public Vector column(int index) {
    return columns[index];
  }

  /** Puts a vector in place of a column. */
  public void setColumn(int index, Vector column) {
    columns[index] = column;
  }

  /** One more than the highest position that may be selected. */
  public int size() {
    return size;
  }

  /** The selected positions, ascending; {@link Selection#ALL} if all positions are selected. */
  public int[] rows() {
    return rows;
  }

  /** How many positions are selected: the number of rows. */
  public int count() {
    return count;
  }

  /** Makes the positions 0 to {@code newSize - 1} the rows. */
  public void selectAll(int newSize) {
    assert newSize <= ROWS_MAX;
    size = newSize;
    rows = Selection.ALL;
    count = newSize;
  }

  /** Makes some of the positions below {@code newSize} the rows. The array is not copied. */
  public void select(int newSize, int[] selected, int selectedCount) {
    assert newSize <= ROWS_MAX;
    assert selectedCount <= newSize;
    size = newSize;
    rows = selectedCount == newSize ? Selection.ALL : selected;
    count = selectedCount;
  }
}
