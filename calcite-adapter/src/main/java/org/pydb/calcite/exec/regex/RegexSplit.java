package org.pydb.calcite.exec.regex;

/**
 * The parts of a text between the matches of a regular expression, one after the other. Matches of
 * nothing do not count at the end, nor right behind another match.
 */
public final class RegexSplit {
  private final String text;
  private final RegularExpression expression;

  /** Where the next part begins; -1 if there is none. */
  private int next;

  /** The parts of a text, in which the expression searches from now on. */
  public RegexSplit(String text, RegularExpression expression, Runnable check) {
    this.text = text;
    this.expression = expression;
    expression.search(text, check);
  }

  /** Whether there is another part. */
  public boolean hasNext() {
    return next >= 0;
  }

  /** The next part. */
  public String next() {
    int begin = next;
    int search = begin;
    while (search <= text.length() && expression.find(search)) {
      int start = expression.start(0);
      int end = expression.end(0);
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
