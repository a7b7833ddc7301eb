package org.pydb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.error.SequenceLimitException;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.Vfs;

/** That a sequence gives no number twice, whatever happens, and loses few. */
class SequencesTest {
  @TempDir Path directory;

  private Database open(String name) {
    return Database.open(DatabaseOptions.at(directory.resolve(name)));
  }

  private static Database open(Vfs disk) {
    return Database.open(
        new DatabaseOptions(disk, "b", DatabaseOptions.Mode.CREATE, 4L << 20, Runnable::run));
  }

  private static SequenceDefinition make(Transaction t, String name, long increment, long most) {
    boolean up = increment > 0;
    SequenceDefinition sequence =
        new SequenceDefinition(
            t.design().newId(),
            1,
            "public",
            name,
            t.design().newId(),
            up ? 1 : -1,
            ColumnKind.INT64,
            up ? 1 : -1,
            increment,
            up ? 1 : -most,
            up ? most : -1,
            false,
            Map.of());
    t.design().createSequence(sequence);
    return sequence;
  }

  private static SequenceDefinition make(Database database, long increment, long most) {
    try (Transaction t = database.begin()) {
      SequenceDefinition sequence = make(t, "s", increment, most);
      t.endStatement();
      t.commit();
      return sequence;
    }
  }

  private static SequenceDefinition find(Database database) {
    try (Transaction t = database.begin(true)) {
      return Objects.requireNonNull(t.catalog().sequence("public", "s"));
    }
  }

  @Test
  void givesNumbersInOrderAndGoesOnAfterClosing() {
    try (Database database = open("a")) {
      SequenceDefinition sequence = make(database, 1, Long.MAX_VALUE);
      for (int i = 1; i <= 1000; i++) {
        assertThat(database.sequences().next(sequence)).isEqualTo(i);
      }
    }
    try (Database database = open("a")) {
      assertThat(database.sequences().next(find(database))).isEqualTo(1001);
      assertThat(database.verify()).isEmpty();
    }
  }

  /** Each life ends with the power, which takes what was not synced. */
  @Test
  void givesNoNumberTwiceAfterADeath() {
    Random chance = Seeds.random("givesNoNumberTwiceAfterADeath");
    Set<Long> given = new HashSet<>();
    PowerLossVfs disk = new PowerLossVfs();
    try (Database database = open(disk)) {
      make(database, 1, Long.MAX_VALUE);
    }
    for (int life = 0; life < 6; life++) {
      PowerLossVfs left;
      try (Database database = open(disk)) {
        SequenceDefinition sequence = find(database);
        for (int i = 0; i < 50 * life; i++) {
          assertThat(given.add(database.sequences().next(sequence))).isTrue();
        }
        left = disk.afterPowerLoss(chance);
      }
      disk = left;
    }
    assertThat(given).hasSize(750);
    assertThat(given.stream().mapToLong(n -> n).max().orElse(0)).isLessThan(2500);
  }

  @Test
  void givesEachThreadItsOwn() throws Exception {
    try (Database database = open("c")) {
      SequenceDefinition sequence = make(database, 3, Long.MAX_VALUE);
      Set<Long> given = ConcurrentHashMap.newKeySet();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int k = 0; k < 5000; k++) {
                    given.add(database.sequences().next(sequence));
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(given).hasSize(20_000);
      assertThat(database.sequences().next(sequence)).isEqualTo(60_001);
    }
  }

  @Test
  void endsAtItsLimitAndBeginsAnewIfItCycles() {
    try (Database database = open("d")) {
      SequenceDefinition down = make(database, -2, 5);
      assertThat(database.sequences().next(down)).isEqualTo(-1);
      assertThat(database.sequences().next(down)).isEqualTo(-3);
      assertThat(database.sequences().next(down)).isEqualTo(-5);
      assertThatThrownBy(() -> database.sequences().next(down))
          .isInstanceOf(SequenceLimitException.class)
          .hasMessage("nextval: reached minimum value of sequence \"s\" (-5)");
      SequenceDefinition round =
          new SequenceDefinition(
              down.id(),
              2,
              "public",
              "s",
              down.stateId(),
              -1,
              ColumnKind.INT64,
              -1,
              -2,
              -5,
              -1,
              true,
              Map.of());
      assertThat(database.sequences().next(round)).isEqualTo(-1);
      SequenceDefinition far =
          new SequenceDefinition(
              down.id(),
              3,
              "public",
              "s",
              down.stateId(),
              -1,
              ColumnKind.INT64,
              -1,
              Long.MAX_VALUE,
              Long.MIN_VALUE,
              Long.MAX_VALUE,
              false,
              Map.of());
      assertThat(database.sequences().next(far)).isEqualTo(Long.MAX_VALUE - 1);
      assertThatThrownBy(() -> database.sequences().next(far))
          .isInstanceOf(SequenceLimitException.class);
    }
  }

  @Test
  void settingIsKeptAndRollbackGivesNothingBack() {
    try (Database database = open("e")) {
      SequenceDefinition sequence = make(database, 1, 100);
      try (Transaction t = database.begin()) {
        assertThat(database.sequences().next(sequence)).isEqualTo(1);
        assertThat(t.isOpen()).isTrue();
      }
      assertThat(database.sequences().next(sequence)).isEqualTo(2);
      database.sequences().set(sequence, 50, false);
      assertThat(database.sequences().next(sequence)).isEqualTo(50);
      database.sequences().set(sequence, 70, true);
    }
    try (Database database = open("e")) {
      assertThat(database.sequences().next(find(database))).isEqualTo(71);
    }
  }

  /** Who begins anew in a transaction that is rolled back has not begun anew. */
  @Test
  void beginsAnewInATransaction() {
    try (Database database = open("f")) {
      SequenceDefinition sequence = make(database, 1, 100);
      assertThat(database.sequences().next(sequence)).isEqualTo(1);
      try (Transaction t = database.begin()) {
        SequenceDefinition anew = sequence.withState(t.design().newId(), 30);
        t.design().redefine(sequence, anew);
        assertThat(database.sequences().next(anew)).isEqualTo(30);
      }
      assertThat(database.sequences().next(find(database))).isEqualTo(2);
      try (Transaction t = database.begin()) {
        t.design().redefine(sequence, sequence.withState(t.design().newId(), 40));
        t.endStatement();
        t.commit();
      }
      assertThat(database.sequences().next(find(database))).isEqualTo(40);
    }
  }

  /** What is defined besides tables is read back as it was written. */
  @Test
  void definitionsOfAllKindsAreKept() {
    ViewDefinition view;
    SequenceDefinition sequence;
    try (Database database = open("g");
        Transaction t = database.begin()) {
      t.design().createSchema("shop");
      sequence = make(t, "s", -7, 1000).withAttributes(Map.of("comment", "n\u00fcmbers"));
      t.design().redefine(sequence, sequence);
      view =
          new ViewDefinition(
              t.design().newId(),
              1,
              "shop",
              "v",
              "select 1",
              List.of(new ColumnDefinition("a", ColumnType.of(ColumnKind.INT32), true)),
              List.of(17, 18),
              Map.of("comment", "one"));
      t.design().createView(view);
      t.endStatement();
      t.commit();
    }
    try (Database database = open("g");
        Transaction t = database.begin()) {
      assertThat(t.catalog().sequence("public", "s")).isEqualTo(sequence);
      assertThat(t.catalog().view("shop", "v")).isEqualTo(view);
      assertThat(t.catalog().view(view.id())).isEqualTo(view);
      assertThat(t.catalog().isTaken("shop", "v")).isTrue();
      t.design().dropView(view);
      t.design().dropSequence(sequence);
      t.design().dropSchema("shop");
      assertThat(t.catalog().schemaNames()).containsExactly("public");
      assertThat(t.catalog().views()).isEmpty();
      assertThat(t.catalog().sequences()).isEmpty();
      t.endStatement();
      t.commit();
    }
    try (Database database = open("g");
        Transaction t = database.begin(true)) {
      assertThat(t.catalog().schemaNames()).containsExactly("public");
      assertThat(t.catalog().isTaken("public", "s")).isFalse();
    }
  }
}
