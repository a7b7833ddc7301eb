package org.pydb.engine.store;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.eviction.EvictionPolicy;
import org.pydb.engine.txn.TreeHomes;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * How a store is opened.
 *
 * @param vfs where its files are
 * @param name the file's name; the log and the lock have it too, with {@code -wal} and {@code
 *     -lock}
 * @param mode what to do if the file is, or is not, there
 * @param poolBytes memory that pages may take
 * @param executor runs checkpoints and the growth of the log
 * @param logSegmentSize bytes of a segment of a log that is made anew; small ones let a test cross
 *     from one into the next often
 * @param recoveryListener is told, in words, about once a second, how far a long recovery is
 * @param keySource gives the key of an encrypted database
 * @param eviction makes what says which pages leave memory
 */
public record StoreOptions(
    Vfs vfs,
    String name,
    Mode mode,
    long poolBytes,
    Executor executor,
    int logSegmentSize,
    Consumer<String> recoveryListener,
    KeySource keySource,
    Supplier<Eviction> eviction,
    TreeHomes.Opener homes) {

  /** With segments of the usual size. */
  public StoreOptions(Vfs vfs, String name, Mode mode, long poolBytes, Executor executor) {
    this(vfs, name, mode, poolBytes, executor, WriteAheadLog.SEGMENT_SIZE);
  }

  /** With nobody who is told of recoveries. */
  public StoreOptions(
      Vfs vfs, String name, Mode mode, long poolBytes, Executor executor, int logSegmentSize) {
    this(
        vfs,
        name,
        mode,
        poolBytes,
        executor,
        logSegmentSize,
        line -> {},
        KeySource.NONE,
        EvictionPolicy.SECOND_CHANCE,
        TreeHomes.Opener.NONE);
  }

  /** With somebody who is told of recoveries. */
  public StoreOptions withRecoveryListener(Consumer<String> listener) {
    return new StoreOptions(
        vfs, name, mode, poolBytes, executor, logSegmentSize, listener, keySource, eviction, homes);
  }

  /** With something else to do if the file is there, or not. */
  public StoreOptions withMode(Mode newMode) {
    return new StoreOptions(
        vfs,
        name,
        newMode,
        poolBytes,
        executor,
        logSegmentSize,
        recoveryListener,
        keySource,
        eviction,
        homes);
  }

  /** With somebody who knows the key. */
  public StoreOptions withKey(KeySource source) {
    return new StoreOptions(
        vfs,
        name,
        mode,
        poolBytes,
        executor,
        logSegmentSize,
        recoveryListener,
        source,
        eviction,
        homes);
  }

  /** With another policy for pages that leave memory. */
  public StoreOptions withEviction(Supplier<Eviction> newEviction) {
    return new StoreOptions(
        vfs,
        name,
        mode,
        poolBytes,
        executor,
        logSegmentSize,
        recoveryListener,
        keySource,
        newEviction,
        homes);
  }

  /** With stores that can keep trees. */
  public StoreOptions withHomes(TreeHomes.Opener newHomes) {
    return new StoreOptions(
        vfs,
        name,
        mode,
        poolBytes,
        executor,
        logSegmentSize,
        recoveryListener,
        keySource,
        eviction,
        newHomes);
  }

  /** What to do if the file is, or is not, there. */
  public enum Mode {
    /** Make it if it is not there. */
    CREATE,
    /** It must be there. */
    EXISTING,
    /** It must be there, and nothing of it is changed. */
    READ_ONLY,
    /** No file and no log: the store is gone when it is closed. */
    MEMORY
  }

  /** The name of the log. */
  String logName() {
    return name + "-wal";
  }

  /** The name of the lock. */
  String lockName() {
    return name + "-lock";
  }
}
