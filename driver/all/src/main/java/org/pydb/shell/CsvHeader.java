package org.pydb.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first line of a CSV file: names of columns. */
final class CsvHeader {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private CsvHeader() {}

  /** Reads the names. */
  static List<String> read(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(reader);
    }
  }

  static List<String> read(Reader reader) throws IOException {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean isQuoted = false;
    boolean isFirst = true;
    int character = reader.read();
    while (character >= 0 && (isQuoted || (character != '\n' && character != '\r'))) {
      if (character == '"') {
        // A doubled quote closes, and opens again with one that stays.
        isQuoted = !isQuoted;
        if (isQuoted && name.length() > 0) {
          name.append('"');
        }
      } else if (character == ',' && !isQuoted) {
        names.add(name.toString());
        name.setLength(0);
      } else if (!isFirst || character != BYTE_ORDER_MARK) {
        name.append((char) character);
      }
      isFirst = false;
      character = reader.read();
    }
    names.add(name.toString());
    return names;
  }
}
