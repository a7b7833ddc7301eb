package org.pydb.examples.benchmarks.workload;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Random;
import org.pydb.examples.benchmarks.peer.BulkInsert;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/**
 * A table of bookings with a primary key and two more indexes: key, code, account, amount, note.
 */
public final class Ledger {

  /** How many bookings there are. */
  public static final int ROWS = 200_000;

  /** How many accounts there are; each has {@code ROWS / ACCOUNTS} bookings, far apart. */
  public static final int ACCOUNTS = 1_000;

  /** How many notes have {@link #RARE_WORD} in them. */
  public static final int RARE_NOTES = ROWS / 20;

  /** A word of every twentieth note. */
  public static final String RARE_WORD = "overnight";

  private static final long SEED = 4712;

  /** Has no divisor in common with the number of rows: scatters the codes. */
  private static final long SCATTER = 7_919;

  private Ledger() {}

  /** Makes the table, the same in each database, and lets the database look at it. */
  public static void create(PeerDatabase database) throws SQLException {
    database.execute(
        "create table booking (id integer not null primary key, code varchar(20) not null,"
            + " account integer not null, amount decimal(10,2) not null, note varchar(60) not null)",
        "create index booking_code on booking (code)",
        "create index booking_account on booking (account)");
    Random random = new Random(SEED);
    try (BulkInsert insert = BulkInsert.into(database, "booking", 5)) {
      for (int id = 0; id < ROWS; id++) {
        BigDecimal amount = BigDecimal.valueOf(random.nextInt(10_000_000), 2);
        insert.add(id, code(id), id % ACCOUNTS, amount, note(id));
      }
    }
    String analyze = database.peer().analyze("BOOKING");
    if (!analyze.isEmpty()) {
      database.execute(analyze);
    }
  }

  /** The code of a booking; no two have the same. */
  static String code(int id) {
    return "B" + (10_000_000 + id * SCATTER % ROWS);
  }

  private static String note(int id) {
    String way = id % (ROWS / RARE_NOTES) == 0 ? RARE_WORD : "by hand";
    return "booked " + way + ", number " + id;
  }
}
