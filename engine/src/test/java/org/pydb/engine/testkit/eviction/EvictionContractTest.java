package org.pydb.engine.testkit.eviction;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pydb.engine.eviction.Evictable;
import org.pydb.engine.eviction.Eviction;

/** The contract finds wrong policies: each of these fails the test that is there for it. */
class EvictionContractTest {

  /** What policies have got wrong, or might. */
  @SuppressWarnings("ImmutableEnumChecker") // what makes a policy holds nothing
  enum Mistake {
    KNOWS_ONE_TWICE("entryIsKnownFromAddingToRemoving", AddsAlways::new),
    REMOVES_THE_UNKNOWN("entryIsKnownFromAddingToRemoving", RemovesAlways::new),
    TAKES_IN_WHAT_IS_USED("useOfWhatIsNotThereHasNoEffect", TakesInWhatIsUsed::new),
    SHARES_ITS_LIST("policiesOfTwoPoolsDoNotMeet", SharesItsList::new),
    HOLDS_WHAT_HAS_LEFT("whatHasLeftIsLetGo", HoldsWhatHasLeft::new),
    SPARES_WHAT_IS_USED("searchProposesEveryEntryBeforeItEnds", SparesWhatIsUsed::new),
    SEARCHES_FOR_EVER("searchProposesEveryEntryBeforeItEnds", SearchesForEver::new),
    INSISTS("searchProposesNothingTwiceBeforeAllTheRest", Insists::new),
    FAILS_WHEN_EMPTY("searchOfNothingEndsAtOnce", FailsWhenEmpty::new),
    FORGETS_WHAT_IS_KEPT("whatTheOwnerKeepsStaysAndIsProposedAgain", ForgetsWhatIsKept::new),
    HEEDS_NO_USE("whatIsUsedAgainAndAgainStays", Queue::new),
    PROPOSES_WHAT_HAS_LEFT("policyKnowsWhoIsThere", ProposesWhatHasLeft::new),
    HIDES_ONE("policyKnowsWhoIsThere", HidesOne::new),
    MOVES_WITHOUT_A_LOCK("usesAreToldByManyThreadsAtAnyTime", MovesWithoutLock::new),
    KEEPS_TREES_IN_MEMORY("treeBeyondMemoryIsRight", ProposesNothing::new);

    private final String test;
    private final Supplier<Eviction> policy;

    Mistake(String test, Supplier<Eviction> policy) {
      this.test = test;
      this.policy = policy;
    }
  }

  @ParameterizedTest
  @EnumSource
  void mistakeIsFound(Mistake mistake) throws Exception {
    EvictionContract contract =
        new EvictionContract() {
          @Override
          protected Eviction policy() {
            return mistake.policy.get();
          }
        };
    Method test = EvictionContract.class.getDeclaredMethod(mistake.test);
    assertThatThrownBy(() -> test.invoke(contract)).hasCauseInstanceOf(Throwable.class);
  }

  /** The right one that others make worse: what came first goes first. */
  private static class Queue implements Eviction {
    List<Evictable> entries = new ArrayList<>();
    final List<Evictable> proposed = new ArrayList<>();

    @Override
    public void used(Evictable entry) {
      // What came first goes first.
    }

    @Override
    public boolean add(Evictable entry) {
      return !entries.contains(entry) && !proposed.contains(entry) && entries.add(entry);
    }

    @Override
    public boolean remove(Evictable entry) {
      return entries.remove(entry) || proposed.remove(entry);
    }

    @Override
    public int size() {
      return entries.size() + proposed.size();
    }

    @Override
    public void forEach(Consumer<Evictable> action) {
      entries.forEach(action);
      proposed.forEach(action);
    }

    @Override
    public @Nullable Evictable next() {
      if (entries.isEmpty()) {
        return null;
      }
      Evictable first = entries.remove(0);
      proposed.add(first);
      return first;
    }

    @Override
    public void endSearch() {
      entries.addAll(proposed);
      proposed.clear();
    }
  }

  private static final class AddsAlways extends Queue {
    @Override
    public boolean add(Evictable entry) {
      return entries.add(entry);
    }
  }

  private static final class RemovesAlways extends Queue {
    @Override
    public boolean remove(Evictable entry) {
      super.remove(entry);
      return true;
    }
  }

  private static final class TakesInWhatIsUsed extends Queue {
    @Override
    public void used(Evictable entry) {
      add(entry);
    }
  }

  private static final class SharesItsList extends Queue {
    private static final List<Evictable> ALL = new ArrayList<>();

    SharesItsList() {
      entries = ALL;
    }
  }

  private static final class HoldsWhatHasLeft extends Queue {
    private final List<Evictable> left = new ArrayList<>();

    @Override
    public boolean remove(Evictable entry) {
      return super.remove(entry) && left.add(entry);
    }
  }

  private static final class SparesWhatIsUsed extends Queue {
    @Override
    public void used(Evictable entry) {
      entry.mark();
    }

    @Override
    public @Nullable Evictable next() {
      Evictable next = super.next();
      while (next != null && next.isMarked()) {
        next = super.next();
      }
      return next;
    }
  }

  private static final class SearchesForEver extends Queue {
    @Override
    public @Nullable Evictable next() {
      if (entries.isEmpty()) {
        endSearch();
      }
      return super.next();
    }
  }

  private static final class Insists extends Queue {
    private int calls;

    @Override
    public @Nullable Evictable next() {
      return calls++ % 2 == 1 && !proposed.isEmpty() ? proposed.get(0) : super.next();
    }
  }

  private static final class FailsWhenEmpty extends Queue {
    @Override
    public @Nullable Evictable next() {
      Evictable first = entries.get(0);
      super.next();
      return first;
    }
  }

  private static final class ForgetsWhatIsKept extends Queue {
    @Override
    public void endSearch() {
      proposed.clear();
    }
  }

  private static final class ProposesWhatHasLeft extends Queue {
    private @Nullable Evictable last;

    @Override
    public boolean remove(Evictable entry) {
      last = entry;
      return super.remove(entry);
    }

    @Override
    public @Nullable Evictable next() {
      Evictable gone = last;
      last = null;
      return gone == null ? super.next() : gone;
    }
  }

  private static final class HidesOne extends Queue {
    @Override
    public void forEach(Consumer<Evictable> action) {
      entries.stream().skip(1).forEach(action);
    }
  }

  private static final class MovesWithoutLock extends Queue {
    @Override
    public void used(Evictable entry) {
      if (entries.remove(entry)) {
        entries.add(entry);
      }
    }
  }

  private static final class ProposesNothing extends Queue {
    @Override
    public @Nullable Evictable next() {
      return null;
    }
  }
}
