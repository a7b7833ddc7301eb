package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.vfs.DiskVfs;

/**
 * A transaction that writes more than its JVM has memory for, in a JVM of its own: rows in order,
 * entries of an index in no order, then the deletion of half of it all. With {@code
 * -Dpydb.large.rows} and {@code -Dpydb.large.heap} it may be made as large as one likes.
 */
class SmallHeapTest {
  private static final String ROWS = System.getProperty("pydb.large.rows", "150000");
  private static final String HEAP = System.getProperty("pydb.large.heap", "24m");

  @Test
  void writesMoreThanFitsInMemory(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + HEAP);
    command.add("-ea");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LargeTransaction.class.getName());
    command.add(directory.toString());
    command.add(ROWS);
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).contains("done");
    assertThat(DatabaseVerifier.verifyFile(new DiskVfs(directory), LargeTransaction.NAME))
        .isEmpty();
  }
}
