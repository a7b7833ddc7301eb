package org.pydb.examples.teaching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark in small. */
class UserBenchmarkTest {
  @TempDir Path directory;

  @Test
  void eachReadFindsItsRow() throws Exception {
    UserBenchmark.Figures figures = UserBenchmark.run(directory.resolve("users.pydb"), 100, 200);
    assertThat(figures.found()).isEqualTo(200);
    assertThat(figures.insertsPerSecond()).isPositive();
    assertThat(figures.megabytes()).isGreaterThan(0.01);
  }
}
