package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names within texts, as {@code nextval('shop."Order_id_seq"')} has one: folded unless they stand
 * in quotes. Stateless.
 */
public final class NameText {
  private static final Pattern PART =
      Pattern.compile("\\s*(?:\"((?:[^\"]|\"\")++)\"|([^\\s.\"]+))\\s*(\\.|$)");

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  private NameText() {}

  /** The parts of a name; null if the text is none. */
  public static @Nullable List<String> parse(String text) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(text);
    int at = 0;
    while (matcher.find(at) && matcher.start() == at) {
      String quoted = matcher.group(1);
      parts.add(
          quoted != null
              ? quoted.replace("\"\"", "\"")
              : matcher.group(2).toLowerCase(Locale.ROOT));
      at = matcher.end();
      if (matcher.group(3).isEmpty()) {
        return at == text.length() ? parts : null;
      }
    }
    return null;
  }

  /** The text for a name. */
  public static String of(String schema, String name) {
    return part(schema) + "." + part(name);
  }

  /** The text for a part of a name. */
  public static String part(String name) {
    return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
