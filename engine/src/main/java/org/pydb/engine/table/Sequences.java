package org.pydb.engine.table;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.catalog.SequencesTree;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.SequenceLimitException;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;

/**
 * Gives the numbers of sequences, each once. Thread-safe.
 *
 * <p>A number that was given stays given, whether or not the transaction that asked for it commits:
 * nobody waits for others to end. Numbers are reserved in blocks by transactions of their own,
 * which are durable before the first number of the block is given. So no number comes twice, not
 * even after a crash, which costs the rest of the block. Blocks of a sequence that is asked for
 * much grow, so that the log is not written for each of them; a database that is closed gives back
 * the rest.
 */
public final class Sequences {

  /** The first block since the database was opened, and the largest. */
  private static final int BLOCK_MIN = 32;

  private static final int BLOCK_MAX = 1 << 13;

  private final Supplier<TreeTransaction> transactions;
  private final Map<Integer, Counter> counters = new ConcurrentHashMap<>();

  /**
   * The sequences of a database.
   *
   * @param transactions begins one that writes
   */
  public Sequences(Supplier<TreeTransaction> transactions) {
    this.transactions = transactions;
  }

  /**
   * The next number.
   *
   * @throws SequenceLimitException if there is none
   */
  public long next(SequenceDefinition sequence) {
    return counter(sequence).next(sequence);
  }

  /**
   * Has a sequence go on from a number within its limits. Nothing undoes that.
   *
   * @param given whether the number counts as given; otherwise it is the next one
   */
  public void set(SequenceDefinition sequence, long number, boolean given) {
    counter(sequence).set(number, given);
  }

  /**
   * Where a sequence stands.
   *
   * @param number the one that it gave last, or the next one
   * @param given whether it gave it
   */
  public record Last(long number, boolean given) {}

  /**
   * Where a sequence stands; nothing is given or written.
   *
   * @param committed what the database remembers if nobody asked the sequence lately
   */
  public Last last(SequenceDefinition sequence, ReadView committed) {
    Counter asked = counters.get(sequence.stateId());
    Last last = asked == null ? null : asked.last();
    if (last != null) {
      return last;
    }
    SequencesTree.State state = SequencesTree.read(committed, sequence.stateId());
    return state == null
        ? new Last(sequence.first(), false)
        : new Last(state.number(), state.given());
  }

  /** Gives back what was reserved, when the database is about to be closed. */
  public void giveBack() {
    counters.values().forEach(Counter::giveBack);
  }

  private Counter counter(SequenceDefinition sequence) {
    Counter known = counters.get(sequence.stateId());
    return known != null ? known : counters.computeIfAbsent(sequence.stateId(), Counter::new);
  }

  /** One sequence. Its lock is held while a block is written: those who wait would do the same. */
  private final class Counter {
    private final int stateId;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean known;
    private long number;
    private boolean given;

    /** How many numbers after the last one are reserved, and by which definition. */
    private int reserved;

    private long increment;
    private long least;
    private long greatest;
    private int block = BLOCK_MIN;

    Counter(int stateId) {
      this.stateId = stateId;
    }

    long next(SequenceDefinition sequence) {
      lock.lock();
      try {
        if (reserved == 0 || !isReservedBy(sequence)) {
          reserve(sequence);
        }
        number = following(sequence);
        given = true;
        reserved--;
        return number;
      } finally {
        lock.unlock();
      }
    }

    private boolean isReservedBy(SequenceDefinition sequence) {
      return increment == sequence.increment()
          && least == sequence.least()
          && greatest == sequence.greatest();
    }

    /** The number after the last one. */
    private long following(SequenceDefinition sequence) {
      if (!given) {
        return number;
      }
      boolean up = sequence.increment() > 0;
      long last = up ? sequence.greatest() : sequence.least();
      boolean isInside = up ? number <= last : number >= last;
      long left = up ? last - number : number - last;
      long step = up ? sequence.increment() : -sequence.increment();
      if (isInside && Long.compareUnsigned(left, step) >= 0) {
        return number + sequence.increment();
      }
      if (sequence.cycle()) {
        return up ? sequence.least() : sequence.greatest();
      }
      throw new SequenceLimitException(
          "nextval: reached "
              + (up ? "maximum" : "minimum")
              + " value of sequence \""
              + sequence.name()
              + "\" ("
              + last
              + ")");
    }

    private void reserve(SequenceDefinition sequence) {
      reserved = 0;
      try (TreeTransaction own = transactions.get()) {
        if (!known) {
          SequencesTree.State state = SequencesTree.read(own.committedView(), stateId);
          number = state == null ? sequence.first() : state.number();
          given = state != null && state.given();
          known = true;
        }
        long first = following(sequence);
        int count = atMost(block, first, sequence);
        long last = first + (count - 1) * sequence.increment();
        write(own, last, true);
        reserved = count;
        increment = sequence.increment();
        least = sequence.least();
        greatest = sequence.greatest();
        block = Math.min(block * 2, BLOCK_MAX);
      }
    }

    /** How many numbers there are from one on, but no more than so many. */
    private static int atMost(int most, long first, SequenceDefinition sequence) {
      boolean up = sequence.increment() > 0;
      long left = up ? sequence.greatest() - first : first - sequence.least();
      long step = up ? sequence.increment() : -sequence.increment();
      long more = Long.divideUnsigned(left, step);
      return Long.compareUnsigned(more, most - 1L) >= 0 ? most : (int) more + 1;
    }

    void set(long newNumber, boolean newGiven) {
      lock.lock();
      try (TreeTransaction own = transactions.get()) {
        write(own, newNumber, newGiven);
        known = true;
        number = newNumber;
        given = newGiven;
        reserved = 0;
      } finally {
        lock.unlock();
      }
    }

    /** Null if nobody has asked it for anything. */
    @Nullable Last last() {
      lock.lock();
      try {
        return known ? new Last(number, given) : null;
      } finally {
        lock.unlock();
      }
    }

    void giveBack() {
      lock.lock();
      try (TreeTransaction own = transactions.get()) {
        // One that was dropped, or restarted, has no entry any more.
        if (reserved > 0 && SequencesTree.read(own.committedView(), stateId) != null) {
          write(own, number, given);
        }
        reserved = 0;
      } catch (EngineException e) {
        // The numbers are lost, as they would be in a crash.
      } finally {
        lock.unlock();
      }
    }

    private void write(TreeTransaction own, long last, boolean isGiven) {
      SequencesTree.put(own.writes(), stateId, new SequencesTree.State(last, isGiven));
      // The definition may be uncommitted still: recovery must not give the id to another.
      own.writes().delete(stateId, false, Bytes.EMPTY, 0, 0);
      own.commit();
    }
  }
}
