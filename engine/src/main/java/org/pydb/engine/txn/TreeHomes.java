package org.pydb.engine.txn;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.StoredTrees;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.vfs.Vfs;

/**
 * The stores of a database that keep trees elsewhere than in the pages of its file. The log of the
 * database is the only one that commits wait for: a store is handed what a batch changed, under the
 * batch's number, when the log has it, and is told to be durable before the log is cut; after a
 * crash it gets again what it has lost. Thread-safe.
 */
public interface TreeHomes {

  /** A database none of whose trees can be in a store. */
  TreeHomes NONE = new NoHomes();

  /** Opens the stores of databases. */
  interface Opener {

    /** Of databases none of whose trees can be in a store. */
    Opener NONE = place -> TreeHomes.NONE;

    /** The stores of one database, of which none is opened yet. */
    TreeHomes open(Place place);
  }

  /**
   * What stores are given to work with.
   *
   * @param vfs where the database is
   * @param name the name of its data file
   * @param databaseId its id
   * @param keys its keys, or null if it is not encrypted
   * @param memoryBytes the memory that its pages may take
   * @param executor runs what can be done in the background
   * @param isReadOnly whether nothing of its files is changed
   */
  record Place(
      Vfs vfs,
      String name,
      UUID databaseId,
      @Nullable FileKeys keys,
      long memoryBytes,
      Executor executor,
      boolean isReadOnly) {}

  /**
   * Opens the stores that some roots name, and does again what they have lost.
   *
   * @param found the trees, of which those in stores cannot be read yet
   * @param redo what the log says of trees in stores, by the numbers of its batches
   * @param last the number of the last batch
   * @return the trees, to be read
   * @throws org.pydb.engine.error.CorruptionException if a store is missing, damaged or not of this
   *     version of the database
   */
  RootMap recover(RootMap found, SortedMap<Long, List<StoredChange>> redo, long last);

  /**
   * Sees to it that there is a store of this name, before trees are put into it.
   *
   * @param number of the newest version
   * @throws org.pydb.engine.error.UnknownEngineException if no engine has this name
   */
  void ensure(String home, long number);

  /** The names that stores can have. */
  Set<String> names();

  /** Whether what is in a store is gone when the database is closed. */
  boolean isVolatile(String home);

  /** Begins the changes of a batch, which follow what stores held before it. */
  HomeChanges begin(@Nullable StoredTrees before, long number);

  /** Makes durable what was applied before the call. */
  void checkpoint();

  /**
   * Fills the stores of a copy of the database, and makes them durable.
   *
   * @param target the copy's, which the caller closes
   * @param roots the trees that are copied
   * @param number of their version
   * @return the number that the version of the copy must have at least
   */
  long copyTo(TreeHomes target, RootMap roots, long number);

  /** Closes the stores. Nothing can be read from them any more. */
  void close();
}
