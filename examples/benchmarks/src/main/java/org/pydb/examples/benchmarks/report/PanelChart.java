package org.pydb.examples.benchmarks.report;

import java.util.List;

/**
 * Small panels of coloured bars in two columns, one panel a measurement, each with its own scale.
 * What a bar stands for has the same colour in all panels.
 */
public final class PanelChart {
  private static final int BAR = 18;
  private static final int VALUES = 80;

  /**
   * A bar.
   *
   * @param label what it stands for
   * @param value how long it is; NaN if there is nothing to show
   * @param style how it is painted
   */
  public record Bar(String label, double value, String style) {}

  /**
   * A panel.
   *
   * @param title what was measured, and in what unit
   * @param bars from top to bottom
   */
  public record Panel(String title, List<Bar> bars) {}

  private PanelChart() {}

  /** Draws the panels, below a line that says what they show. */
  public static String draw(String title, List<Panel> panels) {
    int rows = panels.stream().mapToInt(panel -> panel.bars().size()).max().orElse(0);
    int labels =
        panels.stream()
            .flatMap(panel -> panel.bars().stream())
            .mapToInt(bar -> Svg.width(bar.label()))
            .max()
            .orElse(0);
    PanelGrid grid = new PanelGrid(title, panels.size(), rows * BAR);
    for (int i = 0; i < panels.size(); i++) {
      draw(grid, i, panels.get(i), labels + 8);
    }
    return grid.svg().finish();
  }

  private static void draw(PanelGrid grid, int i, Panel panel, int labels) {
    Svg svg = grid.svg();
    grid.head(i, panel.title());
    double x = grid.left(i) + labels;
    double room = PanelGrid.PANEL - labels - VALUES;
    double longest =
        panel.bars().stream()
            .mapToDouble(Bar::value)
            .filter(value -> !Double.isNaN(value))
            .max()
            .orElse(1);
    double y = grid.top(i);
    for (Bar bar : panel.bars()) {
      svg.text(x - 8, y + 13, "end", "", bar.label());
      boolean isThere = !Double.isNaN(bar.value());
      double length = isThere && longest > 0 ? bar.value() / longest * room : 0;
      if (isThere) {
        svg.rectangle(x, y + 2, Math.max(length, 1), BAR - 4, bar.style());
      }
      svg.text(x + length + 6, y + 13, "start", "", Numbers.orDash(bar.value()));
      y += BAR;
    }
  }
}
