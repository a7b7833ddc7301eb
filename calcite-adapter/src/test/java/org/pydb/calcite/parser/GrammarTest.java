package org.pydb.calcite.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The grammar is unambiguous, as far as JavaCC can see.
 *
 * <p>JavaCC only warns of choices that one token does not decide, and takes the first alternative.
 * The Maven plugin passes the warning by, so this test stops the build.
 */
class GrammarTest {

  /** Written by the build, from Calcite's grammar and ours. */
  private static final Path GRAMMAR = Path.of("target", "grammar", "javacc", "Parser.jj");

  @TempDir Path scratch;

  @Test
  void noChoiceIsLeftToChance() throws Exception {
    assertThat(javacc(Files.readString(GRAMMAR))).contains("Detected 0 errors and 0 warnings.");
  }

  @Test
  void ambiguousChoiceWouldBeSeen() throws Exception {
    String planted = "void Planted() : {} { <SELECT> <FROM> | <SELECT> <WHERE> }";
    assertThat(javacc(Files.readString(GRAMMAR) + planted))
        .contains("Warning: Choice conflict")
        .contains("A common prefix is: \"SELECT\"")
        .contains("Detected 0 errors and 1 warnings.");
  }

  private String javacc(String grammar) throws IOException, InterruptedException {
    Path file = Files.writeString(scratch.resolve("Parser.jj"), grammar);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "javacc",
            "-BUILD_PARSER=false",
            "-BUILD_TOKEN_MANAGER=false",
            "-OUTPUT_DIRECTORY=" + scratch,
            file.toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }
}
