package org.pydb.engine.testkit.eviction;

import org.pydb.engine.eviction.Evictable;
import org.pydb.engine.eviction.Eviction;

/** Something in memory that has a number and no more. */
public final class Entry extends Evictable {
  private final long number;

  /** Nothing else has this number at the same time. */
  public Entry(long number) {
    this.number = number;
  }

  @Override
  public long number() {
    return number;
  }

  /** Is used, as pages are: a policy that has marked it is not told. */
  public void use(Eviction policy) {
    if (!isMarked()) {
      policy.used(this);
    }
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
