package org.pydb.shell;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Prints what a query gives. */
interface RowPrinter {

  /** Prints all rows and gives their number. */
  long print(ResultSet rows, PrintWriter out) throws SQLException;

  /** The printer for these settings. */
  static RowPrinter of(Settings settings) {
    return switch (settings.format) {
      case CSV -> new CsvPrinter(settings.nullText);
      case JSON -> new JsonPrinter();
      case ALIGNED ->
          settings.expanded
              ? new ExpandedPrinter(settings.nullText)
              : new AlignedPrinter(settings.nullText, true);
    };
  }
}
