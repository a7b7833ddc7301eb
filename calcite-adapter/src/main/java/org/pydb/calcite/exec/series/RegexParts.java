package org.pydb.calcite.exec.series;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.regex.RegexOptions;
import org.pydb.calcite.exec.regex.RegularExpression;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * {@code regexp_split_to_table}: the parts of a text between the matches of a regular expression.
 * Matches of nothing do not count at the end, nor right behind another match.
 */
final class RegexParts implements RowMaker {
  private String text = "";
  private @Nullable RegularExpression expression;

  /** Where the next part begins; -1 if there is none. */
  private int next = -1;

  @Override
  public void begin(Vector[] arguments, int row) {
    next = -1;
    if (IntegerSeries.isAnyNull(arguments, row)) {
      return;
    }
    text = ((BytesVector) arguments[0]).getString(row);
    String pattern = ((BytesVector) arguments[1]).getString(row);
    RegexOptions options =
        arguments.length > 2
            ? RegexOptions.of(((BytesVector) arguments[2]).getString(row))
            : RegexOptions.NONE;
    RegularExpression now = RegularExpression.of(pattern, options);
    now.search(text, () -> {});
    expression = now;
    next = 0;
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    int at = from;
    while (at < to && next >= 0) {
      byte[] bytes = part().getBytes(StandardCharsets.UTF_8);
      ((BytesVector) columns[0]).set(at++, bytes, 0, bytes.length);
    }
    return at - from;
  }

  private String part() {
    RegularExpression now = expression;
    int begin = next;
    int search = begin;
    while (now != null && search <= text.length() && now.find(search)) {
      int start = now.start(0);
      int end = now.end(0);
      if (start < end || (start < text.length() && end > begin)) {
        next = end;
        return text.substring(begin, start);
      }
      search = start < text.length() ? text.offsetByCodePoints(start, 1) : text.length() + 1;
    }
    next = -1;
    return text.substring(begin);
  }
}
