package org.pydb.examples.lab;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.eviction.Evictable;
import org.pydb.engine.eviction.Eviction;

/**
 * What came first goes first, whether it is used or not. The root of a tree, which each look-up
 * needs, leaves memory as soon as a page that was read once, and is read again at once.
 */
public final class FifoEviction implements Eviction {

  /** Who is there; who came first stands first. */
  private final Set<Evictable> queue = new LinkedHashSet<>();

  /** Who was proposed in the search that goes on, and is still there. */
  private final Set<Evictable> proposed = new LinkedHashSet<>();

  /** A queue of nobody. */
  public FifoEviction() {}

  /** Uses do not count. A mark keeps the pool from telling more of them. */
  @Override
  public void used(Evictable entry) {
    entry.mark();
  }

  @Override
  public boolean add(Evictable entry) {
    return !proposed.contains(entry) && queue.add(entry);
  }

  @Override
  public boolean remove(Evictable entry) {
    return queue.remove(entry) || proposed.remove(entry);
  }

  @Override
  public int size() {
    return queue.size() + proposed.size();
  }

  @Override
  public void forEach(Consumer<Evictable> action) {
    queue.forEach(action);
    proposed.forEach(action);
  }

  @Override
  public @Nullable Evictable next() {
    Iterator<Evictable> oldest = queue.iterator();
    if (!oldest.hasNext()) {
      return null;
    }
    Evictable entry = oldest.next();
    oldest.remove();
    proposed.add(entry);
    return entry;
  }

  /** What the owner has kept is in use somehow: it goes to the end. */
  @Override
  public void endSearch() {
    queue.addAll(proposed);
    proposed.clear();
  }
}
