package org.pydb.engine.kv.storage;

/**
 * Makes and opens stores of one kind of engine. The {@code KeyValueStore} keeps beside the engine's
 * files one of its own that says which kind they are, and whether they were ever whole: so an
 * engine need not guess whether what is missing was never there. Stateless.
 */
public interface EngineFactory {

  /** The name of the kind, of at most {@link #NAME_LENGTH_MAX} letters; it is kept in the files. */
  String name();

  /** The most letters of a name. */
  int NAME_LENGTH_MAX = 16;

  /** Whether there are no files: what is written is gone when the store is closed. */
  default boolean isVolatile() {
    return false;
  }

  /**
   * Makes an empty store and opens it. Files of its names that a crash has left of an earlier try
   * hold nothing: they are overwritten.
   */
  StorageEngine create(EngineContext context);

  /**
   * Opens a store; after a crash, recovers it.
   *
   * @throws org.pydb.engine.error.CorruptionException if a file is damaged or missing
   */
  StorageEngine open(EngineContext context);

  /**
   * Checks all files of a store that nobody has open, and notes everything that is wrong with them.
   * Nothing is changed; what a crash has left, and an opening would repair, is not wrong.
   */
  default void verify(EngineContext context, Verification verification) {
    // An engine without files has nothing to check.
  }
}
