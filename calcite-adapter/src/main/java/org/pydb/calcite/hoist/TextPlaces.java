package org.pydb.calcite.hoist;

import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Where the literals of a text stand, as the parser counts: lines and columns from 1. */
final class TextPlaces {

  /**
   * Where in the text a literal of the tree stands.
   *
   * @param literal its number
   * @param isNegative whether the parser has taken a minus sign before it for a part of its value
   */
  record Place(int literal, boolean isNegative) {}

  private final Map<Long, Integer> literalsByEnd = new HashMap<>();
  private final StatementShape shape;

  TextPlaces(StatementShape shape) {
    this.shape = shape;
    String text = shape.text();
    int line = 1;
    int lineStart = 0;
    int literal = 0;
    for (int i = 0; i < text.length() && literal < shape.literalCount(); i++) {
      if (i == shape.end(literal) - 1) {
        literalsByEnd.put(key(line, i - lineStart + 1), literal++);
      }
      char c = text.charAt(i);
      boolean isBreak =
          c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (isBreak) {
        line++;
        lineStart = i + 1;
      }
    }
  }

  private static long key(int line, int column) {
    return (long) line << 32 | column;
  }

  /** The literal that stands exactly there, with its sign if it has one; null if none does. */
  @Nullable Place at(SqlParserPos position) {
    Integer literal = literalsByEnd.get(key(position.getEndLineNum(), position.getEndColumnNum()));
    if (literal == null || position.getLineNum() != position.getEndLineNum()) {
      return null; // Strings of several lines are rare.
    }
    int length = position.getEndColumnNum() - position.getColumnNum() + 1;
    int start = shape.end(literal) - length;
    if (start < 0 || start > shape.start(literal)) {
      return null;
    }
    String before = shape.text().substring(start, shape.start(literal));
    boolean isNegative = before.strip().equals("-");
    return isNegative || before.isEmpty() ? new Place(literal, isNegative) : null;
  }
}
