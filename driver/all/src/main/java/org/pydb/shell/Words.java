package org.pydb.shell;

import java.util.ArrayList;
import java.util.List;

/** The words of a command: with blanks between, in single or double quotes if they hold some. */
final class Words {

  private Words() {}

  /** Takes a line apart. Doubled quotes stand for one; double quotes stay, for names of SQL. */
  static List<String> of(String line) throws CommandFailure {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean isInWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      if (quote != 0) {
        boolean isDoubled = i + 1 < line.length() && line.charAt(i + 1) == quote;
        if (character != quote) {
          word.append(character);
        } else if (quote == '\'' && isDoubled) {
          word.append(character);
          i++;
        } else {
          quote = endQuote(word, character);
        }
      } else if (character == '\'' || character == '"') {
        isInWord = true;
        quote = character;
        if (character == '"') {
          word.append(character);
        }
      } else if (Character.isWhitespace(character)) {
        if (isInWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        isInWord = false;
      } else {
        isInWord = true;
        word.append(character);
      }
    }
    if (quote != 0) {
      throw new CommandFailure("a " + quote + " is missing at the end of the command");
    }
    if (isInWord) {
      words.add(word.toString());
    }
    return words;
  }

  private static char endQuote(StringBuilder word, char quote) {
    if (quote == '"') {
      word.append(quote);
    }
    return 0;
  }

  /** A word that names a file: without double quotes around it. */
  static String file(String word) {
    boolean isQuoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
    return isQuoted ? word.substring(1, word.length() - 1) : word;
  }
}
