package org.pydb.calcite.parser;

import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.error.PlacedError;

/** Parameters that are written as {@code $1}, {@code $2} …, each of which may stand often. */
public final class NumberedParameter {

  /** The most parameters that a statement may have. */
  private static final int NUMBER_MAX = 65_535;

  private NumberedParameter() {}

  /**
   * The number of a parameter, from 1.
   *
   * @throws PlacedError 42P02 if there can be no such parameter
   */
  public static int number(String text, SqlParserPos position) {
    if (!text.substring(1).chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new PlacedError(
          position, "42601", "trailing junk after parameter at or near \"" + text + "\"");
    }
    int number = text.length() > 7 ? 0 : Integer.parseInt(text.substring(1));
    if (number < 1 || number > NUMBER_MAX) {
      throw new PlacedError(position, "42P02", "there is no parameter " + text);
    }
    return number;
  }
}
