package org.pydb.calcite.exec.table;

/** An operator that knows how many rows its last execution has written. */
interface CountingOperator {

  /** How many; -1 if they are not to be counted. */
  long written();
}
