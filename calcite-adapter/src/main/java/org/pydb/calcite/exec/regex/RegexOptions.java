package org.pydb.calcite.exec.regex;

import org.pydb.calcite.api.SqlError;

/**
 * The letters that PostgreSQL's functions and {@code (?…)} take: how a regular expression is read.
 *
 * @param global find all ({@code g}); only where a function says so
 * @param ignoresCase {@code i}
 * @param dotExcludesNewline {@code n}, {@code m}, {@code p}
 * @param anchorsAtNewlines {@code n}, {@code m}, {@code w}
 * @param literal {@code q}: not a regular expression at all
 * @param expanded {@code x}: white space and comments mean nothing
 */
public record RegexOptions(
    boolean global,
    boolean ignoresCase,
    boolean dotExcludesNewline,
    boolean anchorsAtNewlines,
    boolean literal,
    boolean expanded) {

  /** None of them. */
  public static final RegexOptions NONE =
      new RegexOptions(false, false, false, false, false, false);

  /** {@code i} alone. */
  public static final RegexOptions IGNORING_CASE = NONE.with('i');

  /**
   * The options of these letters.
   *
   * @throws SqlError 22023 for a letter that means nothing
   */
  public static RegexOptions of(String letters) {
    RegexOptions options = NONE;
    for (int i = 0; i < letters.length(); i++) {
      RegexOptions next = options.with(letters.charAt(i));
      if (next == null) {
        throw new SqlError(
            "22023", "invalid regular expression option: \"" + letters.charAt(i) + "\"");
      }
      options = next;
    }
    return options;
  }

  /** These and one more; null if the letter means nothing. */
  @SuppressWarnings("NullAway") // Only letters that are known come from within.
  RegexOptions with(char letter) {
    return switch (letter) {
      case 'g' ->
          new RegexOptions(
              true, ignoresCase, dotExcludesNewline, anchorsAtNewlines, literal, expanded);
      case 'i' ->
          new RegexOptions(global, true, dotExcludesNewline, anchorsAtNewlines, literal, expanded);
      case 'c' ->
          new RegexOptions(global, false, dotExcludesNewline, anchorsAtNewlines, literal, expanded);
      case 'n', 'm' -> new RegexOptions(global, ignoresCase, true, true, literal, expanded);
      case 's' -> new RegexOptions(global, ignoresCase, false, false, literal, expanded);
      case 'p' -> new RegexOptions(global, ignoresCase, true, false, literal, expanded);
      case 'w' -> new RegexOptions(global, ignoresCase, false, true, literal, expanded);
      case 'q' ->
          new RegexOptions(
              global, ignoresCase, dotExcludesNewline, anchorsAtNewlines, true, expanded);
      case 'x' ->
          new RegexOptions(
              global, ignoresCase, dotExcludesNewline, anchorsAtNewlines, literal, true);
      case 't' ->
          new RegexOptions(
              global, ignoresCase, dotExcludesNewline, anchorsAtNewlines, literal, false);
      case 'e' -> this;
      default -> null;
    };
  }
}
