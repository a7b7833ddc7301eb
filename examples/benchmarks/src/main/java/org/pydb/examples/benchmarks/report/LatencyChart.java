package org.pydb.examples.benchmarks.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Percentiles of latencies on a logarithmic scale, which is the same in all panels: a step to the
 * right takes ten times as long. From the median a line leads to the longest one.
 */
public final class LatencyChart {
  private static final int ROW = 18;
  private static final int AXIS = 22;

  /** The shares whose latencies a row has. */
  public static final List<Double> SHARES = List.of(0.5, 0.99, 0.999, 1.0);

  private static final String KEY = "● p50   • p99   ○ p99.9   | longest";

  /**
   * A row.
   *
   * @param label whose latencies
   * @param micros one for each of the shares; NaN if there are none
   * @param style how it is painted
   */
  public record Row(String label, List<Double> micros, String style) {}

  /**
   * A panel.
   *
   * @param title what was done
   * @param rows from top to bottom
   */
  public record Panel(String title, List<Row> rows) {}

  private final List<Panel> panels;
  private final PanelGrid grid;
  private final int labels;
  private final double least;
  private final double most;

  private LatencyChart(String title, List<Panel> panels) {
    this.panels = panels;
    int rows = panels.stream().mapToInt(panel -> panel.rows().size()).max().orElse(0);
    grid = new PanelGrid(title + "    " + KEY, panels.size(), rows * ROW + AXIS);
    labels = 8 + all().mapToInt(row -> Svg.width(row.label())).max().orElse(0);
    least = Math.floor(Math.log10(micros().min().orElse(1)));
    most = Math.ceil(Math.log10(micros().max().orElse(10)));
  }

  private Stream<Row> all() {
    return panels.stream().flatMap(panel -> panel.rows().stream());
  }

  private DoubleStream micros() {
    return all()
        .flatMap(row -> row.micros().stream())
        .mapToDouble(micros -> micros)
        .filter(micros -> micros > 0);
  }

  /** Draws the panels, below a line that says what they show. */
  public static String draw(String title, List<Panel> panels) {
    LatencyChart chart = new LatencyChart(title, panels);
    for (int i = 0; i < panels.size(); i++) {
      chart.draw(i);
    }
    return chart.grid.svg().finish();
  }

  private void draw(int i) {
    Panel panel = panels.get(i);
    grid.head(i, panel.title());
    double bottom = grid.top(i) + panel.rows().size() * ROW;
    for (int decade = (int) least; decade <= most; decade++) {
      double x = x(i, Math.pow(10, decade));
      grid.svg().line(x, grid.top(i), x, bottom, "grid");
      grid.svg().text(x, bottom + 14, "middle", "small", name(decade));
    }
    double y = grid.top(i) + ROW / 2.0;
    for (Row row : panel.rows()) {
      draw(i, row, y);
      y += ROW;
    }
  }

  private void draw(int i, Row row, double y) {
    Svg svg = grid.svg();
    svg.text(grid.left(i) + labels - 8, y + 4, "end", "", row.label());
    if (row.micros().get(0).isNaN()) {
      svg.text(grid.left(i) + labels + 6, y + 4, "start", "", Numbers.orDash(Double.NaN));
      return;
    }
    double[] x = row.micros().stream().mapToDouble(micros -> x(i, micros)).toArray();
    svg.line(x[0], y, x[3], y, row.style() + " span");
    svg.line(x[3], y - 5, x[3], y + 5, row.style() + " tick");
    svg.circle(x[2], y, 3.5, row.style() + " hollow");
    svg.circle(x[1], y, 3, row.style());
    svg.circle(x[0], y, 5, row.style());
  }

  private double x(int panel, double micros) {
    double share = (Math.log10(Math.max(micros, 1e-3)) - least) / (most - least);
    return grid.left(panel) + labels + share * (PanelGrid.PANEL - labels - 14);
  }

  /** A power of ten of microseconds. */
  private static String name(int decade) {
    if (decade < 0) {
      return Math.round(Math.pow(10, decade + 3)) + " ns";
    }
    return decade < 3
        ? Math.round(Math.pow(10, decade)) + " µs"
        : decade < 6
            ? Math.round(Math.pow(10, decade - 3)) + " ms"
            : Math.round(Math.pow(10, decade - 6)) + " s";
  }
}
