package org.pydb.calcite.exec.series;

import org.pydb.calcite.exec.vector.Vector;

/** Makes the rows that a function gives for some arguments, a few at a time. Not thread-safe. */
public interface RowMaker {

  /**
   * Begins with other arguments.
   *
   * @param arguments their values, which stay until the last row is made
   * @param row the position of the arguments in them
   */
  void begin(Vector[] arguments, int row);

  /**
   * Makes the next rows.
   *
   * @param columns where to set the values, or NULL
   * @param from the position of the first row
   * @param to the position behind the last row that there is room for
   * @return how many rows were made; 0 if there are no more
   */
  int make(Vector[] columns, int from, int to);
}
