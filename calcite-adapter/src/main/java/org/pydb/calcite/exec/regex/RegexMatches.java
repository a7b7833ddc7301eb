package org.pydb.calcite.exec.regex;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The matches of a regular expression in a text, one after the other; an empty one only once. */
public final class RegexMatches {
  private final String text;
  private final RegularExpression expression;
  private int from;

  /** The matches in a text, in which the expression searches from now on. */
  public RegexMatches(String text, RegularExpression expression, Runnable check) {
    this.text = text;
    this.expression = expression;
    expression.search(text, check);
  }

  /**
   * What the groups of the next match are, NULL for those without a part in it; all of it if there
   * are no groups.
   *
   * @return null if there is no other match
   */
  public @Nullable List<@Nullable String> next() {
    if (from > text.length() || !expression.find(from)) {
      return null;
    }
    List<@Nullable String> parts = new ArrayList<>();
    for (int group = Math.min(1, expression.groupCount());
        group <= expression.groupCount();
        group++) {
      int start = expression.start(group);
      parts.add(start < 0 ? null : text.substring(start, expression.end(group)));
    }
    int end = expression.end(0);
    if (end > expression.start(0)) {
      from = end;
    } else {
      from = end < text.length() ? text.offsetByCodePoints(end, 1) : text.length() + 1;
    }
    return parts;
  }
}
