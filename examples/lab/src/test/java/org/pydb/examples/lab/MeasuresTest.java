package org.pydb.examples.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that measure and show, in small: each part does what is asked of it. */
class MeasuresTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @TempDir Path directory;

  private String printed() {
    return bytes.toString(UTF_8);
  }

  @Test
  void policiesKeepALoopThatFits() {
    MeasureEvictions.run(out, 100_000);
    assertThat(printed()).containsPattern("a loop over 0.9 × memory( +99[.,]1){4}");
  }

  @Test
  void indexesFindAllKeys() {
    MeasureIndexes.run(out, 2_000);
    assertThat(printed()).contains("sorted array", "B+tree").containsPattern("next.* - ");
  }

  @Test
  void enginesKeepAllEntries() throws Exception {
    MeasureEngines.run(directory, out, 1_000);
    assertThat(printed()).contains("one file", "LSM tree", "an opening, ms");
  }

  @Test
  void sqlRunsOnPartsOfOnesOwn() throws Exception {
    SqlOnYourOwn.run(directory.resolve("shop"), out, 35_000);
    assertThat(printed())
        .containsPattern("> check database\\R +ok")
        .contains("35000 105000")
        .containsPattern("fan 7 1\\R +fan 8 2\\R +fan 9 3");
  }
}
