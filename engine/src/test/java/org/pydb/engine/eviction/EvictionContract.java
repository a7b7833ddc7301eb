package org.pydb.engine.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.Seeds;

/** What every {@link Eviction} must do, whomever it proposes. */
public abstract class EvictionContract {

  /** For those that are tried. */
  protected EvictionContract() {}

  /** A policy that knows of nothing. */
  protected abstract Eviction policy();

  /** Something with a number. */
  protected static final class Entry extends Evictable {
    private final long number;

    Entry(long number) {
      this.number = number;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /** Uses an entry as readers do. */
  protected static void use(Eviction policy, Evictable entry) {
    if (!entry.isMarked()) {
      policy.used(entry);
    }
  }

  @Test
  void entryIsKnownFromAddingToRemoving() {
    Eviction policy = policy();
    Entry entry = new Entry(1);
    assertThat(policy.remove(entry)).isFalse();
    assertThat(policy.add(entry)).isTrue();
    assertThat(policy.add(entry)).isFalse();
    assertThat(policy.size()).isEqualTo(1);
    assertThat(policy.remove(entry)).isTrue();
    assertThat(policy.remove(entry)).isFalse();
    assertThat(policy.size()).isZero();
    use(policy, entry);
    assertThat(policy.next()).isNull();
    policy.endSearch();
  }

  /** Also what was used just now is proposed, if nothing else is left: memory has a bound. */
  @Test
  void searchProposesEveryEntryBeforeItEnds() {
    Eviction policy = policy();
    List<Entry> entries = add(policy, 300);
    entries.forEach(entry -> use(policy, entry));
    Set<Evictable> proposed = new HashSet<>();
    for (Evictable entry = policy.next(); entry != null; entry = policy.next()) {
      proposed.add(entry);
    }
    policy.endSearch();
    assertThat(proposed).containsExactlyInAnyOrderElementsOf(entries);
    assertThat(policy.size()).as("nothing was removed").isEqualTo(300);
  }

  @Test
  void whatIsUsedAgainAndAgainStays() {
    Eviction policy = policy();
    List<Entry> entries = add(policy, 100);
    Entry hot = entries.get(50);
    for (int number = 100; number < 1000; number++) {
      use(policy, hot);
      assertThat(evict(policy)).isNotSameAs(hot);
      policy.add(new Entry(number));
    }
  }

  /** Adds, uses, removals and searches in any order, beside a set that says who is known. */
  @Test
  void policyKnowsWhoIsThere() {
    Random random = Seeds.random(getClass().getSimpleName());
    Eviction policy = policy();
    List<Entry> known = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      int what = random.nextInt(10);
      if (known.isEmpty() || what < 4) {
        Entry entry = new Entry(random.nextInt(2000));
        policy.add(entry);
        known.add(entry);
      } else if (what < 7) {
        use(policy, known.get(random.nextInt(known.size())));
      } else if (what == 7) {
        Entry gone = known.remove(random.nextInt(known.size()));
        assertThat(policy.remove(gone)).isTrue();
      } else {
        for (int i = random.nextInt(6); i > 0; i--) {
          Evictable proposed = policy.next();
          if (proposed != null && random.nextBoolean()) {
            assertThat(known.remove(proposed)).isTrue();
            assertThat(policy.remove(proposed)).isTrue();
          }
        }
        policy.endSearch();
      }
      assertThat(policy.size()).isEqualTo(known.size());
    }
    Set<Evictable> shown = new HashSet<>();
    policy.forEach(shown::add);
    assertThat(shown).containsExactlyInAnyOrderElementsOf(known);
  }

  /** Adds entries numbered from 1 on. */
  protected static List<Entry> add(Eviction policy, int count) {
    List<Entry> entries = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      entries.add(new Entry(number + 1));
      policy.add(entries.get(number));
    }
    return entries;
  }

  /** Removes who is proposed first. */
  protected static Evictable evict(Eviction policy) {
    Evictable proposed = policy.next();
    assertThat(proposed).isNotNull();
    policy.remove(proposed);
    policy.endSearch();
    return proposed;
  }
}
