package org.pydb.examples.benchmarks.parts;

import java.io.IOException;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/** A table and its picture, on the console and in the page. */
final class Publication {

  private Publication() {}

  /**
   * Publishes them.
   *
   * @param part the name of the place in the page, and of the picture
   * @param title what the picture shows, for those who cannot see it
   */
  static void publish(Report report, String part, TextTable table, String title, String svg)
      throws IOException {
    report.show(table);
    report.picture(part + ".svg", svg);
    report.publish(
        PartsRun.PAGE, part, "![" + title + "](pictures/" + part + ".svg)\n\n" + table.markdown());
  }
}
