package org.pydb.examples.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which of the measured latencies a share of them does not exceed. */
class LatenciesTest {

  @Test
  void aQuantileIsOneOfTheMeasured() {
    Latencies latencies = new Latencies();
    for (int micros = 1_000; micros > 0; micros--) {
      latencies.add(micros * 1_000L);
    }
    assertThat(latencies.micros(0.5)).isEqualTo(500);
    assertThat(latencies.micros(0.99)).isEqualTo(990);
    assertThat(latencies.micros(0.999)).isEqualTo(999);
    assertThat(latencies.micros(1)).isEqualTo(1_000);
  }

  /** One slow commit of a few is the worst, not an average. */
  @Test
  void theWorstIsKeptWhenClientsAreTakenTogether() {
    Latencies one = new Latencies();
    one.add(100_000);
    Latencies other = new Latencies();
    other.add(9_000_000);
    one.addAll(other);
    assertThat(one.count()).isEqualTo(2);
    assertThat(one.micros(0.5)).isEqualTo(100);
    assertThat(one.micros(1)).isEqualTo(9_000);
  }
}
