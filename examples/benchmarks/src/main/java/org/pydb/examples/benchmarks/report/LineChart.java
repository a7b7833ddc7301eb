package org.pydb.examples.benchmarks.report;

import java.util.List;

/** Lines over time, with a limit that they should stay under. */
public final class LineChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 360;
  private static final int LEFT = 60;
  private static final int RIGHT = 16;
  private static final int TOP = 40;
  private static final int BOTTOM = 56;
  private static final int TICKS = 5;

  /**
   * A line.
   *
   * @param name what it shows
   * @param values one for each moment
   */
  public record Line(String name, List<Double> values) {}

  /**
   * A stretch of time to be pointed out.
   *
   * @param name why
   * @param from where it begins
   * @param to where it ends
   */
  public record Band(String name, double from, double to) {}

  private final double xMax;
  private final double yMax;
  private final Svg svg = new Svg(WIDTH, HEIGHT);

  private LineChart(double xMax, double yMax) {
    this.xMax = xMax;
    this.yMax = yMax;
  }

  /**
   * Draws lines.
   *
   * @param title what they show, with its unit
   * @param seconds the moments
   * @param limitName what the limit is
   */
  public static String draw(
      String title,
      double[] seconds,
      List<Line> lines,
      String limitName,
      double limit,
      List<Band> bands) {
    double highest = limit;
    for (Line line : lines) {
      for (double value : line.values()) {
        highest = Math.max(highest, value);
      }
    }
    LineChart chart = new LineChart(seconds[seconds.length - 1], highest * 1.08);
    chart.bands(bands);
    chart.axes(title);
    chart.limit(limitName, limit);
    chart.lines(seconds, lines);
    return chart.svg.finish();
  }

  private double x(double seconds) {
    return LEFT + seconds / xMax * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / yMax * (HEIGHT - TOP - BOTTOM);
  }

  private void bands(List<Band> bands) {
    for (Band band : bands) {
      svg.rectangle(x(band.from()), TOP, x(band.to()) - x(band.from()), y(0) - TOP, "band");
      svg.text(x((band.from() + band.to()) / 2), TOP + 14, "middle", "", band.name());
    }
  }

  private void axes(String title) {
    svg.text(4, 20, "start", "head", title);
    svg.line(LEFT, y(0), WIDTH - RIGHT, y(0), "axis");
    svg.line(LEFT, TOP, LEFT, y(0), "axis");
    for (int i = 0; i <= TICKS; i++) {
      double value = yMax / 1.08 * i / TICKS;
      svg.text(LEFT - 8, y(value) + 4, "end", "", String.valueOf(Math.round(value)));
      double time = xMax * i / TICKS;
      svg.text(x(time), y(0) + 18, "middle", "", Math.round(time) + " s");
    }
  }

  private void limit(String name, double limit) {
    svg.line(LEFT, y(limit), WIDTH - RIGHT, y(limit), "limit");
    svg.text(LEFT + 8, y(limit) - 6, "start", "", name);
  }

  private void lines(double[] seconds, List<Line> lines) {
    double legend = LEFT;
    for (int i = 0; i < lines.size(); i++) {
      double[] x = new double[seconds.length];
      double[] y = new double[seconds.length];
      for (int j = 0; j < seconds.length; j++) {
        x[j] = x(seconds[j]);
        y[j] = y(lines.get(i).values().get(j));
      }
      svg.polyline(x, y, "line" + i);
      svg.polyline(
          new double[] {legend, legend + 24}, new double[] {HEIGHT - 12, HEIGHT - 12}, "line" + i);
      svg.text(legend + 30, HEIGHT - 8, "start", "", lines.get(i).name());
      legend += 60 + 7.0 * lines.get(i).name().length();
    }
  }
}
