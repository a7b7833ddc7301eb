package org.pydb.examples.benchmarks.workload;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Timer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/**
 * SELECTs by key of the {@link Ledger} that nobody has prepared, the key in the text.
 *
 * @param name in file names and in tables of figures
 * @param title what is asked, in a few words
 * @param isNewShape whether each text differs from all others in more than the key
 */
record AdHoc(String name, String title, boolean isNewShape) implements Workload {

  private static final int MILLIS = 300;

  /** Only the key is a new one each time. */
  static AdHoc newLiteral() {
    return new AdHoc("ad-hoc-literal", "SELECT by key, not prepared, a new key each time", false);
  }

  /** Nobody has asked anything like it. */
  static AdHoc newShape() {
    return new AdHoc("ad-hoc-shape", "Simple SELECT of a new shape each time", true);
  }

  @Override
  public String operation() {
    return "SELECT";
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    Ledger.create(database);
    Statement statement = database.connection().createStatement();
    Questions questions = new Questions();
    return new PeerContestant(
        database, () -> Timer.microsEachFor(MILLIS, i -> ask(statement, questions.next())));
  }

  private static void ask(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next() || rows.getString(1).isEmpty() || rows.getString(2).isEmpty()) {
        throw new IllegalStateException("nothing was found by " + sql);
      }
    }
  }

  /** The texts to come. */
  private final class Questions {
    private final Random random = new Random(6);
    private int count;

    String next() {
      count++;
      String key = " from booking where id = " + random.nextInt(Ledger.ROWS);
      return isNewShape
          ? "select code as c" + count + ", amount" + key + " and account + 1 > 0"
          : "select code, amount" + key;
    }
  }
}
