package org.pydb.engine.kv.storage;

/** Walks over entries. Stands before the first one at the beginning. Not thread-safe. */
public interface EntryCursor extends AutoCloseable {

  /** Moves on by one entry; false if there is none left. */
  boolean next();

  /**
   * The key of the entry. The array belongs to the caller.
   *
   * @throws java.util.NoSuchElementException before the first entry and behind the last one
   */
  byte[] key();

  /**
   * The value of the entry. The array belongs to the caller.
   *
   * @throws java.util.NoSuchElementException before the first entry and behind the last one
   */
  byte[] value();

  /** Lets go of what is held for it. Closing again has no effect. */
  @Override
  void close();
}
