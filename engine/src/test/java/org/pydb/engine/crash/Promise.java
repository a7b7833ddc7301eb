package org.pydb.engine.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * What a crash must leave: one of these states of the database, which are those after commits that
 * followed one another. The first was the last that is known to be durable.
 *
 * @param acknowledged the index of the last that was acknowledged: there it is if only the process
 *     died
 */
record Promise(List<NavigableMap<String, TableState>> states, int acknowledged) {

  Promise {
    states = List.copyOf(states);
  }

  static Promise of(NavigableMap<String, TableState> state) {
    return new Promise(List.of(state), 0);
  }

  Promise or(NavigableMap<String, TableState> next) {
    List<NavigableMap<String, TableState>> more = new ArrayList<>(states);
    more.add(next);
    return new Promise(more, acknowledged);
  }

  /** All are acknowledged. */
  Promise kept() {
    return new Promise(states, states.size() - 1);
  }

  /** Narrows this to those up to the one that was found; throws if that was not promised. */
  Promise found(NavigableMap<String, TableState> found, boolean powerWasLost) {
    int index = states.lastIndexOf(found);
    if (index < (powerWasLost ? 0 : acknowledged)) {
      throw new AssertionError(
          "found " + found + ", expected one of " + states + ", acknowledged: " + acknowledged);
    }
    return new Promise(states.subList(0, index + 1), index);
  }

  NavigableMap<String, TableState> last() {
    return states.get(states.size() - 1);
  }
}
