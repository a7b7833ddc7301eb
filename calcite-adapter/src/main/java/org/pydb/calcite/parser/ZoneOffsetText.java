package org.pydb.calcite.parser;

import java.math.BigDecimal;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.error.PlacedError;

/** Time zones that are given as a number of hours: {@code SET TIME ZONE -3.5}. */
public final class ZoneOffsetText {
  private static final int MINUTES_MAX = 18 * 60;
  private static final BigDecimal MINUTES_PER_HOUR = BigDecimal.valueOf(60);

  private ZoneOffsetText() {}

  /** The zone of so many hours, as a text: {@code -03:30}. */
  public static SqlNode ofHours(SqlLiteral hours) {
    int minutes = hours.bigDecimalValue().multiply(MINUTES_PER_HOUR).intValue();
    if (Math.abs(minutes) > MINUTES_MAX) {
      throw new PlacedError(hours, "22023", "time zone \"" + hours + "\" not recognized");
    }
    String text =
        String.format(
            "%s%02d:%02d", minutes < 0 ? "-" : "+", Math.abs(minutes) / 60, Math.abs(minutes) % 60);
    return SqlLiteral.createCharString(text, hours.getParserPosition());
  }
}
