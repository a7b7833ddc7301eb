package org.pydb.engine.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.eviction.Entry;
import org.pydb.engine.testkit.eviction.EvictionContract;

/** The policies keep the contract, and each proposes whom it should. */
class EvictionTest {

  @Nested
  class Clock extends EvictionContract {
    @Override
    protected Eviction policy() {
      return new SecondChance();
    }

    /** Who was used since the hand came by is spared once. */
    @Test
    void usedEntriesHaveASecondChance() {
      Eviction policy = policy();
      List<Entry> entries = add(policy, 4);
      assertThat(evict(policy)).as("all were used: the first").isSameAs(entries.get(0));
      entries.get(3).use(policy); // Which took the place of the first.
      assertThat(evict(policy)).isSameAs(entries.get(1));
    }
  }

  @Nested
  class Lru extends EvictionContract {
    @Override
    protected Eviction policy() {
      return new LruK(1);
    }

    @Test
    void leastRecentlyUsedGoesFirst() {
      Eviction policy = policy();
      List<Entry> entries = add(policy, 5);
      for (int i : new int[] {3, 0, 4, 1, 2, 3}) {
        entries.get(i).use(policy);
      }
      List<Evictable> order = new ArrayList<>();
      while (policy.size() > 0) {
        order.add(evict(policy));
      }
      assertThat(order).hasToString("[1, 5, 2, 3, 4]");
    }
  }

  @Nested
  class Lru2 extends EvictionContract {
    @Override
    protected Eviction policy() {
      return new LruK(2);
    }

    /** A scan of a table that does not fit leaves those in memory that are wanted again. */
    @Test
    void scanDoesNotDriveOutWhatIsUsedTwice() {
      Eviction policy = policy();
      List<Entry> hot = add(policy, 20);
      add(policy, 100).forEach(entry -> entry.use(policy));
      hot.forEach(entry -> entry.use(policy));
      for (int number = 1000; number < 3000; number++) {
        Entry scanned = new Entry(number);
        policy.add(scanned);
        scanned.use(policy); // At once, as a scan does with a page: that counts once.
        assertThat(hot).doesNotContain((Entry) evict(policy));
      }
    }

    @Test
    void whatComesBackIsRemembered() {
      Eviction policy = policy();
      add(policy, 50);
      Evictable gone = evict(policy);
      policy.add(new Entry(gone.number()));
      for (int number = 100; number < 150; number++) {
        assertThat(evict(policy).number()).isNotEqualTo(gone.number());
        policy.add(new Entry(number));
      }
    }
  }
}
