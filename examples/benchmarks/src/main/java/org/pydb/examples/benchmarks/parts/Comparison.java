package org.pydb.examples.benchmarks.parts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.PanelChart;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/** Figures of several outcomes beside each other: a table, and the same as a picture. */
final class Comparison {

  /** What is compared. */
  private record Column(String title, String unit, ToDoubleFunction<Outcome> figure) {
    String head() {
      return title + " (" + unit + ")";
    }
  }

  private final String corner;
  private final List<Outcome> outcomes;
  private final List<Column> columns = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param corner the head of the names
   */
  Comparison(String corner, List<Outcome> outcomes) {
    this.corner = corner;
    this.outcomes = outcomes;
  }

  /** Adds a figure; NaN is shown as a dash. */
  Comparison add(String title, String unit, ToDoubleFunction<Outcome> figure) {
    columns.add(new Column(title, unit, figure));
    return this;
  }

  /** Adds what is written, read and kept beside what was wanted. */
  Comparison addAmplification() {
    return add("written: load", "×", outcome -> outcome.loadWriteAmplification)
        .add("written: overwrites", "×", outcome -> outcome.overwriteWriteAmplification)
        .add("read: at random", "×", outcome -> outcome.readAmplification(Workload.READ))
        .add("read: Zipf", "×", outcome -> outcome.readAmplification(Workload.ZIPF_READ))
        .add("read: scans", "×", outcome -> outcome.readAmplification(Workload.SCAN))
        .add("room: loaded", "×", outcome -> outcome.loadedSpace)
        .add("room: overwritten", "×", outcome -> outcome.overwrittenSpace)
        .add("room: half deleted", "×", outcome -> outcome.deletedSpace);
  }

  /** Shows it, and puts it into the page under this name. */
  void publish(Report report, String part, String picture) throws IOException {
    List<String> heads = new ArrayList<>(List.of(corner));
    columns.forEach(column -> heads.add(column.head()));
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (Outcome outcome : outcomes) {
      List<String> cells = new ArrayList<>(List.of(outcome.contender().name()));
      columns.forEach(column -> cells.add(Numbers.orDash(column.figure().applyAsDouble(outcome))));
      table.add(cells.toArray(String[]::new));
    }
    List<PanelChart.Panel> panels = columns.stream().map(this::panel).toList();
    Publication.publish(report, part, table, picture, PanelChart.draw(picture, panels));
  }

  private PanelChart.Panel panel(Column column) {
    List<PanelChart.Bar> bars =
        outcomes.stream()
            .map(
                outcome ->
                    new PanelChart.Bar(
                        outcome.contender().name(),
                        column.figure().applyAsDouble(outcome),
                        outcome.contender().style()))
            .toList();
    return new PanelChart.Panel(column.head(), bars);
  }
}
