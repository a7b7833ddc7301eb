package org.pydb.shell;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.copy.CopyInput;
import org.pydb.calcite.dump.ScriptReader;

/**
 * Takes lines apart into statements, which end at a semicolon, and commands: lines that begin with
 * a backslash where no statement goes on. Lines are asked for only when they are needed, so that
 * rows of a COPY can follow its statement. Not thread-safe.
 */
final class Splitter {

  /** Begins a command. */
  static final String COMMAND = "\\";

  private static final String COMMENT = "--";

  private final LineSource source;

  /** What is left of a line behind a statement; empty if nothing is. */
  private String rest = "";

  private long line;

  Splitter(LineSource source) {
    this.source = source;
  }

  /** The next statement without its semicolon, or command; null if there is none. */
  @Nullable String next() throws IOException {
    String begin = rest;
    rest = "";
    while (begin.isBlank() || begin.stripLeading().startsWith(COMMENT)) {
      String next = source.next(false);
      if (next == null) {
        return null;
      }
      begin = next;
    }
    line = source.line();
    return begin.stripLeading().startsWith(COMMAND) ? begin.strip() : statement(begin);
  }

  private @Nullable String statement(String begin) throws IOException {
    CopyInput in = new CopyInput(new LinesAsText(begin));
    ScriptReader script = new ScriptReader(in);
    try {
      String statement = script.next();
      line += script.line() - 1;
      if (statement != null && script.isTerminated()) {
        rest = restOfLine(in);
      }
      return statement;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String restOfLine(CopyInput in) {
    StringBuilder text = new StringBuilder();
    int character = in.read();
    while (character != '\n' && character != CopyInput.END) {
      text.append((char) character);
      character = in.read();
    }
    return text.toString();
  }

  /** The line in which the last one begins. */
  long line() {
    return line;
  }

  /** The rows behind a COPY: all lines up to {@code \.}. */
  Reader rows() {
    rest = "";
    return new Reader() {
      private String text = "";
      private int next;
      private boolean isEnded;

      @Override
      public int read(char[] target, int from, int length) throws IOException {
        if (next == text.length() && !fill()) {
          return -1;
        }
        int count = Math.min(length, text.length() - next);
        text.getChars(next, next + count, target, from);
        next += count;
        return count;
      }

      private boolean fill() throws IOException {
        String row = isEnded ? null : source.next(true);
        isEnded = row == null || row.equals("\\.");
        text = isEnded ? "" : row + "\n";
        next = 0;
        return !isEnded;
      }

      /** Skips what was not read: it is no SQL. */
      @Override
      public void close() throws IOException {
        while (!isEnded) {
          boolean unused = fill();
        }
      }
    };
  }

  /** Whether nothing is missing at the end of a text: a quote, a comment's end, a semicolon. */
  static boolean isComplete(String text) {
    if (text.stripLeading().startsWith(COMMAND)) {
      return true;
    }
    ScriptReader script = new ScriptReader(new CopyInput(new StringReader(text)));
    while (script.next() != null) {
      if (!script.isTerminated()) {
        return false;
      }
    }
    return true;
  }

  /** A first line, and then as many as are asked for; each is given by itself. */
  private final class LinesAsText extends Reader {
    private String text;
    private int next;

    LinesAsText(String first) {
      text = first + "\n";
    }

    @Override
    public int read(char[] target, int from, int length) {
      if (next == text.length()) {
        String more = more();
        if (more == null) {
          return -1;
        }
        text = more + "\n";
        next = 0;
      }
      int count = Math.min(length, text.length() - next);
      text.getChars(next, next + count, target, from);
      next += count;
      return count;
    }

    private @Nullable String more() {
      try {
        return source.next(true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      // The source stays open.
    }
  }
}
