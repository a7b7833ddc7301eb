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
 * @param homes opens the stores of other engines that keep trees
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
    Copy copy = new Copy();
    copy.recoveryListener = listener;
    return copy.make();
  }

  /** With something else to do if the file is there, or not. */
  public StoreOptions withMode(Mode newMode) {
    Copy copy = new Copy();
    copy.mode = newMode;
    return copy.make();
  }

  /** With somebody who knows the key. */
  public StoreOptions withKey(KeySource source) {
    Copy copy = new Copy();
    copy.keySource = source;
    return copy.make();
  }

  /** With another policy for pages that leave memory. */
  public StoreOptions withEviction(Supplier<Eviction> newEviction) {
    Copy copy = new Copy();
    copy.eviction = newEviction;
    return copy.make();
  }

  /** With stores that can keep trees. */
  public StoreOptions withHomes(TreeHomes.Opener newHomes) {
    Copy copy = new Copy();
    copy.homes = newHomes;
    return copy.make();
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

  /** These options while they are changed into others. */
  private final class Copy {
    final Vfs vfs = StoreOptions.this.vfs;
    final String name = StoreOptions.this.name;
    Mode mode = StoreOptions.this.mode;
    final long poolBytes = StoreOptions.this.poolBytes;
    final Executor executor = StoreOptions.this.executor;
    final int logSegmentSize = StoreOptions.this.logSegmentSize;
    Consumer<String> recoveryListener = StoreOptions.this.recoveryListener;
    KeySource keySource = StoreOptions.this.keySource;
    Supplier<Eviction> eviction = StoreOptions.this.eviction;
    TreeHomes.Opener homes = StoreOptions.this.homes;

    StoreOptions make() {
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
          homes);
    }
  }
}
