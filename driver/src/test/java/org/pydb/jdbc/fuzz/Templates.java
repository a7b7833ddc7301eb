package org.pydb.jdbc.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The table of all functions and operators that are tried, read from the resource {@code
 * expressions.txt}, which says how its lines are written. Immutable.
 */
final class Templates {

  /** The only instance. */
  static final Templates ALL = new Templates();

  /** Templates by their use and name, and by what they give. */
  private record Index(
      Map<Character, Map<String, List<Template>>> byName,
      Map<Character, Map<Kind, List<Template>>> byKind) {

    void add(Template template) {
      byName
          .computeIfAbsent(template.use(), key -> new LinkedHashMap<>())
          .computeIfAbsent(template.name(), key -> new ArrayList<>())
          .add(template);
      byKind
          .computeIfAbsent(template.use(), key -> new EnumMap<>(Kind.class))
          .computeIfAbsent(template.result(), key -> new ArrayList<>())
          .add(template);
    }
  }

  private final Index all = new Index(new HashMap<>(), new HashMap<>());
  private final Index common = new Index(new HashMap<>(), new HashMap<>());
  private final Map<String, List<String>> domains = new HashMap<>();
  private final Map<String, List<Kind>> groups = new HashMap<>();
  private final Set<String> names = new TreeSet<>();
  private final Set<String> leftOut = new HashSet<>();

  private Templates() {
    try (InputStream in = Templates.class.getResourceAsStream("expressions.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (!line.isBlank() && !line.startsWith("#")) {
          read(line, line.split(" +; +"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line, String[] fields) {
    String first = fields[0].strip();
    List<String> rest = Arrays.asList(fields).subList(1, fields.length);
    switch (first.charAt(0)) {
      case '@' -> domains.put(first.substring(1), rest);
      case '&' -> groups.put(first.substring(1), rest.stream().map(Templates::kind).toList());
      case '!' -> leftOut.addAll(rest);
      default -> template(line, first.charAt(0), first.substring(1).strip(), rest);
    }
  }

  private static Kind kind(String key) {
    return Kind.valueOf(key.strip().toUpperCase(Locale.ROOT));
  }

  private void template(String line, char use, String name, List<String> rest) {
    String group = rest.get(rest.size() - 1);
    if (group.startsWith("T=")) {
      List<Kind> kinds = Objects.requireNonNull(groups.get(group.substring(2)), line);
      for (Kind kind : kinds) {
        List<String> one =
            rest.subList(0, rest.size() - 1).stream()
                .map(
                    field ->
                        field.equals("T")
                            ? kind.key()
                            : field.replace("{T}", "{" + kind.key() + "}"))
                .toList();
        add(line, use, name, one);
      }
    } else {
      add(line, use, name, rest);
    }
  }

  private void add(String line, char use, String name, List<String> rest) {
    try {
      Kind result = kind(rest.get(0));
      String text = rest.get(1);
      Map<Dialect, String> others = new EnumMap<>(Dialect.class);
      for (String field : rest.subList(2, rest.size())) {
        for (Dialect dialect : Dialect.OTHERS) {
          if (field.startsWith(dialect.letter + "=")) {
            others.put(dialect, field.substring(2).strip());
          } else if (!field.contains("=") && field.indexOf(dialect.letter) >= 0) {
            others.put(dialect, text);
          }
        }
      }
      Template template = Template.parse(use, name, result, text, domains, others);
      all.add(template);
      names.add(name);
      if (template.isCommon()) {
        common.add(template);
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  /** All of a use, or those that all databases understand: a list for each name. */
  List<List<Template>> byName(char use, boolean isCommon) {
    return List.copyOf((isCommon ? common : all).byName().getOrDefault(use, Map.of()).values());
  }

  /** Those of a use that give a kind. */
  List<Template> giving(char use, Kind kind, boolean isCommon) {
    return (isCommon ? common : all)
        .byKind()
        .getOrDefault(use, Map.of())
        .getOrDefault(kind, List.of());
  }

  /** The names of all. */
  Set<String> names() {
    return names;
  }

  /** Whether a function is not tried, for a reason. */
  boolean isLeftOut(String name) {
    return leftOut.stream()
        .anyMatch(
            left ->
                left.endsWith("*")
                    ? name.startsWith(left.substring(0, left.length() - 1))
                    : name.equals(left));
  }
}
