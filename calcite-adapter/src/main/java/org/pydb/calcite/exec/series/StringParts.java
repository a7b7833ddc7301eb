package org.pydb.calcite.exec.series;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * {@code string_to_table}: the parts of a text between its separators. Without a separator each
 * character is one, with an empty one the text itself; an empty text has none.
 */
final class StringParts implements RowMaker {
  private String text = "";
  private @Nullable String separator;
  private @Nullable String standsForNull;

  /** Where the next part begins; -1 if there is none. */
  private int next = -1;

  @Override
  public void begin(Vector[] arguments, int row) {
    text = arguments[0].isNull(row) ? "" : ((BytesVector) arguments[0]).getString(row);
    separator = textOrNull(arguments[1], row);
    standsForNull = arguments.length > 2 ? textOrNull(arguments[2], row) : null;
    next = text.isEmpty() ? -1 : 0;
  }

  private static @Nullable String textOrNull(Vector vector, int row) {
    return vector.isNull(row) ? null : ((BytesVector) vector).getString(row);
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    int at = from;
    while (at < to && next >= 0) {
      set((BytesVector) columns[0], at++, part());
    }
    return at - from;
  }

  private String part() {
    int from = next;
    String mark = separator;
    if (mark == null) {
      int end = text.offsetByCodePoints(from, 1);
      next = end == text.length() ? -1 : end;
      return text.substring(from, end);
    }
    int end = mark.isEmpty() ? -1 : text.indexOf(mark, from);
    next = end < 0 ? -1 : end + mark.length();
    return end < 0 ? text.substring(from) : text.substring(from, end);
  }

  private void set(BytesVector column, int row, String part) {
    if (part.equals(standsForNull)) {
      column.setNull(row);
    } else {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      column.set(row, bytes, 0, bytes.length);
    }
  }
}
