package org.pydb.engine.kv.lsm;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.file.Manifest;

/**
 * The view that is current, the number up to which it may be read, and who still holds others. A
 * run that no view has any more is closed and deleted. Thread-safe.
 */
final class LsmViews {
  private final Manifest manifest;
  private LsmView current;
  private long number;

  /** How many hold each view: readers, and one more for the current one. */
  private final IdentityHashMap<LsmView, Integer> viewHolders = new IdentityHashMap<>();

  /** How many views that are held have each run. */
  private final Map<Run, Integer> runHolders = new HashMap<>();

  /**
   * What is held: close it.
   *
   * @param number the number of the last batch that it sees
   */
  record Held(LsmView view, long number) {}

  LsmViews(Manifest manifest, LsmView first) {
    this.manifest = manifest;
    current = first;
    hold(first);
  }

  synchronized LsmView current() {
    return current;
  }

  synchronized long number() {
    return number;
  }

  /** Lets everybody see the batches up to a number. */
  synchronized void publish(long newNumber) {
    number = newNumber;
  }

  synchronized Held acquire() {
    hold(current);
    return new Held(current, number);
  }

  synchronized void release(Held held) {
    letGo(held.view());
  }

  /** Goes over to another view, made of the current one. */
  synchronized void update(UnaryOperator<LsmView> change) {
    LsmView before = current;
    current = change.apply(before);
    hold(current);
    letGo(before);
  }

  private void hold(LsmView view) {
    if (viewHolders.merge(view, 1, Integer::sum) == 1) {
      view.runs().forEach(run -> runHolders.merge(run, 1, Integer::sum));
    }
  }

  private void letGo(LsmView view) {
    if (viewHolders.merge(view, -1, Integer::sum) == 0) {
      viewHolders.remove(view);
      view.runs().forEach(this::letGo);
    }
  }

  private void letGo(Run run) {
    if (runHolders.merge(run, -1, Integer::sum) == 0) {
      runHolders.remove(run);
      run.close();
      delete(run);
    }
  }

  private void delete(Run run) {
    try {
      manifest.deleteFile(run.entry().number(), RunWriter.KIND);
    } catch (StorageException e) {
      return; // The manifest has dropped it: the next opening tries again.
    }
  }

  /** Closes all files. */
  synchronized void close() {
    runHolders.keySet().forEach(Run::close);
    runHolders.clear();
    viewHolders.clear();
  }
}
