package org.pydb.examples.benchmarks.workload;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Rounds;
import org.pydb.examples.benchmarks.measure.Timer;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;

/**
 * A prepared query of the {@link Ledger}. All columns of all rows are read.
 *
 * @param name in file names and in tables of figures
 * @param title what is asked, in a few words
 * @param sql its text; {@code {first 10}} stands for what bounds the rows
 * @param parameters sets them, at random
 * @param columns how they are read: i for an integer, d for a decimal, s for a string
 * @param rows how many there are
 * @param isLong whether it looks at all bookings
 */
record LedgerQuery(
    String name,
    String title,
    String sql,
    Parameters parameters,
    String columns,
    int rows,
    boolean isLong)
    implements Workload {

  private static final int MILLIS = 300;
  private static final String FIRST_10 = "{first 10}";

  /** Sets parameters. */
  @FunctionalInterface
  interface Parameters {

    /** Does it. */
    void set(PreparedStatement query, Random random) throws SQLException;
  }

  /** All of them. */
  static List<LedgerQuery> all() {
    return List.of(
        new LedgerQuery(
            "select-by-index",
            "Prepared SELECT of 2 columns by a secondary index, 200,000 rows",
            "select id, amount from booking where code = ?",
            (query, random) -> query.setString(1, Ledger.code(random.nextInt(Ledger.ROWS))),
            "id",
            1,
            false),
        new LedgerQuery(
            "range-100",
            "100 rows of 3 columns by a range of the key",
            "select id, code, amount from booking where id between ? and ?",
            (query, random) -> {
              int first = random.nextInt(Ledger.ROWS - 100);
              query.setInt(1, first);
              query.setInt(2, first + 99);
            },
            "isd",
            100,
            false),
        new LedgerQuery(
            "sum-by-index",
            "count and sum over 200 rows, found by a secondary index",
            "select count(*), sum(amount) from booking where account = ?",
            (query, random) -> query.setInt(1, random.nextInt(Ledger.ACCOUNTS)),
            "id",
            1,
            false),
        new LedgerQuery(
            "scan-group",
            "200,000 rows grouped into 1,000, 3 aggregates",
            "select account, count(*), sum(amount), max(id) from booking group by account",
            (query, random) -> {},
            "iidi",
            Ledger.ACCOUNTS,
            true),
        new LedgerQuery(
            "scan-like",
            "200,000 rows filtered by LIKE '%word%' and counted",
            "select count(*) from booking where note like '%" + Ledger.RARE_WORD + "%'",
            (query, random) -> {},
            "i",
            1,
            true),
        new LedgerQuery(
            "join-strings",
            "100,000 rows joined with 200,000 by a string",
            "select count(*), sum(b.amount) from booking a join booking b on a.code = b.code"
                + " where a.id < 100000",
            (query, random) -> {},
            "id",
            1,
            true),
        new LedgerQuery(
            "top-10",
            "The first 10 of 200,000 rows by two keys",
            "select id, amount, account from booking order by amount desc, account " + FIRST_10,
            (query, random) -> {},
            "idi",
            10,
            true));
  }

  @Override
  public String operation() {
    return "query";
  }

  @Override
  public List<Peer> peers() {
    List<Peer> peers = new ArrayList<>(Peers.forReading());
    if (isLong) {
      peers.addAll(Peers.duckdb());
    }
    return List.copyOf(peers);
  }

  @Override
  public Rounds rounds() {
    return isLong ? new Rounds(4, 9) : Workload.super.rounds();
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    Ledger.create(database);
    PreparedStatement query =
        database
            .connection()
            .prepareStatement(sql.replace(FIRST_10, database.peer().firstRows(10)));
    Random random = new Random(5);
    return new PeerContestant(database, () -> Timer.microsEachFor(MILLIS, i -> ask(query, random)));
  }

  private void ask(PreparedStatement query, Random random) throws SQLException {
    parameters.set(query, random);
    int count = 0;
    try (ResultSet result = query.executeQuery()) {
      while (result.next()) {
        count++;
        read(result);
      }
    }
    if (count != rows) {
      throw new IllegalStateException(name + " gave " + count + " rows instead of " + rows);
    }
  }

  private void read(ResultSet row) throws SQLException {
    for (int i = 0; i < columns.length(); i++) {
      boolean isThere =
          switch (columns.charAt(i)) {
            case 'i' -> row.getLong(i + 1) >= 0;
            case 'd' -> row.getBigDecimal(i + 1).signum() >= 0;
            default -> !row.getString(i + 1).isEmpty();
          };
      if (!isThere) {
        throw new IllegalStateException(name + ": column " + (i + 1) + " is not as it was made");
      }
    }
  }
}
