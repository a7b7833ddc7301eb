package org.pydb.examples.benchmarks.tpch;

import java.util.regex.Pattern;

/**
 * Writes the queries as SQLite understands them, which has neither dates nor decimals: dates are
 * texts there, and decimals are doubles.
 */
final class SqliteText {
  private static final Pattern DATE_SUM =
      Pattern.compile("date ('[^']+') ([+-]) interval '(\\d+)' (day|month|year)");
  private static final Pattern DATE = Pattern.compile("date ('[^']+')");
  private static final Pattern YEAR = Pattern.compile("extract\\(year from (\\w+)\\)");
  private static final Pattern SUBSTRING =
      Pattern.compile("substring\\((\\w+) from (\\d+) for (\\d+)\\)");

  private SqliteText() {}

  static String of(String sql) {
    String text = DATE_SUM.matcher(sql).replaceAll("date($1, '$2$3 $4')");
    text = DATE.matcher(text).replaceAll("$1");
    text = YEAR.matcher(text).replaceAll("cast(strftime('%Y', $1) as integer)");
    text = SUBSTRING.matcher(text).replaceAll("substr($1, $2, $3)");
    // 0.06 + 0.01 is less than 0.07 in doubles.
    text = text.replace("0.06 - 0.01 and 0.06 + 0.01", "0.05 and 0.07");
    // Columns of a sub-query cannot be renamed from outside.
    return text.replace(
            "select c_custkey, count(o_orderkey)", "select c_custkey, count(o_orderkey) c_count")
        .replace("as c_orders (c_custkey, c_count)", "as c_orders");
  }
}
