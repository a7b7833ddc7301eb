package org.pydb.examples.lab;

import java.io.PrintStream;
import java.util.List;

/** Prints rows of figures, one column for each part that was measured. */
final class Table {
  private static final int FIRST_WIDTH = 34;
  private static final int WIDTH = 15;

  private final PrintStream out;

  /** Prints the heading. */
  Table(PrintStream out, String first, List<String> columns) {
    this.out = out;
    print(first, columns);
  }

  /** Prints a row of one figure a column; NaN is what a part does not do. */
  void row(String what, String pattern, List<Double> figures) {
    print(
        what,
        figures.stream()
            .map(figure -> figure.isNaN() ? "-" : String.format(pattern, figure))
            .toList());
  }

  private void print(String first, List<String> cells) {
    StringBuilder line = new StringBuilder(String.format("%-" + FIRST_WIDTH + "s", first));
    cells.forEach(cell -> line.append(String.format("%" + WIDTH + "s", cell)));
    out.println(line);
  }
}
