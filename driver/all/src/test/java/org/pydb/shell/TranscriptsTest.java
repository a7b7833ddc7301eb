package org.pydb.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes into the shell through a pipe, {@code NAME.in}, and what comes out of it, {@code
 * NAME.out}: rows, answers and errors, and the code that it ends with. A first line {@code #args}
 * tells the command line. {@code TEMP} is a directory. With {@code -Drewrite=1} the answers are
 * written anew.
 */
class TranscriptsTest {
  private static final Path PLACE = Path.of("src/test/resources/org/pydb/shell");
  private static final String ARGS = "#args ";

  @TempDir Path directory;

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(PLACE)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".in"))
          .map(name -> name.substring(0, name.length() - 3))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void saysWhatItSaid(String name) throws IOException {
    String input = Files.readString(PLACE.resolve(name + ".in"));
    String temp = directory.toString().replace('\\', '/');
    List<String> args = new ArrayList<>();
    if (input.startsWith(ARGS)) {
      String line = input.substring(ARGS.length(), input.indexOf('\n'));
      args.addAll(List.of(line.replace("TEMP", temp).split(" ")));
      input = input.substring(input.indexOf('\n') + 1);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(input.replace("TEMP", temp).getBytes(UTF_8));
    int code = CommandLine.run(args.toArray(new String[0]), in, out, out);
    String said = Masks.mask((bytes.toString(UTF_8) + "exit " + code + "\n").replace(temp, "TEMP"));
    Path golden = PLACE.resolve(name + ".out");
    if (System.getProperty("rewrite") != null) {
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden));
  }
}
