package org.pydb.calcite.error;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteResource;
import org.apache.calcite.runtime.Resources.BaseMessage;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of Calcite's messages a text is, and with which arguments it was made.
 *
 * <p>Calcite's exceptions carry a finished sentence and no code. The sentences' patterns stand in
 * annotations of {@link CalciteResource}; read backwards, they give the message's name and its
 * arguments. Only errors pay for this. Thread-safe.
 */
final class ResourceMessages {

  /**
   * A message that was recognized.
   *
   * @param key the name of Calcite's method that makes it
   * @param arguments what stood in the places of {@code {0}}, {@code {1}} …
   */
  record Match(String key, List<String> arguments) {}

  private record Template(String key, Pattern pattern, List<Integer> order, int literalLength) {}

  private static final Pattern PLACE = Pattern.compile("\\{(\\d)[^}]*}");

  private static final List<Template> TEMPLATES = templates();

  private ResourceMessages() {}

  /** What the text is, or null if it is none of Calcite's messages. */
  static @Nullable Match match(String text) {
    for (Template template : TEMPLATES) {
      Matcher matcher = template.pattern.matcher(text);
      if (matcher.matches()) {
        return new Match(template.key, arguments(matcher, template.order));
      }
    }
    return null;
  }

  private static List<String> arguments(Matcher matcher, List<Integer> order) {
    int size = order.stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    String[] arguments = new String[size];
    java.util.Arrays.fill(arguments, "");
    for (int i = 0; i < order.size(); i++) {
      arguments[order.get(i)] = matcher.group(i + 1);
    }
    return List.of(arguments);
  }

  /** All patterns, those with the most fixed text first: {@code {0}} alone would match anything. */
  private static List<Template> templates() {
    List<Template> templates = new ArrayList<>();
    for (Method method : CalciteResource.class.getMethods()) {
      BaseMessage message = method.getAnnotation(BaseMessage.class);
      if (message != null) {
        templates.add(template(method.getName(), message.value()));
      }
    }
    templates.sort((a, b) -> Integer.compare(b.literalLength, a.literalLength));
    return templates;
  }

  private static Template template(String key, String message) {
    StringBuilder regex = new StringBuilder();
    List<Integer> order = new ArrayList<>();
    int literalLength = 0;
    int start = 0;
    Matcher places = PLACE.matcher(message);
    while (places.find()) {
      String literal = unquote(message.substring(start, places.start()));
      regex.append(Pattern.quote(literal)).append("(.*?)");
      literalLength += literal.length();
      order.add(Integer.parseInt(places.group(1)));
      start = places.end();
    }
    String rest = unquote(message.substring(start));
    regex.append(Pattern.quote(rest));
    return new Template(
        key,
        Pattern.compile(regex.toString(), Pattern.DOTALL),
        order,
        literalLength + rest.length());
  }

  /** In a {@code MessageFormat} pattern an apostrophe is written twice. */
  private static String unquote(String literal) {
    return literal.replace("''", "'");
  }
}
