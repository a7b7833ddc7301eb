package org.pydb.calcite.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A file of inputs, each followed by the output that it must give.
 *
 * <pre>
 * # What stands outside of blocks is prose and stays as it is.
 * &gt; select 1 +
 * &gt;   2
 * 3
 *
 * &gt; the next input
 * …
 * </pre>
 *
 * An output ends with a blank line. With {@code -Drewrite} the outputs that differ are written into
 * the file under {@code src/test/resources}, and the test passes: read the difference before you
 * commit it.
 */
public final class GoldenScript {
  private static final String INPUT = "> ";

  private GoldenScript() {}

  /** Runs a script that lies beside a test class, by an interpreter of single inputs. */
  public static void run(Class<?> test, String name, UnaryOperator<String> interpreter)
      throws IOException {
    String expected = read(test, name);
    String actual = replay(expected, interpreter);
    assertThat(actual.lines())
        .as("%s: what is our fault is to be expected of nothing", name)
        .noneMatch(line -> line.startsWith("XX000"));
    if (System.getProperty("rewrite") != null) {
      Files.writeString(source(test, name), actual);
    } else {
      assertThat(actual)
          .as("%s (run with -Drewrite to take the new outputs)", name)
          .isEqualTo(expected);
    }
  }

  /** The inputs of a script that lies beside a test class. */
  public static List<String> inputs(Class<?> test, String name) throws IOException {
    List<String> inputs = new ArrayList<>();
    replay(
        read(test, name),
        input -> {
          inputs.add(input);
          return "";
        });
    return inputs;
  }

  private static String replay(String script, UnaryOperator<String> interpreter) {
    List<String> lines = script.lines().toList();
    List<String> out = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      if (!lines.get(i).startsWith(INPUT)) {
        out.add(lines.get(i++));
        continue;
      }
      List<String> input = new ArrayList<>();
      while (i < lines.size() && lines.get(i).startsWith(INPUT)) {
        out.add(lines.get(i));
        input.add(lines.get(i++).substring(INPUT.length()));
      }
      while (i < lines.size() && !lines.get(i).isBlank()) {
        i++;
      }
      interpreter
          .apply(String.join("\n", input))
          .stripTrailing()
          .lines()
          .map(String::stripTrailing)
          .map(line -> line.isEmpty() ? "." : line)
          .forEach(out::add);
    }
    return String.join("\n", out) + "\n";
  }

  private static String read(Class<?> test, String name) throws IOException {
    try (InputStream stream = test.getResourceAsStream(name)) {
      assertThat(stream).as("script %s beside %s", name, test).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Path source(Class<?> test, String name) {
    return Path.of("src/test/resources", test.getPackageName().replace('.', '/'), name);
  }
}
