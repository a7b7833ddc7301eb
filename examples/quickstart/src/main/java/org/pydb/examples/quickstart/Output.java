package org.pydb.examples.quickstart;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What is printed, in UTF-8; with colours and a bar that moves if it goes to a terminal. */
final class Output {
  private static final int BAR_WIDTH = 40;
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";
  private static final String BACK_TO_EMPTY_LINE = "\r\u001b[K";

  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final boolean isTerminal = isTerminal();
  private int shownPercent = -1;

  /** Begins a chapter. */
  void chapter(String title) {
    out.println();
    out.println(styled(BOLD, title));
    out.println();
  }

  /** Prints a line; it takes the place of the bar. */
  void line(String text) {
    if (shownPercent >= 0) {
      out.print(BACK_TO_EMPTY_LINE);
      shownPercent = -1;
    }
    out.println(text.isEmpty() ? "" : "  " + text);
  }

  /** Prints what somebody else has written. */
  void block(String text) {
    text.lines().forEach(line -> out.println("    " + styled(DIM, line)));
    out.println();
  }

  /** Moves the bar, on a terminal. */
  void progress(long done, long all) {
    int percent = (int) (100 * done / all);
    if (isTerminal && percent != shownPercent) {
      shownPercent = percent;
      int length = BAR_WIDTH * percent / 100;
      String bar = "█".repeat(length) + "░".repeat(BAR_WIDTH - length);
      out.print("%s  %s %,d of %,d rows".formatted(BACK_TO_EMPTY_LINE, bar, done, all));
      out.flush();
    }
  }

  /** Prints rows below their names. */
  void table(ResultSet rows) throws SQLException {
    print(TextTable.of(rows));
  }

  /** Prints rows of numbers, each with its name in front. */
  void table(List<String> header, List<List<String>> rows) {
    print(TextTable.ofNumbers(header, rows));
  }

  private void print(TextTable table) {
    List<String> lines = table.lines();
    line(styled(DIM, lines.get(0)));
    lines.subList(1, lines.size()).forEach(this::line);
  }

  @SuppressWarnings("SystemConsoleNull") // From JDK 22 on it is never null, and knows by itself.
  private static boolean isTerminal() {
    Console console = System.console();
    try {
      return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private String styled(String style, String text) {
    return isTerminal ? style + text + PLAIN : text;
  }
}
