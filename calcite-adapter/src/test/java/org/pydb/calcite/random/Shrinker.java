package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds a smaller query of which something still holds: with decisions left out, and with simpler
 * ones.
 */
final class Shrinker {
  private static final int TRIES_MAX = 600;

  private final Predicate<Choices.Made> holds;
  private int tries;

  Shrinker(Predicate<Choices.Made> holds) {
    this.holds = holds;
  }

  Choices.Made shrink(Choices.Made found) {
    Choices.Made best = found;
    for (boolean isSmaller = true; isSmaller && tries < TRIES_MAX; ) {
      Choices.Made before = best;
      for (int size = 32; size > 0; size /= 2) {
        best = withoutRuns(best, size);
      }
      best = withSmaller(best);
      isSmaller = !best.equals(before);
    }
    return best;
  }

  private Choices.Made withoutRuns(Choices.Made from, int size) {
    Choices.Made best = from;
    for (int at = best.forms().size() - size; at >= 0; at--) {
      List<Integer> forms = new ArrayList<>(best.forms());
      if (at + size <= forms.size()) {
        forms.subList(at, at + size).clear();
        best = better(best, best.withForms(forms));
      }
    }
    return best;
  }

  private Choices.Made withSmaller(Choices.Made from) {
    Choices.Made best = from;
    for (int at = 0; at < best.forms().size(); at++) {
      for (int value : new int[] {0, best.forms().get(at) / 2, best.forms().get(at) - 1}) {
        if (at < best.forms().size() && value >= 0 && value < best.forms().get(at)) {
          List<Integer> forms = new ArrayList<>(best.forms());
          forms.set(at, value);
          best = better(best, best.withForms(forms));
        }
      }
    }
    for (int at = 0; at < best.literals().size(); at++) {
      if (at < best.literals().size() && best.literals().get(at) > 0) {
        List<Integer> literals = new ArrayList<>(best.literals());
        literals.set(at, 0);
        best = better(best, best.withLiterals(literals));
      }
    }
    return best;
  }

  /** The second one if it is smaller and what is looked for holds of it as well. */
  private Choices.Made better(Choices.Made best, Choices.Made tried) {
    return tries++ < TRIES_MAX && holds.test(tried) ? tried : best;
  }
}
