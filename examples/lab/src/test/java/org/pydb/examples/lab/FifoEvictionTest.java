package org.pydb.examples.lab;

import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.testkit.eviction.EvictionContract;

/** Lab 1: the policy keeps the contract, and no crash of a tree beyond memory loses a commit. */
class FifoEvictionTest extends EvictionContract {
  @Override
  protected Eviction policy() {
    return new FifoEviction();
  }

  /** Take this away to see what the lab asks for: what is used again and again should stay. */
  @Override
  protected boolean heedsUses() {
    return false;
  }
}
