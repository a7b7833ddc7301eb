package org.pydb.engine.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.StatementCanceledException;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.TestDatabase;

/**
 * Indexes of tables whose entries are several times as large as the memory to sort them: some keys
 * have overflow chains, many are NULL. The verifier compares each index with its table.
 */
class IndexBuildTest {
  private static final int ROWS = 12_000;
  private static final int TEXT = 1;

  private final TestDatabase test = new TestDatabase();

  @Test
  void entriesThatMemoryDoesNotHoldAreSorted() {
    load(Seeds.random("IndexBuildTest"), false);
    create("by_text", false);
    create("by_text_unique", true);
    assertThat(test.database().spillSpace().usedBytes()).isZero();
    test.crash();
    test.close();
  }

  @Test
  void aDuplicateLeavesNothing() {
    load(Seeds.random("aDuplicateLeavesNothing"), true);
    assertThatThrownBy(() -> create("by_text_unique", true))
        .isInstanceOf(ConstraintException.class)
        .hasMessageContaining("could not create unique index \"by_text_unique\"")
        .hasMessageContaining("twice");
    expectNoIndex();
    create("by_text", false);
    test.close();
  }

  @Test
  void oneThatIsCancelledLeavesNothing() {
    load(Seeds.random("oneThatIsCancelledLeavesNothing"), false);
    try (Transaction transaction = test.database().begin()) {
      transaction.beginStatement("create index");
      transaction.cancel("canceling statement due to user request");
      assertThatThrownBy(() -> create(transaction, "by_text", false))
          .isInstanceOf(StatementCanceledException.class)
          .hasMessage("canceling statement due to user request");
    }
    expectNoIndex();
    create("by_text", true);
    test.close();
  }

  private void expectNoIndex() {
    assertThat(test.database().spillSpace().usedBytes()).isZero();
    try (Transaction reading = test.database().begin(true)) {
      assertThat(table(reading).indexes()).isEmpty();
    }
    assertThat(test.database().verify()).isEmpty();
  }

  private static TableDefinition table(Transaction transaction) {
    TableDefinition table = transaction.catalog().table("public", "t");
    if (table == null) {
      throw new AssertionError("the table is gone");
    }
    return table;
  }

  private void create(String name, boolean unique) {
    try (Transaction transaction = test.database().begin()) {
      create(transaction, name, unique);
      transaction.endStatement();
      transaction.commit();
    }
  }

  private static void create(Transaction transaction, String name, boolean unique) {
    transaction
        .design()
        .createIndex(
            table(transaction),
            new IndexDefinition(
                transaction.design().newId(),
                name,
                List.of(KeyColumn.ascending(TEXT)),
                unique,
                IndexDefinition.Origin.DECLARED));
  }

  private void load(Random random, boolean duplicate) {
    try (Transaction transaction = test.database().begin()) {
      transaction
          .design()
          .createTable(
              new TableDefinition(
                  transaction.design().newId(),
                  1,
                  "public",
                  "t",
                  List.of(
                      new ColumnDefinition("id", ColumnType.of(ColumnKind.INT64), false),
                      new ColumnDefinition("text", ColumnType.text(0), true)),
                  new PrimaryKey("t_pkey", List.of(0)),
                  List.of(),
                  List.of(),
                  List.of(),
                  Map.of()));
      TableWriter writer = transaction.writer(table(transaction));
      RowBuilder row = new RowBuilder(writer.layout().rows());
      for (int id = 0; id < ROWS; id++) {
        row.clear();
        row.setLong(0, id);
        boolean isTwice = duplicate && (id == 17 || id == ROWS - 1);
        byte[] text = (isTwice ? "twice" : text(random, id)).getBytes(UTF_8);
        if (isTwice || random.nextInt(10) > 0) {
          row.setBytes(TEXT, text, 0, text.length);
        }
        writer.insert(row);
      }
      transaction.endStatement();
      transaction.commit();
    }
  }

  /** A text that no other row has; in long ones the difference stands in the chain, or before. */
  private static String text(Random random, int id) {
    String end = random.nextInt(1_000) + " " + id;
    return random.nextInt(20) > 0 ? end : "long".repeat(400 + random.nextInt(200)) + end;
  }
}
