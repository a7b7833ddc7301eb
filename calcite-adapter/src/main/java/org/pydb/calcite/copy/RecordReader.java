package org.pydb.calcite.copy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/** Reads rows from a text, field by field. Not thread-safe. */
public abstract class RecordReader {
  final CopyInput in;
  final CopyFormat format;
  private long line;

  RecordReader(CopyInput in, CopyFormat format) {
    this.in = in;
    this.format = format;
  }

  /** A reader of rows in a format. */
  public static RecordReader of(CopyInput in, CopyFormat format) {
    return format.csv() ? new CsvReader(in, format) : new TextReader(in, format);
  }

  /** The line in which the last row begins, from 1. */
  public final long line() {
    return line;
  }

  /**
   * Reads the next row.
   *
   * @param fields gets its fields, in order; null for NULL
   * @return false if there is none
   * @throws SqlError 22P04 if the text is none of the format
   */
  public final boolean next(List<@Nullable String> fields) {
    fields.clear();
    line = in.line();
    return in.peek() != CopyInput.END && read(fields);
  }

  /** Reads a row that begins here; false if it is the sign that no more follow. */
  abstract boolean read(List<@Nullable String> fields);

  /** Skips the end of a line whose first character was read. */
  final void endLine(int character) {
    if (character == '\r' && in.peek() == '\n') {
      in.read();
    }
  }

  static boolean isLineEnd(int character) {
    return character == '\n' || character == '\r' || character == CopyInput.END;
  }

  final SqlError error(String message) {
    return new SqlError("22P04", "COPY, line " + line + ": " + message);
  }
}
