package org.pydb.calcite.random;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.engine.schema.ColumnKind;

/**
 * Literals in the text of a query, marked so that the query can be written with parameters in their
 * places.
 *
 * <p>Between the marks stand the kind, whether the place alone says the type that a parameter has
 * (so that it needs no cast), and the literal as SQL.
 */
final class Literals {
  static final String NULL = "null";

  private static final char OPEN = '\u0001';
  private static final char MIDDLE = '\u0002';
  private static final char CLOSE = '\u0003';
  private static final Pattern MARKED =
      Pattern.compile(OPEN + "([A-Z]+)(!?)" + MIDDLE + "([^" + CLOSE + "]*)" + CLOSE);

  private Literals() {}

  /**
   * A literal with its marks.
   *
   * @param isTyped whether the place says which type it has
   */
  static String marked(Kind kind, String literal, boolean isTyped) {
    return OPEN + kind.name() + (isTyped ? "!" : "") + MIDDLE + literal + CLOSE;
  }

  /** Whether there is a literal in a text. */
  static boolean areIn(String marked) {
    return marked.indexOf(OPEN) >= 0;
  }

  /** The text with literals. */
  static String written(String marked) {
    return MARKED
        .matcher(marked)
        .replaceAll(
            literal ->
                Matcher.quoteReplacement(
                    literal.group(3).equals(NULL)
                        ? "cast(null as " + kind(literal).type() + ")"
                        : literal.group(3)));
  }

  /** The text with parameters. */
  static String asked(String marked) {
    return MARKED
        .matcher(marked)
        .replaceAll(
            literal ->
                literal.group(2).isEmpty()
                    ? Matcher.quoteReplacement("cast(? as " + kind(literal).type() + ")")
                    : "?");
  }

  /** The values of these parameters. */
  static ParameterValues values(String marked) {
    List<MatchResult> literals = MARKED.matcher(marked).results().toList();
    ParameterValues values = new ParameterValues(literals.size());
    for (int i = 0; i < literals.size(); i++) {
      String text = literals.get(i).group(3);
      if (text.equals(NULL)) {
        values.setNull(i);
      } else {
        set(values, i, kind(literals.get(i)), text);
      }
    }
    return values;
  }

  private static Kind kind(MatchResult literal) {
    return Kind.valueOf(literal.group(1));
  }

  private static void set(ParameterValues values, int parameter, Kind kind, String text) {
    String plain = text.replaceAll("^\\(|\\)$", "").replaceAll("^date ", "");
    switch (kind) {
      case INT -> values.setLong(parameter, ColumnKind.INT32, Long.parseLong(plain));
      case BIG -> values.setLong(parameter, ColumnKind.INT64, Long.parseLong(plain));
      case DEC -> values.setDecimal(parameter, new BigDecimal(plain));
      case TEXT -> values.setText(parameter, text.substring(1, text.length() - 1));
      case DATE ->
          values.setLong(
              parameter,
              ColumnKind.DATE,
              LocalDate.parse(plain.substring(1, plain.length() - 1)).toEpochDay());
      case BOOL -> values.setLong(parameter, ColumnKind.BOOLEAN, text.equals("true") ? 1 : 0);
    }
  }
}
