package org.pydb.examples.benchmarks.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pydb.examples.benchmarks.measure.Series;

/** Series as CSV and as JSON. */
public final class FigureFiles {

  private FigureFiles() {}

  /** Writes {@code NAME.csv} and {@code NAME.json}. */
  public static void write(Report report, String name, List<Series> all) throws IOException {
    report.keep(name + ".csv", csv(all));
    report.keep(name + ".json", json(all));
  }

  private static String csv(List<Series> all) {
    StringBuilder text =
        new StringBuilder("benchmark,contestant,unit,median,quartile1,quartile3,rounds\n");
    for (Series series : all) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%s,us/op,%.3f,%.3f,%.3f,%d%n",
              series.benchmark(),
              quoted(series.contestant()),
              series.median(),
              series.quantile(0.25),
              series.quantile(0.75),
              series.samples().size()));
    }
    return text.toString();
  }

  private static String json(List<Series> all) {
    return all.stream().map(FigureFiles::json).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String json(Series series) {
    String samples =
        series.samples().stream()
            .map(sample -> String.format(Locale.ROOT, "%.3f", sample))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "{\"benchmark\": %s, \"contestant\": %s, \"unit\": \"us/op\", \"median\": %.3f,"
            + " \"samples\": [%s]}",
        quoted(series.benchmark()),
        quoted(series.contestant()),
        series.median(),
        samples);
  }

  /** Names hold neither quotes nor backslashes. */
  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
