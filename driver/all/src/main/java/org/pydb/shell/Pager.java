package org.pydb.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/**
 * Writes to a terminal, and waits for a key whenever it is full: the blank bar for the next page,
 * Enter for the next line, q for no more. Not thread-safe.
 */
final class Pager extends Writer {
  private static final String MORE = "-- more: blank, Enter or q --";

  /** Thrown out of whatever prints when nobody wants to read on. */
  static final class NoMore extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoMore() {
      super("", null, false, false);
    }
  }

  private final Terminal terminal;
  private final PrintWriter out;
  private int left;
  private int column;

  Pager(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.writer();
    left = page();
  }

  private int page() {
    return Math.max(2, terminal.getHeight() - 1);
  }

  @Override
  public void write(char[] text, int from, int length) {
    int width = Math.max(1, terminal.getWidth());
    for (int i = from; i < from + length; i++) {
      out.write(text[i]);
      column++;
      if (text[i] == '\n' || column > width) {
        column = text[i] == '\n' ? 0 : 1;
        if (--left == 0) {
          left = ask();
        }
      }
    }
  }

  /** Waits for a key and gives how many lines to go on with. */
  private int ask() {
    out.print(MORE);
    out.flush();
    Attributes before = terminal.enterRawMode();
    try {
      int key = terminal.reader().read();
      out.print("\r" + " ".repeat(MORE.length()) + "\r");
      if (key == 'q' || key == 'Q' || key < 0 || key == 3) {
        throw new NoMore();
      }
      return key == '\r' || key == '\n' ? 1 : page();
    } catch (IOException e) {
      throw new NoMore();
    } finally {
      terminal.setAttributes(before);
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
