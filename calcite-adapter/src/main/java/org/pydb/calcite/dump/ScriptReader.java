package org.pydb.calcite.dump;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.copy.CopyInput;

/**
 * Takes a script apart into statements, which end at a semicolon outside of quotes and comments.
 * What follows a COPY FROM STDIN is left for whoever reads its rows from the same input. Not
 * thread-safe.
 */
public final class ScriptReader {
  private final CopyInput in;
  private final StringBuilder text = new StringBuilder();
  private boolean hasWords;
  private boolean isTerminated;
  private long line;

  /** A reader of a script. */
  public ScriptReader(CopyInput in) {
    this.in = in;
  }

  /** The statements of a text; the text itself if it is one. */
  public static List<String> statements(String sql) {
    ScriptReader script = new ScriptReader(new CopyInput(new StringReader(sql)));
    List<String> statements = new ArrayList<>();
    for (String next = script.next(); next != null; next = script.next()) {
      statements.add(next);
    }
    return statements.size() < 2 ? List.of(sql) : statements;
  }

  /** The line in which the last statement begins, from 1. */
  public long line() {
    return line;
  }

  /** Whether the last statement ended at a semicolon, and not with the input. */
  public boolean isTerminated() {
    return isTerminated;
  }

  /** The next statement from its first word on, without its semicolon; null if there is none. */
  public @Nullable String next() {
    text.setLength(0);
    hasWords = false;
    isTerminated = false;
    line = in.line();
    while (true) {
      int character = in.read();
      if (character == CopyInput.END) {
        return hasWords ? text.toString() : null;
      }
      if (character == ';') {
        if (hasWords) {
          isTerminated = true;
          return text.toString();
        }
      } else {
        take(character);
      }
    }
  }

  /** Skips what is left of a line: the rows of a COPY begin in the next one. */
  public void skipLine() {
    int character = in.read();
    while (character != '\n' && character != '\r' && character != CopyInput.END) {
      character = in.read();
    }
    if (character == '\r' && in.peek() == '\n') {
      in.read();
    }
  }

  private void take(int character) {
    if (character == '-' && in.peek() == '-') {
      keep(character);
      takeComment();
      return;
    }
    if (character == '/' && in.peek() == '*') {
      keep(character);
      takeLongComment();
      return;
    }
    if (!hasWords) {
      if (Character.isWhitespace(character)) {
        return;
      }
      hasWords = true;
      line = in.line();
    }
    boolean isEscaped = character == '\'' && endsWithE();
    boolean isInWord = text.length() > 0 && isWord(text.charAt(text.length() - 1));
    text.append((char) character);
    switch (character) {
      case '\'' -> takeQuoted('\'', isEscaped);
      case '"' -> takeQuoted('"', false);
      case '$' -> {
        if (!isInWord) {
          takeDollarQuoted();
        }
      }
      default -> {
        // Stands for itself.
      }
    }
  }

  /** Comments within a statement stay, so that errors tell the places that the script has. */
  private void keep(int character) {
    if (hasWords) {
      text.append((char) character);
    }
  }

  private void takeComment() {
    while (in.peek() != '\n' && in.peek() != '\r' && in.peek() != CopyInput.END) {
      keep(in.read());
    }
  }

  private void takeLongComment() {
    int depth = 1;
    keep(in.read());
    while (depth > 0) {
      int character = in.read();
      if (character == CopyInput.END) {
        return;
      }
      keep(character);
      if (character == '/' && in.peek() == '*') {
        keep(in.read());
        depth++;
      } else if (character == '*' && in.peek() == '/') {
        keep(in.read());
        depth--;
      }
    }
  }

  /** Whether the text ends with the word E, which makes backslashes special. */
  private boolean endsWithE() {
    int last = text.length() - 1;
    return last >= 0
        && Character.toLowerCase(text.charAt(last)) == 'e'
        && (last == 0 || !isWord(text.charAt(last - 1)));
  }

  private static boolean isWord(char character) {
    return Character.isLetterOrDigit(character) || character == '_' || character == '$';
  }

  /** Takes up to the quote; one that is doubled ends one text and begins the next. */
  private void takeQuoted(char quote, boolean isEscaped) {
    while (true) {
      int character = in.read();
      if (character == CopyInput.END) {
        return;
      }
      text.append((char) character);
      if (character == '\\' && isEscaped && in.peek() != CopyInput.END) {
        text.append((char) in.read());
      } else if (character == quote) {
        if (in.peek() != quote) {
          return;
        }
        text.append((char) in.read());
      }
    }
  }

  /** Takes {@code $tag$ … $tag$}, if that is what begins with a dollar. */
  private void takeDollarQuoted() {
    int start = text.length() - 1;
    while (in.peek() != CopyInput.END && isWord((char) in.peek()) && in.peek() != '$') {
      text.append((char) in.read());
    }
    if (in.peek() != '$') {
      return;
    }
    text.append((char) in.read());
    String tag = text.substring(start);
    int from = text.length();
    while (in.peek() != CopyInput.END) {
      text.append((char) in.read());
      int end = text.length() - tag.length();
      if (end >= from && text.indexOf(tag, end) == end) {
        return;
      }
    }
  }
}
