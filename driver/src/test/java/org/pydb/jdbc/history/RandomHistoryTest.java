package org.pydb.jdbc.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.history.Level;

/**
 * What clients see, whatever they do at the same time and however they read, fits their isolation
 * level. Some thousands of transactions here; {@code mvn -Pdeep-history -pl driver -am test} runs
 * 1,000,000 a level.
 */
class RandomHistoryTest {
  private static final int TRANSACTIONS_A_ROUND = 1000;
  private static final List<HistoryAccess> ACCESSES = List.of(HistoryAccess.values());

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void historiesFitTheirLevel(Level level) throws Exception {
    int wanted = Integer.getInteger("pydb.history.transactions", 10_000);
    Random random = Seeds.random("RandomHistoryTest at " + level);
    int done = 0;
    long committed = 0;
    int beyond = 0;
    for (int number = 0; done < wanted; number++) {
      long seed = random.nextLong();
      Random ofRound = new Random(seed);
      // Commits that wait for a disk come in batches, as those in memory hardly do.
      String url =
          number % 4 == 3
              ? "jdbc:pydb:" + directory.resolve("history" + number)
              : "jdbc:pydb:mem:history-" + level.name() + "-" + number;
      HistoryAccess access =
          level == Level.SERIALIZABLE
              ? ACCESSES.get(number % ACCESSES.size())
              : number % 3 == 2 ? HistoryAccess.OTHER_ENGINES : HistoryAccess.CHOSEN;
      int clients = 4 + ofRound.nextInt(5);
      HistoryRound round =
          new HistoryRound(url, level, access, clients, TRANSACTIONS_A_ROUND, ofRound);
      assertThat(round.judge(level)).as("round %d by %s, seed %d", number, access, seed).isEmpty();
      if (number < 2 && !round.judge(Level.SERIALIZABLE).isEmpty()) {
        beyond++;
      }
      done += round.transactions();
      committed += round.committed();
    }
    System.out.printf(
        "%s: %d transactions, %d committed, no anomaly beyond the level%n", level, done, committed);
    if (level != Level.SERIALIZABLE) {
      assertThat(beyond)
          .as("of two rounds, those with anomalies that the level allows")
          .isPositive();
    }
  }
}
