package org.pydb.examples.benchmarks.feature;

import java.util.List;

/**
 * A statement of a script.
 *
 * @param title what it shows; empty if it only prepares others
 * @param sql the statement
 * @param shown the lines that the script has for what it gives
 * @param command what the script does with it: {@code ok}, {@code update}, {@code refused} …
 */
record Feature(String title, String sql, List<String> shown, String command) {

  /** Whether other databases can be asked for the same. */
  boolean isComparable() {
    return !title.isEmpty() && (command.equals("ok") || command.equals("update"));
  }

  /** The rows that a query must give, cell by cell. */
  List<List<String>> rows() {
    return shown.stream()
        .skip(2) // the head, and the line below it
        .takeWhile(line -> !line.startsWith("("))
        .map(Feature::cells)
        .toList();
  }

  private static List<String> cells(String line) {
    return List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
  }

  /** The rows that a change must change. */
  String count() {
    return shown.isEmpty() ? "" : shown.get(0).replaceAll("\\D", "");
  }
}
