package org.pydb.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guide in {@code docs/guide} tells the truth: what its chapters type into the shell is
 * answered as they show, and the classes that they name are there.
 *
 * <p>A block that begins with {@code ```pydb} is a session; all of a chapter are one, on a database
 * of its own. A line behind the prompt is typed, as are those behind it that begin with {@code "
 * >"}. In an answer, a line {@code …} stands for any lines, and {@code …} within a line for any
 * text. With {@code -Drewrite=1} answers that do not fit are written anew.
 */
class GuideTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path GUIDE = ROOT.resolve("docs/guide");
  private static final String PROMPT = "pydb> ";
  private static final String GOES_ON = "    > ";
  private static final String MARK = "@@@";
  private static final Pattern BLOCK =
      Pattern.compile("(?<=```pydb\n)(.*?)(?=```\n)", Pattern.DOTALL);

  /** A class, perhaps with its packages before it and a member behind it. */
  private static final Pattern CLASS =
      Pattern.compile("`((?:[a-z]\\w*\\.)*)([A-Z]\\w*[a-z]\\w*)((?:\\.\\w+)?)(?:\\(\\))?`");

  @TempDir Path directory;

  static List<Path> chapters() throws IOException {
    try (Stream<Path> files = Files.list(GUIDE)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void answersAreAsShown(Path chapter) throws IOException {
    String text = Files.readString(chapter);
    List<String> inputs = new ArrayList<>();
    List<Integer> perBlock = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      List<String[]> exchanges = exchanges(blocks.group());
      perBlock.add(exchanges.size());
      exchanges.forEach(exchange -> inputs.add(exchange[0]));
    }
    if (inputs.isEmpty()) {
      return;
    }
    List<String> answers = answers(inputs);
    StringBuilder actual = new StringBuilder();
    blocks.reset();
    for (int block = 0, at = 0; blocks.find(); block++) {
      StringBuilder session = new StringBuilder();
      List<String[]> exchanges = exchanges(blocks.group());
      for (int i = 0; i < perBlock.get(block); i++, at++) {
        String shown = exchanges.get(i)[1];
        session.append(PROMPT).append(exchanges.get(i)[0].strip().replace("\n", "\n" + GOES_ON));
        session.append('\n').append(fits(shown, answers.get(at)) ? shown : answers.get(at));
      }
      blocks.appendReplacement(actual, Matcher.quoteReplacement(session.toString()));
    }
    blocks.appendTail(actual);
    if (System.getProperty("rewrite") != null) {
      Files.writeString(chapter, actual.toString());
    }
    assertThat(actual.toString()).isEqualTo(Files.readString(chapter));
  }

  /** What is typed, and what is shown as its answer. */
  private static List<String[]> exchanges(String block) {
    List<String[]> exchanges = new ArrayList<>();
    for (String line : block.lines().toList()) {
      if (line.startsWith(PROMPT)) {
        exchanges.add(new String[] {line.substring(PROMPT.length()) + "\n", ""});
        continue;
      }
      String[] last = exchanges.get(exchanges.size() - 1);
      if (line.startsWith(GOES_ON) && last[1].isEmpty()) {
        last[0] += line.substring(GOES_ON.length()) + "\n";
      } else {
        last[1] += line + "\n";
      }
    }
    return exchanges;
  }

  private List<String> answers(List<String> inputs) {
    StringBuilder typed = new StringBuilder("\\set ON_ERROR_STOP off\n");
    inputs.forEach(input -> typed.append("\\echo " + MARK + "\n").append(input));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    String temp = directory.toString().replace('\\', '/') + "/";
    CommandLine.run(
        new String[] {"jdbc:pydb:" + temp + "shop?statistics=manual"},
        new ByteArrayInputStream(typed.toString().getBytes(UTF_8)),
        out,
        out);
    String said =
        Masks.mask(
            bytes
                .toString(UTF_8)
                .replace(directory + File.separator, "")
                .replace(temp, "")
                .replaceAll("stdin:\\d+: ", ""));
    String[] parts = said.split(MARK + "\n", -1);
    assertThat(parts).hasSize(inputs.size() + 1);
    return List.of(parts).subList(1, parts.length);
  }

  private static boolean fits(String shown, String answer) {
    String pattern =
        shown
            .lines()
            .map(
                line ->
                    line.strip().equals("…")
                        ? "(?:.*\n)*?"
                        : Stream.of(line.split("…", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*"))
                            + "\n")
            .collect(Collectors.joining());
    return Pattern.matches(pattern, answer);
  }

  @Test
  void itsClassesAreThere() throws IOException {
    Set<String> sources = new TreeSet<>();
    for (String module : new String[] {"engine", "calcite-adapter", "driver", "examples"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
        files
            .map(file -> file.toString().replace('\\', '/'))
            .filter(file -> file.contains("/src/") && file.endsWith(".java"))
            .map(
                file ->
                    file.substring(file.lastIndexOf("java/org/pydb/") + "java/org/pydb".length()))
            .forEach(sources::add);
      }
    }
    List<Path> pages = new ArrayList<>(chapters());
    for (String page : new String[] {"tour.md", "glossary.md", "contributing.md"}) {
      pages.add(ROOT.resolve("docs").resolve(page));
    }
    List<String> missing = new ArrayList<>();
    for (Path page : pages) {
      for (String line : Files.exists(page) ? Files.readAllLines(page) : List.<String>of()) {
        Matcher matcher = CLASS.matcher(line);
        while (matcher.find()) {
          String packages = matcher.group(1).replace('.', '/');
          String end = "/" + packages + matcher.group(2) + ".java";
          if (!packages.startsWith("java/") && sources.stream().noneMatch(s -> s.endsWith(end))) {
            missing.add(page.getFileName() + ": " + matcher.group());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
