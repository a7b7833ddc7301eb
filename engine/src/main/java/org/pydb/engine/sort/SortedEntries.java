package org.pydb.engine.sort;

/** Entries in the order of their keys, one by one. Not thread-safe. */
public interface SortedEntries {

  /** Goes to the next entry, the first one at first; false if there is none. */
  boolean next();

  /** Where the entry lies; valid until {@link #next}. */
  byte[] bytes();

  /** Where its key begins. */
  int keyFrom();

  /** Where its key ends, and its value begins. */
  int keyTo();

  /** The length of its value. */
  int valueLength();
}
