package org.pydb.calcite.copy;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as text, field by field. Not thread-safe. */
public final class RecordWriter {
  private final Writer out;
  private final CopyFormat format;
  private int fields;

  /** A writer of rows in a format; it does not flush. */
  public RecordWriter(Writer out, CopyFormat format) {
    this.out = out;
    this.format = format;
  }

  /** Writes the names of the columns, if the format has them. */
  public void header(List<String> names) throws IOException {
    if (format.header()) {
      for (String name : names) {
        field(name);
      }
      endRow();
    }
  }

  /** Writes the next field of a row; null for NULL. */
  public void field(@Nullable String value) throws IOException {
    if (fields++ > 0) {
      out.write(format.delimiter());
    }
    if (value == null) {
      out.write(format.nullText());
    } else if (format.csv()) {
      csv(value);
    } else {
      text(value);
    }
  }

  /** Ends a row. */
  public void endRow() throws IOException {
    out.write('\n');
    fields = 0;
  }

  private void csv(String value) throws IOException {
    if (!format.forceQuote() && !needsQuotes(value)) {
      out.write(value);
      return;
    }
    out.write(format.quote());
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      if (character == format.quote() || character == format.escape()) {
        out.write(format.escape());
      }
      out.write(character);
    }
    out.write(format.quote());
  }

  /** {@code \.} alone was the end of the data for PostgreSQL once. */
  private boolean needsQuotes(String value) {
    if (value.equals(format.nullText()) || (fields == 1 && value.equals("\\."))) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      if (character == format.delimiter()
          || character == format.quote()
          || character == '\n'
          || character == '\r'
          || (i == 0 && character == '\uFEFF')) {
        return true;
      }
    }
    return false;
  }

  private void text(String value) throws IOException {
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      switch (character) {
        case '\\' -> out.write("\\\\");
        case '\b' -> out.write("\\b");
        case '\f' -> out.write("\\f");
        case '\n' -> out.write("\\n");
        case '\r' -> out.write("\\r");
        case '\t' -> out.write("\\t");
        case '\u000B' -> out.write("\\v");
        default -> {
          if (character == format.delimiter()) {
            out.write('\\');
          }
          out.write(character);
        }
      }
    }
  }
}
