package org.pydb.calcite.bridge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.store.MemoryAccount;

/**
 * {@code WITH RECURSIVE}: the rows of the first branch, then those that the second one gives for
 * the rows before, until it gives none. Not thread-safe.
 *
 * <p>Calcite's own operator keeps the rows of the last round in the plan; here they belong to the
 * execution, so that sessions can share the plan. A round is computed as a whole before its rows
 * are given, so nobody sees a half of it.
 */
final class Recursion {
  private static final long ROW_BYTES = 64;

  private List<@Nullable Object> lastRound = List.of();

  /** The rows of the last round, for the second branch. */
  Enumerable<@Nullable Object> lastRound() {
    return new AbstractEnumerable<@Nullable Object>() {
      @Override
      public Enumerator<@Nullable Object> enumerator() {
        return Linq4j.iterableEnumerator(lastRound);
      }
    };
  }

  /** All rows; if not {@code all}, each once. */
  Enumerable<@Nullable Object> rows(
      Enumerable<@Nullable Object> seed,
      Enumerable<@Nullable Object> step,
      boolean all,
      ExecutionContext context,
      MemoryAccount memory) {
    return new AbstractEnumerable<@Nullable Object>() {
      @Override
      public Enumerator<@Nullable Object> enumerator() {
        Set<Object> seen = new HashSet<>();
        Function<@Nullable Object, Boolean> isNew =
            row -> {
              context.checkCanceled();
              boolean added = all || seen.add(CarriedRows.key(row));
              if (added) {
                memory.use(ROW_BYTES);
              }
              return added;
            };
        return new Rounds(seed, step, isNew);
      }
    };
  }

  /** One pass through all rounds. */
  private final class Rounds implements Enumerator<@Nullable Object> {
    private final Enumerable<@Nullable Object> seed;
    private final Enumerable<@Nullable Object> step;
    private final Function<@Nullable Object, Boolean> isNew;
    private @Nullable List<@Nullable Object> round;
    private int next;
    private @Nullable Object row;

    Rounds(
        Enumerable<@Nullable Object> seed,
        Enumerable<@Nullable Object> step,
        Function<@Nullable Object, Boolean> isNew) {
      this.seed = seed;
      this.step = step;
      this.isNew = isNew;
    }

    @Override
    public @Nullable Object current() {
      return row;
    }

    @Override
    public boolean moveNext() {
      List<@Nullable Object> now = round;
      if (now == null) {
        now = compute(seed);
      } else if (next == now.size()) {
        List<@Nullable Object> before = lastRound;
        lastRound = now;
        now = compute(step);
        lastRound = before;
      }
      if (next == now.size()) {
        return false;
      }
      row = now.get(next++);
      return true;
    }

    private List<@Nullable Object> compute(Enumerable<@Nullable Object> rows) {
      List<@Nullable Object> computed = new ArrayList<>();
      try (Enumerator<@Nullable Object> enumerator = rows.enumerator()) {
        while (enumerator.moveNext()) {
          Object found = enumerator.current();
          if (isNew.apply(found)) {
            computed.add(found);
          }
        }
      }
      round = computed;
      next = 0;
      return computed;
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException("a recursion goes forward only: ask for a new one");
    }

    @Override
    public void close() {
      round = List.of();
      next = 0;
    }
  }
}
