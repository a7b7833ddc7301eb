package org.pydb.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README is the class {@link Hello}, and does what the README says. */
class HelloTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

  @Test
  void readmeShowsIt() throws IOException {
    Matcher block = JAVA_BLOCK.matcher(Files.readString(Path.of("..", "..", "README.md")));
    assertThat(block.find()).isTrue();
    assertThat(source()).endsWith(block.group(1));
  }

  private static String source() throws IOException {
    Path directory = Path.of("src", "main", "java", "org", "pydb", "examples", "quickstart");
    return Files.readString(directory.resolve("Hello.java"));
  }

  @Test
  void remembersWhoWasThere(@TempDir Path directory) throws Exception {
    assertThat(guests(directory)).isEqualTo(1);
    assertThat(guests(directory)).isEqualTo(2);
  }

  private static long guests(Path directory) throws Exception {
    Run run = Run.of(Hello.class, directory);
    assertThat(run.errors()).isEmpty();
    assertThat(run.exit()).isZero();
    String line = Pattern.quote(System.getProperty("user.name")) + " was here at 20.*";
    assertThat(run.output().lines()).allMatch(text -> text.matches(line));
    return run.output().lines().count();
  }
}
