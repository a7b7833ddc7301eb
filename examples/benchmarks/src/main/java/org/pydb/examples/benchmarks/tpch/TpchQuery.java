package org.pydb.examples.benchmarks.tpch;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.Peers;

/**
 * One of the 22 queries, with the standard's parameters for validation.
 *
 * @param number from 1 to 22
 * @param sql its text, the same for all databases
 * @param orderColumns the columns of its ORDER BY, from 0; empty if it has none
 */
public record TpchQuery(int number, String sql, List<Integer> orderColumns) {
  private static final int COUNT = 22;
  private static final String ORDER = "-- ordered by:";

  /** All of them. */
  public static List<TpchQuery> all() {
    return IntStream.rangeClosed(1, COUNT).mapToObj(TpchQuery::read).toList();
  }

  /**
   * The text for one peer: that of all, but for query 19 on H2. H2 does not find the join in the
   * standard's text and compares each row with each, for a minute; so it gets the join pulled out
   * of the alternatives, which asks for the same rows. SQLite gets its own words for dates.
   *
   * @param scale of the data, by which query 11 divides
   */
  public String sqlFor(Peer peer, double scale) {
    if (peer.equals(Peers.sqlite())) {
      return SqliteText.of(sqlFor(scale));
    }
    boolean needsHelp = number == 19 && peer.equals(Peers.h2());
    return needsHelp ? Resources.read("q19-h2.sql") : sqlFor(scale);
  }

  private String sqlFor(double scale) {
    BigDecimal fraction =
        new BigDecimal("0.0001").divide(BigDecimal.valueOf(scale), MathContext.DECIMAL32);
    return sql.replace("{fraction}", fraction.toPlainString());
  }

  private static TpchQuery read(int number) {
    String text = Resources.read(String.format(Locale.ROOT, "q%02d.sql", number));
    int order = text.indexOf(ORDER);
    int end = text.indexOf('\n', order);
    String columns = text.substring(order + ORDER.length(), end).strip();
    return new TpchQuery(
        number,
        text.substring(end + 1).strip(),
        Arrays.stream(columns.split(", "))
            .filter(column -> !column.isEmpty())
            .map(column -> Integer.parseInt(column) - 1)
            .toList());
  }
}
