package org.pydb.engine.eviction;

/** Something that is in memory and may leave it. */
public abstract class Evictable {

  /** Of what no policy knows. */
  public static final int NOWHERE = -1;

  /**
   * Where its policy keeps it; nobody else's business. Guarded by what guards the policy; {@link
   * Eviction#used} reads it in a race, and must put up with an old one.
   */
  public int index = NOWHERE;

  /** Whether a use need not be told. Set by users, cleared by the policy. Races are harmless. */
  private boolean marked;

  /** Something that no policy knows yet. */
  protected Evictable() {}

  /** What tells it again when it comes back into memory as another object; 0 if nothing does. */
  public abstract long number();

  /** Whether a use of it need not be told to {@link Eviction#used}. */
  public final boolean isMarked() {
    return marked;
  }

  /** Has uses not told any more. */
  public final void mark() {
    marked = true;
  }

  /** Has the next use told; returns whether it was marked. */
  public final boolean clearMark() {
    boolean was = marked;
    marked = false;
    return was;
  }
}
