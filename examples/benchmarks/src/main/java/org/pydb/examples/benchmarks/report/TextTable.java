package org.pydb.examples.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** A table of text: aligned for the console, the same in Markdown. The first column is a name. */
public final class TextTable {
  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  /** An empty table. */
  public TextTable(String... heads) {
    this.heads = List.of(heads);
  }

  /** Adds a row, with as many cells as there are heads. */
  public void add(String... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + heads.size() + " heads");
    }
    rows.add(List.of(cells));
  }

  /** For the console. */
  public String text() {
    StringBuilder text = new StringBuilder();
    appendLine(text, heads, "  ", "", "");
    for (List<String> row : rows) {
      appendLine(text, row, "  ", "", "");
    }
    return text.toString();
  }

  /** For the docs. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    appendLine(text, heads, " | ", "| ", " |");
    text.append("| ---").append(" | ---:".repeat(heads.size() - 1)).append(" |\n");
    for (List<String> row : rows) {
      appendLine(text, row, " | ", "| ", " |");
    }
    return text.toString();
  }

  private void appendLine(
      StringBuilder text, List<String> cells, String between, String start, String end) {
    text.append(start);
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(width(i) - cells.get(i).length());
      text.append(i == 0 ? "" : between)
          .append(i == 0 ? "" : padding)
          .append(cells.get(i))
          .append(i == 0 ? padding : "");
    }
    text.append(end).append('\n');
  }

  private int width(int column) {
    int width = heads.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }
}
