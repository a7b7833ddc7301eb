package org.pydb.engine.table;

/** What a commit waits for. Either way others see it in the order of commits, whole. */
public enum Durability {

  /** Until the log is synced: what was acknowledged survives a loss of power. */
  FULL,

  /**
   * Until the log is written: what was acknowledged survives the death of the process. It survives
   * a loss of power once the log is synced, which happens in the background soon after, or with the
   * next full commit. A loss of power before that takes the last commits, never one from among
   * them.
   */
  RELAXED
}
