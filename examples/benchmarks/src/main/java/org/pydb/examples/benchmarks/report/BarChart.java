package org.pydb.examples.benchmarks.report;

import java.util.List;

/** Panels of bars, one panel a benchmark, each with its own scale; short bars are good. */
public final class BarChart {
  private static final int WIDTH = 760;
  private static final int BAR = 20;
  private static final int HEAD = 34;
  private static final int LABELS = 190;
  private static final int VALUES = 90;

  /**
   * A bar.
   *
   * @param label whose it is
   * @param value how long
   * @param isOurs whether it is pydb's
   */
  public record Bar(String label, double value, boolean isOurs) {}

  /**
   * A panel.
   *
   * @param title what was measured, and in what unit
   * @param bars from top to bottom
   */
  public record Panel(String title, List<Bar> bars) {}

  private BarChart() {}

  /** Draws the panels under each other. */
  public static String draw(List<Panel> panels) {
    int height = panels.stream().mapToInt(BarChart::height).sum();
    Svg svg = new Svg(WIDTH, height);
    int top = 0;
    for (Panel panel : panels) {
      draw(svg, panel, top);
      top += height(panel);
    }
    return svg.finish();
  }

  private static int height(Panel panel) {
    return HEAD + panel.bars().size() * BAR + 16;
  }

  private static void draw(Svg svg, Panel panel, int top) {
    svg.text(4, top + 20, "start", "head", panel.title());
    double longest = panel.bars().stream().mapToDouble(Bar::value).max().orElse(1);
    double y = top + HEAD;
    for (Bar bar : panel.bars()) {
      double length = bar.value() / longest * (WIDTH - LABELS - VALUES);
      svg.text(LABELS - 8, y + 14, "end", bar.isOurs() ? "head" : "", bar.label());
      svg.rectangle(LABELS, y + 3, Math.max(length, 1), BAR - 6, bar.isOurs() ? "ours" : "other");
      svg.text(LABELS + length + 6, y + 14, "start", "", Numbers.format(bar.value()));
      y += BAR;
    }
  }
}
