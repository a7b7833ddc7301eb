package org.pydb.engine.kv.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.pydb.engine.error.DatabaseLockedException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.StorageException;

/** What a check of a store's files has found wrong, and how far it is. Not thread-safe. */
public final class Verification {
  private static final int FINDINGS_MAX = 1000;

  private final LongConsumer progress;
  private final List<String> findings = new ArrayList<>();
  private long count;
  private long bytes;

  /**
   * Begins one.
   *
   * @param progress is told from time to time how many bytes have been checked; what it throws ends
   *     the check
   */
  public Verification(LongConsumer progress) {
    this.progress = progress;
  }

  /** Notes what is wrong: which file, where in it, and what was expected. */
  public void found(String what) {
    count++;
    if (findings.size() < FINDINGS_MAX) {
      findings.add(what);
    }
  }

  /** Notes what an exception says. */
  public void found(EngineException problem) {
    found(String.valueOf(problem.getMessage()));
  }

  /** Does a part of the check; what stops it is noted, and the other parts go on. */
  public void part(Runnable check) {
    try {
      check.run();
    } catch (StorageException | DatabaseLockedException e) {
      throw e; // That says nothing about the files.
    } catch (EngineException e) {
      found(e);
    }
  }

  /** Tells that so many more bytes have been checked. */
  public void checked(long more) {
    bytes += more;
    progress.accept(bytes);
  }

  /** What is wrong; empty if nothing is. */
  public List<String> findings() {
    List<String> all = new ArrayList<>(findings);
    if (count > findings.size()) {
      all.add("… and " + (count - findings.size()) + " more findings");
    }
    return List.copyOf(all);
  }
}
