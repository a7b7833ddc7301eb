package org.pydb.engine.lock;

/**
 * How much a lock keeps others away, weakest first. Each mode conflicts with all that the modes
 * before it conflict with, so the strongest that somebody holds says it all.
 *
 * <pre>
 *                 KEY_SHARE  SHARE  NO_KEY_UPDATE  UPDATE
 * KEY_SHARE                                          x
 * SHARE                                    x         x
 * NO_KEY_UPDATE                x           x         x
 * UPDATE              x        x           x         x
 * </pre>
 *
 * The four are PostgreSQL's, so that a row that is referred to can be updated, in columns that
 * nobody refers to, while rows that refer to it come and go.
 */
public enum LockMode {
  /** The key stays: whoever refers to it by a foreign key holds this. */
  KEY_SHARE(0, "FOR KEY SHARE"),
  /** The row stays as it is. */
  SHARE(1, "FOR SHARE"),
  /** The row may be changed by the holder, but for its unique keys. */
  NO_KEY_UPDATE(2, "FOR NO KEY UPDATE"),
  /** The row may be changed or removed by the holder, its keys included. */
  UPDATE(3, "FOR UPDATE");

  private static final LockMode[] MODES = values();

  /** Strengths are below this. */
  static final int STRENGTHS = 4;

  private final int strength;
  private final String words;

  LockMode(int strength, String words) {
    this.strength = strength;
    this.words = words;
  }

  /** Whether two transactions cannot hold a lock in these modes at the same time. */
  boolean conflictsWith(LockMode other) {
    return other.strength >= weakestConflicting();
  }

  /** From 0 for the weakest. */
  public int strength() {
    return strength;
  }

  /** The mode of this strength. */
  public static LockMode ofStrength(int strength) {
    return MODES[strength];
  }

  /** The least strength that conflicts with this mode: see the table from its corner. */
  int weakestConflicting() {
    return STRENGTHS - 1 - strength;
  }

  /** Whether whoever holds this need not ask for {@code other}. */
  boolean covers(LockMode other) {
    return strength >= other.strength;
  }

  /** In SQL's words. */
  @Override
  public String toString() {
    return words;
  }
}
