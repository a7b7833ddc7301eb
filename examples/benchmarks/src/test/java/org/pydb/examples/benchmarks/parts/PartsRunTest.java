package org.pydb.examples.benchmarks.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.examples.benchmarks.report.Report;

/**
 * The command that compares all parts, with few entries: it fills docs/parts.md and its pictures.
 */
class PartsRunTest {
  private static final List<String> ENGINES =
      List.of(
          "btree", "log, hash", "log, skip list", "log, btree", "log, persistent", "lsm", "memory");
  private static final List<String> FILES =
      List.of(
          "monolithic",
          "segmented",
          "compressed",
          "encrypted",
          "mapped",
          "direct",
          "in-memory",
          "stack");
  private static final List<String> POLICIES = List.of("second_chance", "lru", "lru_2");

  @TempDir private static Path docs;
  private static String page;
  private static String console;

  @BeforeAll
  static void run() throws IOException {
    Path source = Path.of("../../docs/parts.md");
    Path copy = docs.resolve("parts.md");
    Files.copy(source, copy);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      PartsRun.run(
          docs.resolve("databases"), 300, new Report(stream, docs.resolve("figures"), docs));
    }
    page = Files.readString(copy);
    console = out.toString(StandardCharsets.UTF_8);
  }

  private static String part(String name) {
    int from = page.indexOf("<!-- figures " + name + " -->");
    return page.substring(from, page.indexOf("<!-- end " + name + " -->", from));
  }

  private static void assertRows(String part, List<String> names) {
    for (String name : names) {
      assertThat(part(part).lines())
          .as(part + " has no figures of " + name)
          .anyMatch(line -> line.matches("\\| " + name + " +\\|.*[0-9].*"));
    }
  }

  private static void assertPicture(String name, List<String> labels) throws Exception {
    Path picture = docs.resolve("pictures").resolve(name + ".svg");
    assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile()))
        .isNotNull();
    assertThat(picture).content().contains(labels);
    assertThat(page).contains("](pictures/" + name + ".svg)");
  }

  @Test
  void allEnginesAndIndexesAreCompared() throws Exception {
    assertRows("parts-throughput", ENGINES);
    assertRows("parts-amplification", ENGINES);
    for (String name : List.of("parts-throughput", "parts-amplification", "parts-latency")) {
      assertPicture(name, ENGINES);
    }
    for (Workload workload : Workload.values()) {
      assertThat(part("parts-throughput")).contains(workload.title());
      assertThat(part("parts-latency")).contains(workload.title() + ": btree");
    }
    assertThat(part("parts-latency")).contains("p50", "p99", "p99.9", "longest");
  }

  @Test
  void writersShareSyncs() throws Exception {
    assertThat(part("parts-writers")).contains("| 16 writers | ");
    assertPicture("parts-writers", List.of("btree", "log, skip list", "lsm"));
  }

  @Test
  void allFilesAreCompared() throws Exception {
    assertThat(FILES).hasSameSizeAs(FileKind.values());
    List<String> others = FILES.stream().filter(name -> !name.equals("direct")).toList();
    assertRows("parts-files", others);
    assertRows("parts-files-amplification", others);
    assertThat(part("parts-files")).contains("| direct ");
    assertPicture("parts-files", FILES);
    assertPicture("parts-files-amplification", FILES);
  }

  @Test
  void allPoliciesOfEvictionAreCompared() throws Exception {
    assertThat(part("parts-eviction")).contains(POLICIES).contains("Zipf", "scans", "loop");
    assertPicture("parts-eviction", POLICIES);
  }

  @Test
  void proseStaysAndProgressIsTold() {
    assertThat(page).startsWith("# Parts beside each other").contains("RUM conjecture");
    assertThat(part("parts-run")).contains("300 entries");
    assertThat(console).contains("  lsm: reads, Zipf, 100 operations");
  }
}
