package org.pydb.calcite.exec.series;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.regex.RegexOptions;
import org.pydb.calcite.exec.regex.RegexSplit;
import org.pydb.calcite.exec.regex.RegularExpression;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/** {@code regexp_split_to_table}: the parts of a text between the matches of an expression. */
final class RegexParts implements RowMaker {
  private @Nullable RegexSplit split;

  @Override
  public void begin(Vector[] arguments, int row) {
    split = null;
    if (!IntegerSeries.isAnyNull(arguments, row)) {
      String text = ((BytesVector) arguments[0]).getString(row);
      String pattern = ((BytesVector) arguments[1]).getString(row);
      RegexOptions options = options(arguments, row);
      split = new RegexSplit(text, RegularExpression.of(pattern, options), () -> {});
    }
  }

  /** What a third argument says. */
  static RegexOptions options(Vector[] arguments, int row) {
    return arguments.length > 2
        ? RegexOptions.of(((BytesVector) arguments[2]).getString(row))
        : RegexOptions.NONE;
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    RegexSplit parts = split;
    int at = from;
    while (parts != null && at < to && parts.hasNext()) {
      byte[] bytes = parts.next().getBytes(StandardCharsets.UTF_8);
      ((BytesVector) columns[0]).set(at++, bytes, 0, bytes.length);
    }
    return at - from;
  }
}
