package org.pydb.jdbc.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import net.hydromatic.quidem.Quidem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts give the answers that they show; {@code -Drewrite=1} writes what they give. */
class ScriptsTest {
  private static final Path SCRIPTS = Path.of("..", "docs", "scripts");

  static List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".iq"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void answersAreAsShown(String name) throws Exception {
    Path file = SCRIPTS.resolve(name);
    String expected = Files.readString(file);
    StringWriter found = new StringWriter();
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      Quidem.Config config =
          Quidem.configBuilder()
              .withReader(new StringReader(expected))
              .withWriter(found)
              .withConnectionFactory((database, isReference) -> connection)
              .withCommandHandler(new ScriptCommands())
              .withStackLimit(200)
              .build();
      new Quidem(config).execute();
    }
    if (System.getProperty("rewrite") != null) {
      Files.writeString(file, found.toString());
    }
    assertThat(found.toString())
        .as("no errors but those of !refused")
        .doesNotContain("(stack truncated)");
    assertThat(found.toString()).isEqualTo(Files.readString(file));
  }
}
