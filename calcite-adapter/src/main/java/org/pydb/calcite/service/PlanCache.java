package org.pydb.calcite.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.JavaFunctions;
import org.pydb.calcite.hoist.Hoisting;
import org.pydb.calcite.hoist.LiteralSlot;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.hoist.ValueClass;
import org.pydb.calcite.plan.PlannedStatement;
import org.pydb.calcite.system.SystemState.KeptPlan;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;

/**
 * The plans of a database's statements, shared by its sessions, in bounded memory. Thread-safe;
 * finding a plan takes no lock.
 *
 * <pre>
 *   text ──cut──▶ shape ──▶ which literals are hoisted
 *                             │ the others, as they are written
 *                             ▼
 *                           plan ◀── the values of the hoisted ones
 * </pre>
 *
 * <p>A plan remembers the catalog under which it was last found right. While that is the current
 * one, which is the common case, nothing else need be compared.
 *
 * <p>Plans make room for others by second chance: they stand in a queue, and one that was found
 * since it was last at the head goes to the end instead. Being found costs a write only once a
 * round, so that processors that find the same plan do not take its cache line from each other.
 */
final class PlanCache {

  /** What is found: a plan, and the values of the literals that it leaves open. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Found(PlannedStatement statement, @Nullable Object[] literals) {}

  private static final @Nullable Object[] NO_LITERALS = {};

  /** A larger part of the cache is not given to one plan. */
  private static final int SHARES_MIN = 8;

  /** The queue is cleared of plans that are gone when they are more than those that are not. */
  private static final int QUEUE_SLACK = 64;

  private final long bytesMax;
  private final Map<StatementShape, Shaped> shapes = new ConcurrentHashMap<>();

  /** Guards what follows, and all changes of {@link #shapes} and what hangs on them. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<CachedPlan> queue = new ArrayDeque<>();
  private long bytes;
  private long count;

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder evictions = new LongAdder();

  /** A cache for plans of so many bytes in all. */
  PlanCache(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  // ------------------------------------------------------------------ what it holds

  /**
   * The plans for one shape: one for each choice of the literals that are not hoisted, and each
   * class of the values of those that are.
   */
  private static final class Shaped {
    final StatementShape shape;

    /** Which literals are hoisted. */
    final boolean[] hoisted;

    /** What sorts the values of those that are: the first plan's. */
    final List<@Nullable LiteralSlot> slots;

    final boolean hasClasses;

    /** By the literals that are not hoisted, and the classes of those that are. */
    final Map<List<String>, CachedPlan> plans = new ConcurrentHashMap<>(2);

    Shaped(StatementShape shape, boolean[] hoisted, List<@Nullable LiteralSlot> slots) {
      this.shape = shape;
      this.hoisted = hoisted;
      this.slots = slots;
      hasClasses = slots.stream().anyMatch(slot -> slot != null && slot.valueClass() != null);
    }

    /** Whether plans of this shape are told apart as one with these slots would be. */
    boolean isLike(boolean[] otherHoisted, List<@Nullable LiteralSlot> others) {
      if (!Arrays.equals(hoisted, otherHoisted)) {
        return false;
      }
      for (int i = 0; i < slots.size(); i++) {
        LiteralSlot slot = slots.get(i);
        LiteralSlot other = others.get(i);
        ValueClass own = slot == null ? null : slot.valueClass();
        ValueClass its = other == null ? null : other.valueClass();
        if (!ValueClass.areAlike(own, its)) {
          return false;
        }
      }
      return true;
    }

    /** What tells the plan for a text of this shape from others. */
    List<String> others(StatementShape text) {
      List<String> others = literals(text);
      return hasClasses ? withClasses(others, text) : others;
    }

    private List<String> withClasses(List<String> others, StatementShape text) {
      List<String> all = new ArrayList<>(others);
      for (LiteralSlot slot : slots) {
        ValueClass classes = slot == null ? null : slot.valueClass();
        if (classes != null) {
          all.add(String.valueOf(Hoisting.valueClass(text, slots, classes)));
        }
      }
      return all;
    }

    /** The literals of a text of this shape that are not hoisted. */
    private List<String> literals(StatementShape text) {
      List<String> others = List.of();
      for (int i = 0; i < hoisted.length; i++) {
        if (!hoisted[i]) {
          others = others.isEmpty() ? new ArrayList<>(4) : others;
          others.add(text.literal(i));
        }
      }
      return others;
    }
  }

  private static final class CachedPlan {
    final Shaped shaped;
    final List<String> others;
    final PlannedStatement statement;
    final long bytes;

    /** The catalog under which it was last found right. */
    volatile Catalog catalog;

    /** Whether it was found since it was last at the head of the queue. */
    volatile boolean isUsed;

    CachedPlan(Shaped shaped, List<String> others, PlannedStatement statement, Catalog catalog) {
      this.shaped = shaped;
      this.others = others;
      this.statement = statement;
      this.catalog = catalog;
      bytes = PlanSize.of(shaped.shape, statement);
    }
  }

  // ------------------------------------------------------------------ finding

  /** The plan for a statement under a catalog and functions, or null if it has to be made. */
  @Nullable Found get(StatementShape shape, Catalog catalog, JavaFunctions functions) {
    Shaped shaped = shapes.get(shape);
    CachedPlan plan = shaped == null ? null : shaped.plans.get(shaped.others(shape));
    if (plan == null || !isValid(plan, catalog, functions)) {
      return null;
    }
    @Nullable Object[] literals = literals(shape, plan.statement);
    if (literals == null) {
      return null;
    }
    if (!plan.isUsed) {
      plan.isUsed = true;
    }
    hits.increment();
    return new Found(plan.statement, literals);
  }

  private static boolean isValid(CachedPlan plan, Catalog catalog, JavaFunctions functions) {
    if (!plan.statement.hasCurrentFunctions(functions)) {
      return false;
    }
    if (plan.catalog != catalog) {
      if (!plan.statement.isValid(catalog)) {
        return false;
      }
      plan.catalog = catalog;
    }
    return plan.statement.hasCurrentStatistics();
  }

  /** The values of the literals that a plan leaves open; null if it does not fit one of them. */
  static @Nullable Object @Nullable [] literals(StatementShape shape, PlannedStatement statement) {
    List<@Nullable LiteralSlot> slots = statement.literals();
    return slots.isEmpty() ? NO_LITERALS : Hoisting.values(shape, slots);
  }

  // ------------------------------------------------------------------ keeping

  /**
   * Called before a plan is made.
   *
   * @return which literals the plans for the shape leave open: a new one should leave no others.
   *     Null if there are none yet
   */
  boolean @Nullable [] miss(StatementShape shape) {
    misses.increment();
    Shaped shaped = shapes.get(shape);
    return shaped == null ? null : shaped.hoisted;
  }

  /** Keeps a plan that was made under a catalog. */
  void put(StatementShape shape, PlannedStatement statement, Catalog catalog) {
    boolean[] hoisted = hoisted(shape, statement);
    lock.lock();
    try {
      Shaped shaped = shapes.get(shape);
      if (shaped == null || !shaped.isLike(hoisted, statement.literals())) {
        if (shaped != null
            && shaped.plans.values().stream()
                .anyMatch(p -> isValid(p, catalog, statement.names().functions()))) {
          return; // One of its literals is not like those of the others, and they go on.
        }
        if (shaped != null) {
          List.copyOf(shaped.plans.values()).forEach(this::remove);
        }
        shaped = new Shaped(shape, hoisted, statement.literals());
      }
      add(new CachedPlan(shaped, shaped.others(shape), statement, catalog));
    } finally {
      lock.unlock();
    }
  }

  private static boolean[] hoisted(StatementShape shape, PlannedStatement statement) {
    boolean[] hoisted = new boolean[shape.literalCount()];
    List<@Nullable LiteralSlot> slots = statement.literals();
    for (int i = 0; i < slots.size(); i++) {
      hoisted[i] = slots.get(i) != null;
    }
    return hoisted;
  }

  private void add(CachedPlan plan) {
    CachedPlan before = plan.shaped.plans.get(plan.others);
    if (before != null) {
      remove(before);
    }
    if (plan.bytes > bytesMax / SHARES_MIN) {
      return;
    }
    while (bytes + plan.bytes > bytesMax) {
      CachedPlan head = queue.removeFirst();
      if (head.isUsed && isKept(head)) {
        head.isUsed = false;
        queue.addLast(head);
      } else if (isKept(head)) {
        remove(head);
        evictions.increment();
      }
    }
    plan.shaped.plans.put(plan.others, plan);
    shapes.put(plan.shaped.shape, plan.shaped);
    queue.addLast(plan);
    bytes += plan.bytes;
    count++;
  }

  private static boolean isKept(CachedPlan plan) {
    return plan.shaped.plans.get(plan.others) == plan;
  }

  /** Takes a plan out; it leaves the queue when its turn comes, or with many others. */
  private void remove(CachedPlan plan) {
    plan.shaped.plans.remove(plan.others, plan);
    if (plan.shaped.plans.isEmpty()) {
      shapes.remove(plan.shaped.shape, plan.shaped);
    }
    bytes -= plan.bytes;
    count--;
    if (queue.size() > 2 * count + QUEUE_SLACK) {
      queue.removeIf(queued -> !isKept(queued));
    }
  }

  // ------------------------------------------------------------------ figures

  /** The plans that it holds, those that were made last at the end. */
  List<KeptPlan> kept() {
    lock.lock();
    try {
      return queue.stream()
          .filter(PlanCache::isKept)
          .map(
              plan ->
                  new KeptPlan(
                      plan.shaped.shape.text(),
                      plan.statement.tables().stream().map(TableDefinition::qualifiedName).toList(),
                      plan.bytes))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** What it holds and how it has done. */
  PlanCacheFigures figures() {
    lock.lock();
    try {
      return new PlanCacheFigures(
          count, bytes, bytesMax, hits.sum(), misses.sum(), evictions.sum());
    } finally {
      lock.unlock();
    }
  }
}
