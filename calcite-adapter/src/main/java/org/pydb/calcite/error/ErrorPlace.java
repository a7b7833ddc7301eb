package org.pydb.calcite.error;

/**
 * A place in a statement, as a message shows it: the line, and a caret under the spot.
 *
 * <pre>
 * At line 1, column 8:
 *   select nmae from artist
 *          ^
 * </pre>
 */
public final class ErrorPlace {
  private static final int WIDTH_MAX = 120;

  private ErrorPlace() {}

  /**
   * Shows a place.
   *
   * @param line from 1
   * @param column from 1; one past the end of the line is its end
   * @return the text that follows a message, or nothing if the statement has no such place
   */
  public static String show(String sql, int line, int column) {
    String[] lines = sql.split("\r\n|\r|\n", -1);
    if (line < 1 || line > lines.length || column < 1) {
      return "";
    }
    String text = lines[line - 1];
    int spot = Math.min(column - 1, text.length());
    int start = Math.max(0, Math.min(spot - WIDTH_MAX / 2, text.length() - WIDTH_MAX));
    int end = Math.min(text.length(), start + WIDTH_MAX);
    String head = start > 0 ? "…" : "";
    String tail = end < text.length() ? "…" : "";
    return String.format("At line %d, column %d:%n  ", line, column).replace("\r\n", "\n")
        + (head + text.substring(start, end) + tail).replace('\t', ' ')
        + "\n  "
        + " ".repeat(head.length() + spot - start)
        + "^";
  }
}
