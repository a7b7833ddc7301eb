package org.pydb.shell;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Tells the line editor whether what was typed is whole, so that Enter goes on to a new line
 * otherwise, and which word is to be completed.
 */
final class StatementParser implements Parser {

  /** What is being typed, and the word at the cursor. */
  private record Typed(String line, int cursor, String word) implements CompletingParsedLine {

    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }

    /** Names that need quotes come with them. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean isComplete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return word.length();
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !Splitter.isComplete(line)) {
      throw new EOFError(-1, -1, "the statement goes on");
    }
    int from = cursor;
    while (from > 0 && isOfWord(line.charAt(from - 1))) {
      from--;
    }
    return new Typed(line, cursor, line.substring(from, cursor));
  }

  static boolean isOfWord(char character) {
    return Character.isLetterOrDigit(character) || "_$\\".indexOf(character) >= 0;
  }
}
