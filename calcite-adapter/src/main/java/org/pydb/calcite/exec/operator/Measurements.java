package org.pydb.calcite.exec.operator;

import java.util.function.LongSupplier;
import org.pydb.calcite.exec.spill.SpillCount;

/**
 * What the steps of one execution did: how often they began, the rows that they gave, the time that
 * they and their inputs took, how many pages the database read meanwhile, and what they spilled.
 * Not thread-safe: each thread has one of its own, and they are added up in the end.
 */
public final class Measurements {
  static final int NONE = -1;

  private final LongSupplier pagesRead;
  private final long[] opens;
  private final long[] rows;
  private final long[] nanos;
  private final long[] pages;
  private final long[] spilledBytes;
  private final long[] spilledRows;
  private final int[] spillPasses;
  private final long[] rounds;

  /** How many other threads did a step. */
  private final int[] parts;

  /** The step that is being opened, or {@link #NONE}. */
  private int opening = NONE;

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
    spilledBytes = new long[stepCount];
    spilledRows = new long[stepCount];
    spillPasses = new int[stepCount];
    rounds = new long[stepCount];
    parts = new int[stepCount];
  }

  /** Nothing measured yet, of the same steps, for another thread; to be added when it is done. */
  Measurements part() {
    return new Measurements(opens.length, pagesRead);
  }

  /** Adds what was measured elsewhere. */
  void addAll(Measurements part) {
    for (int i = 0; i < opens.length; i++) {
      opens[i] += part.opens[i];
      rows[i] += part.rows[i];
      nanos[i] += part.nanos[i];
      pages[i] += part.pages[i];
      spilledBytes[i] += part.spilledBytes[i];
      spilledRows[i] += part.spilledRows[i];
      rounds[i] += part.rounds[i];
      spillPasses[i] = Math.max(spillPasses[i], part.spillPasses[i]);
      parts[i] += part.opens[i] > 0 ? 1 : 0;
    }
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

  /** How many bytes a step has written to temporary files. */
  public long spilledBytes(int step) {
    return spilledBytes[step];
  }

  /** How many rows a step has written to temporary files, each as often as it was. */
  public long spilledRows(int step) {
    return spilledRows[step];
  }

  /** How often a step wrote a row at most. */
  public int spillPasses(int step) {
    return spillPasses[step];
  }

  /** How many rounds a recursion took after its first rows, in all of its runs. */
  public long rounds(int step) {
    return rounds[step];
  }

  /** How many threads did a step: 1 if it was not done side by side. */
  public int threads(int step) {
    return Math.max(1, parts[step]);
  }

  /** Operators that are opened from now on belong to this step; gives the one before. */
  int opening(int step) {
    int before = opening;
    opening = step;
    return before;
  }

  /** The step to which operators belong that are opened now. */
  int opening() {
    return opening;
  }

  void addSpill(int step, SpillCount count) {
    if (step != NONE && count.bytes() > 0) {
      spilledBytes[step] += count.bytes();
      spilledRows[step] += count.rows();
      spillPasses[step] = Math.max(spillPasses[step], count.passes());
    }
  }

  void addRounds(int step, long count) {
    if (step != NONE) {
      rounds[step] += count;
    }
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
