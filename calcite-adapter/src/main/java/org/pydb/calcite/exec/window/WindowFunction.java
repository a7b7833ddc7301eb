package org.pydb.calcite.exec.window;

/** The functions that exist over windows only; aggregates come besides. */
public enum WindowFunction {
  ROW_NUMBER,
  RANK,
  DENSE_RANK,
  PERCENT_RANK,
  CUME_DIST,
  /** Of a number of tiles. */
  NTILE,
  /** Of a value, and perhaps an offset and a default. */
  LAG,
  /** As {@link #LAG}. */
  LEAD,
  FIRST_VALUE,
  LAST_VALUE,
  /** Of a value and a number. */
  NTH_VALUE,
  /** One of the aggregates, over the frame. */
  AGGREGATE
}
