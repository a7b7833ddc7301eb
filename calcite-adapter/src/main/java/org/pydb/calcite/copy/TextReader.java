package org.pydb.calcite.copy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads PostgreSQL's text format: a line a row, backslashes before what would be taken for
 * something else. A line {@code \.} ends the data, and may be missing.
 */
final class TextReader extends RecordReader {
  private final StringBuilder field = new StringBuilder();

  /** The field as it stands in the text, by which NULL is told. */
  private final StringBuilder raw = new StringBuilder();

  TextReader(CopyInput in, CopyFormat format) {
    super(in, format);
  }

  @Override
  boolean read(List<@Nullable String> fields) {
    int end = format.delimiter();
    while (end == format.delimiter()) {
      end = readField(fields);
      if (isLineEnd(end) && fields.size() == 1 && raw.toString().equals("\\.")) {
        endLine(end);
        fields.clear();
        return false;
      }
    }
    endLine(end);
    return true;
  }

  private int readField(List<@Nullable String> fields) {
    field.setLength(0);
    raw.setLength(0);
    int character = in.read();
    while (character != format.delimiter() && !isLineEnd(character)) {
      raw.append((char) character);
      if (character == '\\' && in.peek() != CopyInput.END) {
        readEscaped();
      } else {
        field.append((char) character);
      }
      character = in.read();
    }
    String text = raw.toString();
    fields.add(text.equals(format.nullText()) ? null : field.toString());
    return character;
  }

  private void readEscaped() {
    int character = in.read();
    raw.append((char) character);
    switch (character) {
      case 'b' -> field.append('\b');
      case 'f' -> field.append('\f');
      case 'n' -> field.append('\n');
      case 'r' -> field.append('\r');
      case 't' -> field.append('\t');
      case 'v' -> field.append('\u000B');
      case 'x' -> readNumber(16, 2, 'x');
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        int number = character - '0';
        for (int i = 0; i < 2 && Character.digit(in.peek(), 8) >= 0; i++) {
          number = 8 * number + Character.digit(readRaw(), 8);
        }
        append(number);
      }
      default -> field.append((char) character);
    }
  }

  private void readNumber(int base, int digitsMax, char otherwise) {
    int number = 0;
    int digits = 0;
    while (digits < digitsMax && Character.digit(in.peek(), base) >= 0) {
      number = base * number + Character.digit(readRaw(), base);
      digits++;
    }
    if (digits == 0) {
      field.append(otherwise);
    } else {
      append(number);
    }
  }

  private int readRaw() {
    int character = in.read();
    raw.append((char) character);
    return character;
  }

  /** Appends a character by its number, which would be a byte in PostgreSQL. */
  private void append(int number) {
    if (number == 0 || number > 0x7F) {
      throw error("the escaped byte " + number + " is no character of ASCII: write it in UTF-8");
    }
    field.append((char) number);
  }
}
