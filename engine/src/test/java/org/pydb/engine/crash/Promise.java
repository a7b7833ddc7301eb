package org.pydb.engine.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a crash must leave: one of these states of the database, which are those after commits that
 * followed one another, and copies of it. The first state was the last that is known to be durable.
 *
 * @param acknowledged the index of the last that was acknowledged: there it is if only the process
 *     died
 * @param copies that must be there, or may
 */
record Promise(List<NavigableMap<String, TableState>> states, int acknowledged, Copies copies) {

  /** There is nothing. */
  static final Promise NOTHING = new Promise(List.of(new TreeMap<>()), 0, Copies.NONE);

  Promise {
    states = List.copyOf(states);
  }

  /** This state is durable. */
  Promise durable(NavigableMap<String, TableState> state) {
    return new Promise(List.of(state), 0, copies);
  }

  /** The last state is durable. */
  Promise durable() {
    return durable(last());
  }

  Promise or(NavigableMap<String, TableState> next) {
    List<NavigableMap<String, TableState>> more = new ArrayList<>(states);
    more.add(next);
    return new Promise(more, acknowledged, copies);
  }

  /** All are acknowledged. */
  Promise kept() {
    return new Promise(states, states.size() - 1, copies);
  }

  Promise with(Copies newCopies) {
    return new Promise(states, acknowledged, newCopies);
  }

  /** Narrows this to those up to the one that was found; throws if that was not promised. */
  Promise found(NavigableMap<String, TableState> found, boolean powerWasLost) {
    int index = states.lastIndexOf(found);
    if (index < (powerWasLost ? 0 : acknowledged)) {
      throw new AssertionError(
          "found " + found + ", expected one of " + states + ", acknowledged: " + acknowledged);
    }
    return new Promise(states.subList(0, index + 1), index, copies);
  }

  NavigableMap<String, TableState> last() {
    return states.get(states.size() - 1);
  }
}
