package org.pydb.examples.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

/**
 * The page {@code docs/frameworks.md}: what was tried of each framework, and how it went. The table
 * below the heading of a framework has a row for each test of its example: the test's display name,
 * which is a feature, a colon and the verdict. So the page says nothing that no test has seen.
 *
 * <p>With {@code -Drewrite=1} the table is written anew: read the difference before you commit it.
 */
public final class FrameworksPage {
  private static final Path PAGE = Path.of("..", "..", "docs", "frameworks.md");

  private FrameworksPage() {}

  /** Fails unless the page's table of a framework is that of these tests. */
  public static void check(String framework, Class<?>... tests) throws IOException {
    List<String> page = Files.readAllLines(PAGE);
    List<String> expected = withRows(page, "## " + framework, rows(tests));
    if (System.getProperty("rewrite") != null) {
      Files.write(PAGE, expected);
    }
    assertThat(String.join("\n", Files.readAllLines(PAGE)))
        .as("%s: run the test with -Drewrite=1", PAGE)
        .isEqualTo(String.join("\n", expected));
  }

  private static List<String> rows(Class<?>... tests) {
    return Arrays.stream(tests)
        .flatMap(test -> Arrays.stream(test.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(DisplayName.class))
        .map(FrameworksPage::row)
        .sorted()
        .toList();
  }

  private static String row(Method test) {
    String name = test.getAnnotation(DisplayName.class).value();
    int colon = name.indexOf(": ");
    assertThat(colon).as("a colon between feature and verdict in '%s'", name).isPositive();
    return "| %s | %s |".formatted(name.substring(0, colon), name.substring(colon + 2));
  }

  /** The page with other rows in the one table that stands under a heading. */
  private static List<String> withRows(List<String> page, String heading, List<String> rows) {
    int start = page.indexOf(heading);
    assertThat(start).as("the heading '%s' in %s", heading, PAGE).isNotNegative();
    int first = start;
    while (!page.get(first).startsWith("| ---")) {
      first++;
    }
    int end = ++first;
    while (end < page.size() && page.get(end).startsWith("| ")) {
      end++;
    }
    List<String> written = new ArrayList<>(page.subList(0, first));
    written.addAll(rows);
    written.addAll(page.subList(end, page.size()));
    return written;
  }
}
