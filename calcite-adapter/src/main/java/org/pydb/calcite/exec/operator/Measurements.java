package org.pydb.calcite.exec.operator;

import java.util.function.LongSupplier;

/**
 * What the steps of one execution did: how often they began, the rows that they gave, the time that
 * they and their inputs took, and how many pages the database read meanwhile. Not thread-safe.
 */
public final class Measurements {
  private final LongSupplier pagesRead;
  private final long[] opens;
  private final long[] rows;
  private final long[] nanos;
  private final long[] pages;

  /**
   * Nothing measured yet.
   *
   * @param stepCount steps are numbered from 0
   * @param pagesRead counts the pages that the database has read from its file
   */
  public Measurements(int stepCount, LongSupplier pagesRead) {
    this.pagesRead = pagesRead;
    opens = new long[stepCount];
    rows = new long[stepCount];
    nanos = new long[stepCount];
    pages = new long[stepCount];
  }

  /** How often a step was begun. */
  public long opens(int step) {
    return opens[step];
  }

  /** How many rows a step gave, in all of its runs. */
  public long rows(int step) {
    return rows[step];
  }

  /** How long a step and its inputs took, in all of its runs. */
  public long nanos(int step) {
    return nanos[step];
  }

  /** How many pages were read by anybody while a step and its inputs worked. */
  public long pages(int step) {
    return pages[step];
  }

  long pagesRead() {
    return pagesRead.getAsLong();
  }

  void add(int step, int newOpens, int newRows, long newNanos, long newPages) {
    opens[step] += newOpens;
    rows[step] += newRows;
    nanos[step] += newNanos;
    pages[step] += newPages;
  }
}
