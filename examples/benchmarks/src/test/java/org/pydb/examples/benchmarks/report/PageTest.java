package org.pydb.examples.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs rewrite their parts of a page, and nothing else of it. */
class PageTest {
  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = directory.resolve("page.md");
    Files.writeString(path, "before\n<!-- figures one -->\nold\n<!-- end one -->\nafter\n");
  }

  @Test
  void replacesItsPart() throws IOException {
    new Page(path).replace("one", "new\n\n");
    new Page(path).replace("one", "newer\n\n");
    assertThat(path).hasContent("before\n<!-- figures one -->\nnewer\n<!-- end one -->\nafter\n");
  }

  @Test
  void refusesAPageWithoutThePart() {
    assertThatThrownBy(() -> new Page(path).replace("two", "new"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("<!-- figures two -->");
  }

  @Test
  void tablesAreAligned() {
    TextTable table = new TextTable("", "µs");
    table.add("pydb", "1.50");
    table.add("other one", "12.0");
    assertThat(table.text()).isEqualTo("             µs\npydb       1.50\nother one  12.0\n");
    assertThat(table.markdown())
        .isEqualTo(
            "|           |   µs |\n| --- | ---: |\n| pydb      | 1.50 |\n| other one | 12.0 |\n");
  }
}
