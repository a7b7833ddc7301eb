package org.pydb.calcite.exec.series;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.regex.RegexMatches;
import org.pydb.calcite.exec.regex.RegexOptions;
import org.pydb.calcite.exec.regex.RegularExpression;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * {@code regexp_matches}: what the groups of the first match are, or with the letter {@code g} of
 * each.
 */
final class RegexRows implements RowMaker {
  private static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);

  private @Nullable RegexMatches matches;
  private boolean isGlobal;

  @Override
  public void begin(Vector[] arguments, int row) {
    matches = null;
    if (!IntegerSeries.isAnyNull(arguments, row)) {
      RegexOptions options = RegexParts.options(arguments, row);
      isGlobal = options.global();
      String text = ((BytesVector) arguments[0]).getString(row);
      String pattern = ((BytesVector) arguments[1]).getString(row);
      matches = new RegexMatches(text, RegularExpression.of(pattern, options), () -> {});
    }
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    int at = from;
    while (at < to && matches != null) {
      List<@Nullable String> parts = matches.next();
      if (parts == null || !isGlobal) {
        matches = null;
      }
      if (parts != null) {
        byte[] array = ArrayValue.write(TEXT, bytes(parts));
        ((BytesVector) columns[0]).set(at++, array, 0, array.length);
      }
    }
    return at - from;
  }

  private static List<byte @Nullable []> bytes(List<@Nullable String> texts) {
    List<byte @Nullable []> bytes = new ArrayList<>();
    for (String text : texts) {
      bytes.add(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes;
  }
}
