package org.pydb.engine.testkit.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.engine.eviction.Evictable;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.CrashLab;
import org.pydb.engine.testkit.crash.CrashReport;

/**
 * What every {@link Eviction} must do, whomever it proposes: by itself, beside a list that knows
 * who is there; and in the buffer pool of a tree that does not fit, read by several threads and
 * crashed.
 */
public abstract class EvictionContract {

  /** A search may propose each entry more than once, but not for ever. */
  private static final int PROPOSALS_PER_ENTRY = 8;

  private static final int THREADS = 3;
  private static final long CRASHES = Long.getLong("pydb.crash.crashes", 1_000) / 50;

  /** For those that are tried. */
  protected EvictionContract() {}

  /** A policy that knows of nothing. */
  protected abstract Eviction policy();

  /** Whether it keeps what is used again and again; the simplest ones look at nothing but age. */
  protected boolean heedsUses() {
    return true;
  }

  // ------------------------------------------------------------------ who is there

  @Test
  void entryIsKnownFromAddingToRemoving() {
    Eviction policy = policy();
    Entry entry = new Entry(1);
    assertThat(policy.remove(entry)).as("removed before it came").isFalse();
    assertThat(policy.add(entry)).as("added").isTrue();
    assertThat(policy.add(entry)).as("added again").isFalse();
    assertThat(policy.size()).isEqualTo(1);
    assertThat(policy.remove(entry)).as("removed").isTrue();
    assertThat(policy.remove(entry)).as("removed again").isFalse();
    assertThat(policy.size()).isZero();
    assertThat(policy.add(entry)).as("added after it had left").isTrue();
    assertThat(policy.size()).isEqualTo(1);
  }

  /** Uses are told in a race with removals, so a policy may hear of what it does not know. */
  @Test
  void useOfWhatIsNotThereHasNoEffect() {
    Eviction policy = policy();
    List<Entry> entries = add(policy, 3);
    Entry stranger = new Entry(100);
    stranger.use(policy);
    policy.remove(entries.get(1));
    entries.get(1).clearMark();
    entries.get(1).use(policy);
    assertThat(policy.size()).isEqualTo(2);
    assertThat(new HashSet<>(search(policy)))
        .containsExactlyInAnyOrder(entries.get(0), entries.get(2));
  }

  @Test
  void policiesOfTwoPoolsDoNotMeet() {
    Eviction one = policy();
    Eviction other = policy();
    add(one, 5);
    assertThat(other.size()).isZero();
    assertThat(search(other)).isEmpty();
    Entry entry = new Entry(7);
    other.add(entry);
    one.remove(add(one, 1).get(0));
    assertThat(new HashSet<>(search(other))).containsExactly(entry);
    assertThat(one.size()).isEqualTo(5);
  }

  /** Who has left memory is there no more for a policy that holds on to it: a leak. */
  @Test
  void whatHasLeftIsLetGo() {
    Eviction policy = policy();
    List<WeakReference<Entry>> gone = new ArrayList<>();
    List<Entry> kept = add(policy, 20);
    for (int number = 100; number < 5_100; number++) {
      Entry entry = new Entry(number);
      gone.add(new WeakReference<>(entry));
      policy.add(entry);
      if (number % 2 == 0) {
        policy.remove(entry);
      } else {
        policy.remove(proposed(policy));
        policy.endSearch();
      }
    }
    assertThat(policy.size()).isEqualTo(kept.size());
    System.gc();
    assertThat(gone.stream().filter(entry -> entry.get() != null).count())
        .as("entries that nobody else knows, of 5,000 that have left, with 20 there")
        .isLessThan(500);
  }

  // ------------------------------------------------------------------ searches

  /** Also what was used just now is proposed, if nothing else is left: memory has a bound. */
  @Test
  void searchProposesEveryEntryBeforeItEnds() {
    Eviction policy = policy();
    List<Entry> entries = add(policy, 300);
    entries.forEach(entry -> entry.use(policy));
    assertThat(new HashSet<>(search(policy))).containsExactlyInAnyOrderElementsOf(entries);
    assertThat(policy.size()).as("nothing was removed").isEqualTo(300);
  }

  @Test
  void searchProposesNothingTwiceBeforeAllTheRest() {
    Eviction policy = policy();
    List<Entry> entries = add(policy, 50);
    for (int i = 0; i < 50; i += 3) {
      entries.get(i).use(policy);
    }
    assertThat(search(policy).subList(0, 50)).doesNotHaveDuplicates();
    assertThat(search(policy).subList(0, 50)).doesNotHaveDuplicates();
  }

  @Test
  void searchOfNothingEndsAtOnce() {
    Eviction policy = policy();
    assertThat(policy.next()).isNull();
    policy.endSearch();
    policy.endSearch();
    Entry entry = new Entry(1);
    policy.add(entry);
    policy.remove(entry);
    assertThat(policy.next()).isNull();
    policy.endSearch();
  }

  /** What is in use otherwise is kept by the owner, however often it is proposed. */
  @Test
  void whatTheOwnerKeepsStaysAndIsProposedAgain() {
    Eviction policy = policy();
    List<Entry> pinned = add(policy, 10);
    for (int number = 100; number < 200; number++) {
      policy.add(new Entry(number));
    }
    for (int left = 100; left > 0; left--) {
      Evictable going = proposed(policy);
      for (int i = 0; going instanceof Entry entry && pinned.contains(entry); i++) {
        assertThat(i).as("proposals of what is pinned in one search").isLessThanOrEqualTo(10);
        going = proposed(policy);
      }
      assertThat(policy.remove(going)).isTrue();
      policy.endSearch();
      assertThat(policy.size()).isEqualTo(9 + left);
    }
    assertThat(new HashSet<>(search(policy))).containsExactlyInAnyOrderElementsOf(pinned);
  }

  @Test
  void whatIsUsedAgainAndAgainStays() {
    if (!heedsUses()) {
      return;
    }
    Eviction policy = policy();
    Entry hot = add(policy, 100).get(50);
    for (int number = 100; number < 1000; number++) {
      hot.use(policy);
      Evictable going = proposed(policy);
      policy.remove(going);
      policy.endSearch();
      assertThat(going).as("%d others later", number - 100).isNotSameAs(hot);
      policy.add(new Entry(number));
    }
  }

  // ------------------------------------------------------------------ all of it

  /** Adds, uses, removals and searches in any order, beside a list that says who is known. */
  @Test
  void policyKnowsWhoIsThere() {
    Random random = Seeds.random(getClass().getSimpleName());
    Eviction policy = policy();
    List<Entry> known = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      int what = random.nextInt(10);
      if (known.isEmpty() || what < 4) {
        Entry entry = new Entry(1 + random.nextInt(2000));
        assertThat(policy.add(entry)).isTrue();
        known.add(entry);
      } else if (what < 7) {
        known.get(random.nextInt(known.size())).use(policy);
      } else if (what == 7) {
        assertThat(policy.remove(known.remove(random.nextInt(known.size())))).isTrue();
      } else {
        removeSome(policy, known, random);
      }
      assertThat(policy.size()).isEqualTo(known.size());
    }
    checkKnown(policy, known);
  }

  private static void removeSome(Eviction policy, List<Entry> known, Random random) {
    for (int i = random.nextInt(6); i > 0; i--) {
      Evictable proposed = policy.next();
      if (proposed != null) {
        assertThat(known.contains(proposed)).as("%s, proposed, is there", proposed).isTrue();
        if (random.nextBoolean()) {
          known.remove(proposed);
          assertThat(policy.remove(proposed)).isTrue();
        }
      }
    }
    policy.endSearch();
  }

  private static void checkKnown(Eviction policy, List<Entry> known) {
    Set<Evictable> shown = new HashSet<>();
    policy.forEach(entry -> assertThat(shown.add(entry)).as("%s is shown once", entry).isTrue());
    assertThat(shown).containsExactlyInAnyOrderElementsOf(known);
    assertThat(new HashSet<>(search(policy))).containsExactlyInAnyOrderElementsOf(known);
  }

  /** Readers use pages without a lock, while others come and go under one. */
  @Test
  void usesAreToldByManyThreadsAtAnyTime() throws Exception {
    Random random = Seeds.random(getClass().getSimpleName() + ".threads");
    Eviction policy = policy();
    Entry[] all = new Entry[600];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Entry(i + 1);
    }
    List<Entry> known = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(THREADS);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> readers = new ArrayList<>();
    try {
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        readers.add(threads.submit(() -> useAll(policy, all, first, begun, done)));
      }
      begun.await();
      for (int step = 0; step < 20_000; step++) {
        Entry entry = all[random.nextInt(all.length)];
        if (policy.add(entry)) {
          known.add(entry);
        }
        if (known.size() > 200) {
          removeSome(policy, known, random);
        }
      }
      done.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a use, in a thread of its own", e.getCause());
    } finally {
      done.set(true);
      threads.shutdown();
    }
    assertThat(policy.size()).isEqualTo(known.size());
    checkKnown(policy, known);
  }

  private static void useAll(
      Eviction policy, Entry[] all, int first, CountDownLatch begun, AtomicBoolean done) {
    begun.countDown();
    while (!done.get()) {
      for (int i = first; i < all.length; i += 1 + first) {
        all[i].use(policy);
      }
    }
  }

  // ------------------------------------------------------------------ in a buffer pool

  /** A tree that is much larger than memory is right, and memory keeps its bound. */
  @Test
  void treeBeyondMemoryIsRight() throws Exception {
    Random random = Seeds.random(getClass().getSimpleName() + ".tree");
    new TreeBeyondMemory(this::policy).grow(random, THREADS);
  }

  /** Who goes decides which pages are written early: whatever that is, no crash loses a commit. */
  @Test
  void everyCrashLeavesWhatWasCommitted() {
    Random random = Seeds.random(getClass().getSimpleName() + ".crashes");
    CrashReport report = new CrashReport();
    while (report.crashes() < CRASHES) {
      new CrashLab(random.nextLong())
          .withCrashesPerChange(0.05)
          .withRecrash(0.02, 2)
          .run(new TreeBeyondMemory(this::policy), report);
    }
    System.out.println(report);
  }

  // ------------------------------------------------------------------ steps

  /** Adds entries numbered from 1 on. */
  protected static List<Entry> add(Eviction policy, int count) {
    List<Entry> entries = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      Entry entry = new Entry(number);
      entries.add(entry);
      policy.add(entry);
    }
    return entries;
  }

  /** Removes who is proposed first. */
  protected static Evictable evict(Eviction policy) {
    Evictable proposed = proposed(policy);
    policy.remove(proposed);
    policy.endSearch();
    return proposed;
  }

  private static Evictable proposed(Eviction policy) {
    Evictable proposed = policy.next();
    assertThat(proposed).as("proposed, of %d that are there", policy.size()).isNotNull();
    return proposed;
  }

  /** All that one search proposes; nothing of it is removed. */
  private static List<Evictable> search(Eviction policy) {
    List<Evictable> proposed = new ArrayList<>();
    int most = PROPOSALS_PER_ENTRY * (policy.size() + 1);
    for (@Nullable Evictable next = policy.next(); next != null; next = policy.next()) {
      proposed.add(next);
      assertThat(proposed.size()).as("proposals before the search ends").isLessThan(most);
    }
    policy.endSearch();
    return proposed;
  }
}
