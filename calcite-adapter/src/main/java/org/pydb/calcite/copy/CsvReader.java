package org.pydb.calcite.copy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV: fields between delimiters, in quotes if they hold a delimiter, a quote or the end of a
 * line. A field without quotes that is the text for NULL is NULL; in quotes it is that text.
 */
final class CsvReader extends RecordReader {
  private final StringBuilder field = new StringBuilder();

  CsvReader(CopyInput in, CopyFormat format) {
    super(in, format);
  }

  @Override
  boolean read(List<@Nullable String> fields) {
    int end = format.delimiter();
    while (end == format.delimiter()) {
      end = readField(fields);
    }
    endLine(end);
    return true;
  }

  /** Reads a field; gives the character behind it. */
  private int readField(List<@Nullable String> fields) {
    field.setLength(0);
    boolean wasQuoted = false;
    int character = in.read();
    while (character != format.delimiter() && !isLineEnd(character)) {
      if (character == format.quote()) {
        wasQuoted = true;
        readQuoted();
      } else {
        field.append((char) character);
      }
      character = in.read();
    }
    String text = field.toString();
    fields.add(!wasQuoted && text.equals(format.nullText()) ? null : text);
    return character;
  }

  /** Reads up to the quote that ends what another has begun. */
  private void readQuoted() {
    while (true) {
      int character = in.read();
      if (character == CopyInput.END) {
        throw error("unterminated CSV quoted field: a quote was opened and never closed");
      }
      if (character == format.escape() && isEscapable(in.peek())) {
        field.append((char) in.read());
      } else if (character == format.quote()) {
        return;
      } else {
        field.append((char) character);
      }
    }
  }

  private boolean isEscapable(int character) {
    return character == format.quote() || character == format.escape();
  }
}
