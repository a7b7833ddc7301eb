package org.pydb.calcite.copy;

import org.pydb.calcite.api.SqlError;

/**
 * How rows are written as text. Immutable.
 *
 * @param csv whether as CSV; otherwise PostgreSQL's text, with backslashes
 * @param header whether the first line has the names of the columns
 * @param matchesHeader whether these names must be those of the columns
 * @param delimiter between fields
 * @param nullText what stands for NULL, unquoted
 * @param quote around fields of CSV that need it
 * @param escape before a quote within quotes
 * @param forceQuote whether all fields of CSV that are not NULL are quoted
 */
public record CopyFormat(
    boolean csv,
    boolean header,
    boolean matchesHeader,
    char delimiter,
    String nullText,
    char quote,
    char escape,
    boolean forceQuote) {

  /** PostgreSQL's text: tabs between fields, {@code \N} for NULL. */
  public static final CopyFormat TEXT =
      new CopyFormat(false, false, false, '\t', "\\N", '"', '"', false);

  /**
   * Checks that the signs can be told apart.
   *
   * @throws SqlError 22023 if they cannot
   */
  public CopyFormat {
    check(delimiter != '\n' && delimiter != '\r', "the delimiter cannot be the end of a line");
    check(
        nullText.indexOf('\n') < 0 && nullText.indexOf('\r') < 0,
        "the text for NULL cannot hold the end of a line");
    check(nullText.indexOf(delimiter) < 0, "the text for NULL cannot hold the delimiter");
    if (csv) {
      check(quote != delimiter, "delimiter and quote must be different");
      check(quote != '\n' && quote != '\r', "the quote cannot be the end of a line");
      check(nullText.indexOf(quote) < 0, "the text for NULL cannot hold the quote");
    } else {
      check(
          "\\.abcdefghijklmnopqrstuvwxyz0123456789".indexOf(delimiter) < 0,
          "the delimiter of the text format cannot be '" + delimiter + "'");
    }
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new SqlError("22023", "COPY: " + message);
    }
  }
}
