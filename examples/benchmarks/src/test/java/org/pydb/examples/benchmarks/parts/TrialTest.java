package org.pydb.examples.benchmarks.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial tells of bytes and time, where that can be known beforehand. */
class TrialTest {
  private static final int ENTRIES = 3_000;

  /** Around the 116 bytes of an entry: 28 of a record, 4 of a checksum, a byte each for lengths. */
  private static final double LOG_BYTES = (28 + 4 + 2 + 116) / 116.0;

  @TempDir private Path directory;

  private Outcome run(Contender contender) {
    return Trial.run(contender, ENTRIES, directory, done -> {});
  }

  @Test
  void aLogWritesEachEntryOnceAndReadsNoMoreThanIt() {
    Outcome log = run(Contender.SKIP_LIST_LOG);
    // Beside the records: the manifest, and hints, which are written when a segment is full.
    assertThat(log.loadWriteAmplification).isCloseTo(LOG_BYTES, within(0.01));
    assertThat(log.overwriteWriteAmplification).isCloseTo(LOG_BYTES, within(0.01));
    assertThat(log.loadedSpace).isCloseTo(LOG_BYTES, within(0.01));
    assertThat(log.readAmplification(Workload.READ)).isBetween(1.0, 1.1);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void memoryWritesNothing() {
    Contender memory = Contender.ENGINES.get(Contender.ENGINES.size() - 1);
    Outcome outcome = run(memory);
    assertThat(outcome.contender().isDurable()).isFalse();
    assertThat(outcome.loadWriteAmplification).isZero();
    assertThat(outcome.readAmplification(Workload.READ)).isZero();
    assertThat(outcome.loadedSpace).isNaN();
    assertThat(outcome.perSecond(Workload.SYNCED_LOAD)).isNaN();
  }

  @Test
  void wrongValuesAreNoticed() {
    DataSet data = new DataSet(10);
    byte[] old = data.write(3);
    data.check(3, old);
    data.write(3);
    assertThatThrownBy(() -> data.check(3, old)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> data.check(4, old)).hasMessageContaining("entry 4");
    data.delete(3);
    data.check(3, null);
    assertThat(data.liveCount()).isZero();
  }

  @Test
  void percentilesAreThoseOfWhatWasMeasured() {
    Measured measured = new Measured();
    for (int micros = 1; micros <= 1_000; micros++) {
      measured.add(1_000L * micros, 10);
    }
    measured.setCounts(new Counts(20_000, 0, 100));
    assertThat(measured.micros(0.5)).isCloseTo(500, within(1.0));
    assertThat(measured.micros(0.99)).isCloseTo(990, within(1.0));
    assertThat(measured.micros(1)).isCloseTo(1_000, within(1.0));
    assertThat(measured.perSecond()).isCloseTo(1_000 / 0.5005, within(0.1));
    assertThat(measured.readAmplification()).isEqualTo(2);
    assertThat(measured.perSync()).isEqualTo(10);
  }
}
