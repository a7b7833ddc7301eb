package org.pydb.engine.eviction;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A policy that says which entries should leave memory next.
 *
 * <p>It only proposes: its owner may keep what is proposed, because it is in use otherwise, and
 * asks for the next one. All calls but {@link #used} are made under a lock of the owner.
 *
 * <p>A search goes {@link #next}, {@link #next}, … {@link #endSearch}. Between two of these the
 * owner removes what was proposed last, or leaves it. A search proposes nothing twice unless it has
 * proposed all the rest, and it ends by itself, by null.
 *
 * <p>{@code EvictionContract} in the test kit tries any policy.
 */
public interface Eviction {

  /**
   * An entry is used that is not marked. Called by any thread, without a lock, and often: it must
   * be quick, and may be told of entries that it does not know (any more).
   *
   * <p>A policy that need not know of each use marks the entry. Then no more uses of it are told,
   * until the policy clears the mark.
   */
  void used(Evictable entry);

  /** An entry came into memory, which counts as a use. Returns false if it is known already. */
  boolean add(Evictable entry);

  /**
   * An entry leaves memory, be it that it was proposed or not. Returns false if it is not known.
   */
  boolean remove(Evictable entry);

  /** How many entries it knows. */
  int size();

  /** Shows all entries, in any order; they may not be removed meanwhile. */
  void forEach(Consumer<Evictable> action);

  /** The next entry that should go; null if the search is over. */
  @Nullable Evictable next();

  /** Ends a search. What was proposed and not removed stays. */
  void endSearch();
}
