package org.pydb.engine.row;

import java.math.BigDecimal;
import org.pydb.engine.bytes.ByteBuilder;

/**
 * One row of a table, whose columns are read one by one. Columns are named by their ordinal in the
 * table. What a getter returns for a NULL is not specified: ask {@link #isNull} first.
 */
public interface Row {

  /** Whether the column is NULL. */
  boolean isNull(int column);

  /** The value of a column whose values travel as {@code long}. */
  long getLong(int column);

  /** The value of a column whose values travel as {@code double}. */
  double getDouble(int column);

  /** The value of a {@code DECIMAL} of any precision, or of a {@code NUMERIC}. */
  BigDecimal getDecimal(int column);

  /**
   * The array in which the value of a bytes column lies; never to be changed. What {@link #start}
   * and {@link #length} say holds for the array of the last call with the same column.
   */
  byte[] array(int column);

  /** Where the value of a bytes column begins in {@link #array}. */
  int start(int column);

  /** The length of the value of a bytes column. */
  int length(int column);

  /**
   * Whether the value of a column is not in the row: then its bytes are those of a {@link
   * LargeReference}.
   */
  boolean isLarge(int column);

  /** Appends the row's key: its encoded primary key, or its hidden row id. */
  void putKey(ByteBuilder target);
}
