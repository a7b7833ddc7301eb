package org.pydb.engine.kv.storage;

/** When a write returns. */
public enum Durability {
  /** When it is on the medium: it survives a loss of power. */
  SYNCED,
  /**
   * When it is with the operating system: it survives the end of the process. A loss of power may
   * take the last ones, in the reverse of their order; what follows a later synced write is kept.
   */
  RELAXED
}
