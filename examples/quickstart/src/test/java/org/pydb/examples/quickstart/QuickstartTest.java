package org.pydb.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, as the README's first command runs it, where a killed one has left its files. */
class QuickstartTest {

  @Test
  void copiesAsksChangesAndSurvives(@TempDir Path directory) throws Exception {
    Path shop = directory.resolve("target").resolve("quickstart").resolve("shop.pydb");
    Files.createDirectories(shop.getParent());
    Files.writeString(shop, "the half of a file");
    Files.writeString(Path.of(shop + "-wal"), "and of its log");

    Run run = Run.of(Quickstart.class, directory);

    assertThat(run.errors()).isEmpty();
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output())
        .startsWith("  Removed the shop of an earlier run.")
        .contains("15,607 rows of 11 tables")
        .contains("Helena Holý         Czech Republic       7  49.62")
        .contains("violates foreign key constraint")
        .containsPattern("ok: all [1-9],[0-9]{3} of them are there")
        .contains("ok: no order is half there")
        .contains("ok: the verifier")
        .doesNotContain("\u001b");
  }
}
