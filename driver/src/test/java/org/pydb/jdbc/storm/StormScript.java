package org.pydb.jdbc.storm;

import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * What each transaction of each writer does: the same for the same seed, writer and number.
 *
 * @param seed the seed of the storm
 * @param writer which writer
 */
record StormScript(long seed, int writer) {

  /** Accounts of a writer. */
  static final int SLOTS = 2_000;

  private static final int ENTRIES = 4;
  private static final int LARGE_SLOTS = 600;
  private static final int OVERFLOWING_LENGTH = 30_000;

  /** Whether the transaction is first tried and rolled back. */
  boolean isRolledBackFirst(long number) {
    return random(-number).nextInt(16) == 0;
  }

  /** Does what the transaction with this number does, except that it does not commit. */
  void run(long number, Ledger ledger) throws SQLException {
    SplittableRandom random = random(number);
    int kind = random.nextInt(100);
    if (kind < 82) {
      small(number, random, ledger);
    } else if (kind < 86) {
      large(number, random, ledger);
    } else if (kind < 90) {
      int first = random.nextInt(SLOTS);
      ledger.raise(first, first + random.nextInt(SLOTS / 2), random.nextInt(1_000));
    } else if (kind < 93) {
      int first = random.nextInt(SLOTS);
      ledger.clear(first, first + random.nextInt(SLOTS / 4));
    } else if (kind < 97) {
      small(number, random, ledger);
      ledger.count();
    } else {
      ledger.rebuild(random.nextInt(200), text(number));
      small(number, random, ledger);
    }
  }

  private void small(long number, SplittableRandom random, Ledger ledger) throws SQLException {
    int changes = random.nextInt(1, 6);
    for (int i = 0; i < changes; i++) {
      int slot = random.nextInt(SLOTS);
      switch (random.nextInt(5)) {
        case 0, 1 -> put(slot, number, random, ledger);
        case 2 -> ledger.remove(slot);
        default -> book(slot, number, random, ledger);
      }
    }
  }

  private void large(long number, SplittableRandom random, Ledger ledger) throws SQLException {
    int slots = random.nextInt(1, LARGE_SLOTS);
    int first = random.nextInt(SLOTS - slots);
    for (int slot = first; slot < first + slots; slot++) {
      put(slot, number, random, ledger);
      book(slot, number, random, ledger);
    }
  }

  private void put(int slot, long number, SplittableRandom random, Ledger ledger)
      throws SQLException {
    int length = random.nextInt(50) == 0 ? random.nextInt(OVERFLOWING_LENGTH) : random.nextInt(20);
    String note = Character.toString('a' + random.nextInt(26)).repeat(length);
    ledger.put(slot, random.nextInt(1_000_000), slot + " of " + text(number), note);
  }

  private void book(int slot, long number, SplittableRandom random, Ledger ledger)
      throws SQLException {
    ledger.book(slot, random.nextInt(ENTRIES), random.nextInt(-500, 500), text(number));
  }

  private String text(long number) {
    return writer + "/" + number;
  }

  private SplittableRandom random(long number) {
    SplittableRandom mixed = new SplittableRandom(seed + 1_000_003L * writer);
    return new SplittableRandom(mixed.nextLong() ^ number);
  }
}
