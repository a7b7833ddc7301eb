package org.pydb.calcite.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The file of examples, one for each function; it says itself what its lines mean. */
record FunctionExamples(
    String introduction, List<String> statements, List<Topic> topics, Set<String> notCalled) {
  private static final String SEPARATOR = ";;";
  private static final String COMMENT = "#: ";
  private static final String STATEMENT = "> ";
  private static final String TITLE = "## ";
  private static final String NOT_CALLED = "## -";

  /** {@code [name, name] the rest}, or {@code name(…)}. */
  private static final Pattern NAMES = Pattern.compile("\\[(.+?)\\] (.*)|([a-z_0-9]+)(\\(.*)");

  /** A part of the page. */
  record Topic(String title, List<String> prose, List<Example> examples) {}

  /**
   * An example.
   *
   * @param names of the operators that it is about, in lower case
   * @param signature how it is written
   * @param duty what it does
   * @param example what is computed, with or without SELECT
   */
  record Example(List<String> names, String signature, String duty, String example) {

    /** The statement to run. */
    String statement() {
      return example.matches("(?i)(select|show|with|values|table)\\b.*")
          ? example
          : "SELECT " + example;
    }
  }

  static FunctionExamples read(String text) {
    List<String> introduction = new ArrayList<>();
    List<String> statements = new ArrayList<>();
    List<Topic> topics = new ArrayList<>();
    Set<String> notCalled = new TreeSet<>();
    boolean isCalled = true;
    for (String line : text.lines().toList()) {
      if (line.startsWith(COMMENT) || line.equals(COMMENT.strip())) {
        continue;
      }
      if (line.startsWith(NOT_CALLED)) {
        isCalled = false;
      } else if (line.startsWith(TITLE)) {
        topics.add(new Topic(line.substring(TITLE.length()), new ArrayList<>(), new ArrayList<>()));
      } else if (line.startsWith(STATEMENT)) {
        statements.add(line.substring(STATEMENT.length()));
      } else if (topics.isEmpty()) {
        introduction.add(line);
      } else if (!isCalled) {
        notCalled.addAll(namesNotCalled(line));
      } else if (line.contains(SEPARATOR)) {
        topics.get(topics.size() - 1).examples().add(example(line));
      } else if (!line.isBlank()) {
        topics.get(topics.size() - 1).prose().add(line);
      }
    }
    return new FunctionExamples(
        String.join("\n", introduction).strip() + "\n", statements, topics, notCalled);
  }

  /** All names that have an example. */
  Set<String> names() {
    return topics.stream()
        .flatMap(topic -> topic.examples().stream())
        .flatMap(example -> example.names().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> namesNotCalled(String line) {
    int end = line.indexOf(SEPARATOR);
    return end < 0
        ? Set.of()
        : Set.of(line.substring(0, end).strip().toLowerCase(Locale.ROOT).split(", "));
  }

  private static Example example(String line) {
    String[] parts = line.split(SEPARATOR, -1);
    Matcher names = NAMES.matcher(parts[0].strip());
    if (parts.length != 3 || !names.matches()) {
      throw new IllegalArgumentException("not a line with an example: " + line);
    }
    return names.group(1) == null
        ? new Example(List.of(names.group(3)), parts[0].strip(), parts[1].strip(), parts[2].strip())
        : new Example(
            List.of(names.group(1).toLowerCase(Locale.ROOT).split(", ")),
            names.group(2),
            parts[1].strip(),
            parts[2].strip());
  }
}
