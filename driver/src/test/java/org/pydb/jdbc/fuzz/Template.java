package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form of expression: a function or operator with the kinds of its operands and of what it gives,
 * and how it is written for each database. Immutable.
 *
 * @param use what it stands for: {@code x} an expression, {@code a} an aggregate, {@code w} a
 *     window function
 */
record Template(
    char use,
    String name,
    Kind result,
    List<Slot> slots,
    Wording own,
    Map<Dialect, Wording> others) {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9]+)\\}");
  private static final Pattern ATOM =
      Pattern.compile(
          "(?s)[a-z_0-9.]+ ?\\(.*\\)|case .* end|\\([^)]*\\)|array\\[.*\\]|[a-z_0-9]+|'[^']*'");

  /** What stands behind an operand in parentheses of its own. */
  private static final Pattern END = Pattern.compile("[,)].*| (as|order) .*");

  /** What stands in a place: an expression of a kind, or one of some literals. */
  record Slot(@Nullable Kind kind, List<String> literals) {}

  /** Text and, between its parts, the numbers of operands. */
  record Wording(
      List<String> parts, List<Integer> operands, List<Boolean> areEnclosed, boolean isAtomic) {}

  /** Reads how it is written for pydb and PostgreSQL; each place with a kind is an operand. */
  static Template parse(
      char use,
      String name,
      Kind result,
      String text,
      Map<String, List<String>> domains,
      Map<Dialect, String> otherTexts) {
    List<Slot> slots = new ArrayList<>();
    Wording own = words(text, domains, slots);
    Map<Dialect, Wording> others = new HashMap<>();
    otherTexts.forEach(
        (dialect, other) -> {
          boolean isSame = other.equals(text);
          others.put(dialect, isSame ? own : words(other, domains, new ArrayList<>()));
        });
    return new Template(use, name, result, List.copyOf(slots), own, Map.copyOf(others));
  }

  private static Wording words(String text, Map<String, List<String>> domains, List<Slot> slots) {
    List<String> parts = new ArrayList<>();
    List<Integer> operands = new ArrayList<>();
    Matcher place = PLACE.matcher(text);
    int end = 0;
    while (place.find()) {
      String key = place.group(1);
      parts.add(text.substring(end, place.start()));
      end = place.end();
      if (Character.isDigit(key.charAt(0))) {
        operands.add(Integer.parseInt(key));
      } else {
        operands.add(slots.size());
        slots.add(slot(key, domains));
      }
    }
    parts.add(text.substring(end));
    List<Boolean> areEnclosed = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      areEnclosed.add(parts.get(i).endsWith("(") && END.matcher(parts.get(i + 1)).matches());
    }
    return new Wording(parts, operands, areEnclosed, ATOM.matcher(text).matches());
  }

  private static Slot slot(String key, Map<String, List<String>> domains) {
    List<String> literals = domains.get(key);
    return literals != null
        ? new Slot(null, literals)
        : new Slot(Kind.valueOf(key.toUpperCase(Locale.ROOT)), List.of());
  }

  /** Whether all databases understand it. */
  boolean isCommon() {
    return others.size() == Dialect.OTHERS.size();
  }

  /** A call of it, with operands for its slots. */
  Call call(List<Sql> operands) {
    return new Call(this, operands);
  }

  /** A function or operator with its operands. */
  record Call(Template template, List<Sql> operands) implements Sql {

    @Override
    public void write(Writer out) {
      Wording words = out.dialect().isOwn() ? template.own : template.others.get(out.dialect());
      if (words == null) {
        out.cannot(template.name);
        return;
      }
      for (int i = 0; i < words.operands.size(); i++) {
        String before = words.parts.get(i);
        Sql operand = operands.get(words.operands.get(i));
        boolean isEnclosed = operand.isAtomic(out.dialect()) || words.areEnclosed.get(i);
        out.add(before).add(isEnclosed ? "" : "(");
        operand.write(out);
        out.add(isEnclosed ? "" : ")");
      }
      out.add(words.parts.get(words.operands.size()));
    }

    @Override
    public void names(Consumer<String> names) {
      names.accept(template.name);
      operands.forEach(operand -> operand.names(names));
    }

    @Override
    public boolean isAtomic(Dialect dialect) {
      Wording words = dialect.isOwn() ? template.own : template.others.get(dialect);
      return words == null || words.isAtomic;
    }
  }
}
