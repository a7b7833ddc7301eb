package org.pydb.jdbc.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages texts: mostly whole words of them, so that the damage gets past the first look. */
final class Mutator {
  private static final int DEPTH = 3_000;

  private static final Pattern WORDS =
      Pattern.compile("\\w+|'(?:[^']|'')*'|\"[^\"]*\"|\\s+|.", Pattern.DOTALL);

  /** What is put where it does not belong. */
  private static final List<String> STRANGERS =
      List.of(
          "99999999999999999999999999999999999999",
          "-9223372036854775808",
          "2147483648",
          "1e400",
          "1e-400",
          "0",
          "-1",
          "'NaN'",
          "'Infinity'",
          "null",
          "''",
          "'\u0000'",
          "'\ud83d\ude00'",
          "'\ud83d'",
          "U&'\\D83D'",
          "E'\\xff'",
          "'{'",
          "'[1,'",
          "'2024-02-30'",
          "'infinity'",
          "interval '1 year'",
          "array[]",
          "array[1, null]",
          "row(1, 2)",
          "(select 1)",
          "(select 1, 2)",
          "(values (1), (2))",
          "*",
          "t.*",
          "?",
          "$1",
          "$999999999",
          ":x",
          "::integer",
          "::text[]",
          "::json",
          "::nothing",
          "[1]",
          "[1:2]",
          "(",
          ")",
          "((",
          ",",
          ";",
          "'",
          "\"",
          "$$",
          "/*",
          "--",
          "{",
          "}",
          "{fn ",
          ".",
          "..",
          "=",
          "<>",
          "||",
          "->>",
          "@>",
          "\\",
          "\u00a0",
          "\ufeff",
          "all",
          "any",
          "as",
          "between",
          "case when",
          "cast(",
          "cross join",
          "default",
          "distinct",
          "end",
          "except",
          "exists",
          "filter (where true)",
          "for update",
          "from",
          "full join",
          "group by",
          "grouping sets (())",
          "having",
          "in",
          "is",
          "lateral",
          "limit",
          "natural join",
          "not",
          "offset",
          "on",
          "order by",
          "over ()",
          "partition by",
          "recursive",
          "returning",
          "select",
          "union all",
          "unique",
          "using",
          "values",
          "where",
          "with",
          "within group (order by 1)");

  private final Random random;

  /** Words of the texts that were seen last. */
  private final List<String> seen = new ArrayList<>();

  Mutator(Random random) {
    this.random = random;
  }

  /** A text with something wrong in it, or several things. */
  String mutate(String text) {
    List<String> words = words(text);
    remember(words);
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutate(words);
    }
    return String.join("", words);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORDS.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  private void remember(List<String> words) {
    for (String word : words) {
      if (!word.isBlank()) {
        seen.add(word);
      }
    }
    while (seen.size() > 2_000) {
      seen.remove(random.nextInt(seen.size()));
    }
  }

  private void mutate(List<String> words) {
    if (words.isEmpty()) {
      words.add(stranger());
      return;
    }
    int at = random.nextInt(words.size());
    int other = random.nextInt(words.size());
    switch (random.nextInt(12)) {
      case 0 -> words.remove(at);
      case 1 -> words.add(at, words.get(at) + " ");
      case 2 -> words.set(at, words.set(other, words.get(at)));
      case 3 -> words.subList(at, words.size()).clear();
      case 4 -> words.subList(0, at).clear();
      case 5 -> words.subList(Math.min(at, other), Math.max(at, other)).clear();
      case 6 -> words.set(at, character(words.get(at)));
      case 7 -> {
        if (random.nextInt(20) == 0) {
          words.set(at, "(".repeat(DEPTH) + words.get(at) + ")".repeat(DEPTH));
        } else {
          words.set(at, "(" + words.get(at) + ")");
        }
      }
      case 8 -> words.addAll(at, List.copyOf(words.subList(Math.min(at, other), other)));
      case 9 -> words.add(at, " " + stranger() + " ");
      case 10 -> words.set(at, stranger());
      default -> words.set(at, seen.isEmpty() ? stranger() : seen.get(random.nextInt(seen.size())));
    }
  }

  private String stranger() {
    return STRANGERS.get(random.nextInt(STRANGERS.size()));
  }

  private String character(String word) {
    int at = random.nextInt(word.length());
    char c = (char) random.nextInt(random.nextInt(4) == 0 ? Character.MAX_VALUE : 128);
    return word.substring(0, at) + c + word.substring(at + 1);
  }
}
