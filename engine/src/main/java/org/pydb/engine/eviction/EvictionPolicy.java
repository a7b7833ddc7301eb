package org.pydb.engine.eviction;

import java.util.function.Supplier;

/** The policies that come with the engine, by name. */
public enum EvictionPolicy implements Supplier<Eviction> {
  /** {@link SecondChance}. */
  SECOND_CHANCE,
  /** {@link LruK} with K = 1: what was used least recently goes first. */
  LRU,
  /** {@link LruK} with K = 2: what was used once goes before what was used twice. */
  LRU_2;

  /** A policy that knows of nothing yet. */
  @Override
  public Eviction get() {
    return switch (this) {
      case SECOND_CHANCE -> new SecondChance();
      case LRU -> new LruK(1);
      case LRU_2 -> new LruK(2);
    };
  }
}
