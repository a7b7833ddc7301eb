package org.pydb.examples.benchmarks.report;

/** Where the panels of a picture are: in two columns, below its title. */
final class PanelGrid {
  /** The width of a panel. */
  static final int PANEL = 430;

  private static final int COLUMNS = 2;
  private static final int GAP = 30;
  private static final int TITLE = 40;
  private static final int HEAD = 28;
  private static final int FOOT = 22;

  private final Svg svg;
  private final int body;

  PanelGrid(String title, int panels, int body) {
    this.body = body;
    int rows = (panels + COLUMNS - 1) / COLUMNS;
    svg = new Svg(COLUMNS * PANEL + GAP, TITLE + rows * (HEAD + body + FOOT));
    svg.text(4, 20, "start", "", title);
  }

  Svg svg() {
    return svg;
  }

  /** The left side of a panel. */
  double left(int panel) {
    return (double) (panel % COLUMNS) * (PANEL + GAP);
  }

  /** Where what a panel shows begins. */
  double top(int panel) {
    int row = panel / COLUMNS;
    return TITLE + HEAD + row * (double) (HEAD + body + FOOT);
  }

  /** Says what a panel shows. */
  void head(int panel, String title) {
    svg.text(left(panel) + 4, top(panel) - 10, "start", "head", title);
  }
}
