package org.pydb.calcite.exec.regex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.pydb.calcite.api.SqlError;

/**
 * One of PostgreSQL's regular expressions, and where it matches in a text. Not thread-safe.
 *
 * <p>Java tries alternatives in the order in which they stand and takes the first that fits;
 * PostgreSQL takes the longest of all matches that begin furthest left, or the shortest if the
 * expression's first quantifier asks for little. Where that may differ, the ends are tried one by
 * one. Inside of the match, groups are what Java finds.
 *
 * <p>Java goes back and forth, for a time that may grow exponentially with the text: a search asks
 * now and then whether it is wanted still.
 */
public final class RegularExpression {
  private static final int CHARACTERS_PER_CHECK = 1 << 12;

  private final Pattern pattern;
  private final RegexOptions options;
  private final boolean isAmbiguous;
  private final boolean prefersShort;
  private Matcher matcher;
  private String text = "";

  private RegularExpression(Pattern pattern, RegexSyntax syntax) {
    this.pattern = pattern;
    this.options = syntax.options();
    this.isAmbiguous = syntax.isAmbiguous();
    this.prefersShort = syntax.prefersShort();
    this.matcher = pattern.matcher("");
  }

  /**
   * An expression.
   *
   * @throws SqlError 2201B if it is none
   */
  public static RegularExpression of(String source, RegexOptions options) {
    RegexSyntax syntax = RegexSyntax.of(source, options);
    int flags =
        syntax.options().ignoresCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    try {
      return new RegularExpression(Pattern.compile(syntax.java(), flags), syntax);
    } catch (PatternSyntaxException e) {
      throw new SqlError(
          "0A000",
          "regular expressions that look back at a text of any length are not supported",
          e);
    } catch (StackOverflowError e) {
      throw new SqlError("54001", "the regular expression is nested too deeply", e);
    }
  }

  /** How it is read. */
  public RegexOptions options() {
    return options;
  }

  /** How many groups it has. */
  public int groupCount() {
    return matcher.groupCount();
  }

  /**
   * Searches in another text from now on.
   *
   * @param check called now and then during a search; throws if nobody wants its result any more
   */
  public void search(String newText, Runnable check) {
    text = newText;
    matcher = pattern.matcher(new CheckedText(newText, check));
    matcher.useTransparentBounds(true).useAnchoringBounds(false);
  }

  /** Finds the first match that begins at a place or behind it. */
  public boolean find(int from) {
    try {
      matcher.region(from, text.length());
      if (!matcher.find()) {
        return false;
      }
      if (isAmbiguous) {
        choose(matcher.start(), matcher.end());
      }
      return true;
    } catch (StackOverflowError e) {
      throw new SqlError(
          "54001",
          "the regular expression goes too deep for a text of " + text.length() + " characters",
          e);
    }
  }

  private void choose(int start, int end) {
    if (prefersShort) {
      for (int shorter = start; !matches(start, shorter); shorter++) {
        // The match that was found ends this at the latest.
      }
      return;
    }
    for (int longer = text.length(); longer > end; longer--) {
      if (matches(start, longer)) {
        return;
      }
    }
    matches(start, end);
  }

  private boolean matches(int start, int end) {
    return matcher.region(start, end).matches();
  }

  /** Where the match that was found begins, or a group of it; -1 for a group without a match. */
  public int start(int group) {
    return matcher.start(group);
  }

  /** Where the match that was found ends, or a group of it. */
  public int end(int group) {
    return matcher.end(group);
  }

  /** A text that asks now and then whether it is still wanted. */
  private static final class CheckedText implements CharSequence {
    private final String text;
    private final Runnable check;
    private int left = CHARACTERS_PER_CHECK;

    CheckedText(String text, Runnable check) {
      this.text = text;
      this.check = check;
    }

    @Override
    public char charAt(int index) {
      if (--left == 0) {
        left = CHARACTERS_PER_CHECK;
        check.run();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
