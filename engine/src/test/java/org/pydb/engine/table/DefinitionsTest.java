package org.pydb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.ForeignKey.Action;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.IndexDefinition.Origin;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.testkit.Seeds;

/** What a transaction sees of the definitions, whatever was defined or undone before. */
class DefinitionsTest extends MusicShop {
  private static final int TRANSACTIONS = 60;
  private static final int STEPS_MAX = 12;
  private static final int NAMES = 30;

  private final Random random = Seeds.random("DefinitionsTest");

  /**
   * A catalog is made of the last one that anybody read and of what is different since. It must be
   * what one makes who has read nothing before.
   */
  @Test
  void catalogOfDifferencesIsTheWholeOne() {
    for (int i = 0; i < TRANSACTIONS; i++) {
      try (Transaction reader = shop.database().begin();
          Transaction writer = shop.database().begin()) {
        List<Transaction.Savepoint> savepoints = new ArrayList<>();
        for (int step = random.nextInt(STEPS_MAX); step > 0; step--) {
          change(writer, savepoints);
          assertSame(writer);
          assertSame(reader);
        }
        if (random.nextInt(4) > 0) {
          writer.endStatement();
          writer.commit();
        }
      }
      try (Transaction next = shop.database().begin()) {
        assertSame(next);
      }
    }
  }

  private void change(Transaction t, List<Transaction.Savepoint> savepoints) {
    String name = "t" + random.nextInt(NAMES);
    TableDefinition table = t.catalog().table("public", name);
    switch (random.nextInt(8)) {
      case 0 -> savepoints.add(t.savepoint());
      case 1 -> {
        if (!savepoints.isEmpty()) {
          int back = random.nextInt(savepoints.size());
          t.rollbackTo(savepoints.get(back));
          savepoints.subList(back + 1, savepoints.size()).clear();
        }
      }
      case 2 -> t.design().createSchema("s" + random.nextInt(NAMES));
      case 3 -> t.design().dropSchema("s" + random.nextInt(NAMES));
      default -> {
        if (table == null) {
          create(t, name);
        } else if (random.nextBoolean() && t.catalog().references(table.id()).isEmpty()) {
          t.design().dropTable(table);
        } else if (!table.indexes().isEmpty()
            && table.indexes().get(0).origin() == Origin.DECLARED) {
          t.design().dropIndex(table, table.indexes().get(0));
        } else {
          index(t, table);
        }
      }
    }
  }

  private static void create(Transaction t, String name) {
    TableDefinition artist = table(t, "artist");
    ForeignKey toArtist =
        new ForeignKey(
            name + "_fkey",
            List.of(0),
            artist.id(),
            List.of(0),
            Action.NO_ACTION,
            Action.NO_ACTION);
    t.design()
        .createTable(
            table(
                t.design().newId(),
                name,
                new PrimaryKey(name + "_pkey", List.of(0)),
                List.of(),
                List.of(toArtist),
                INT,
                TEXT));
  }

  private static void index(Transaction t, TableDefinition table) {
    t.design()
        .createIndex(
            table,
            new IndexDefinition(
                t.design().newId(),
                table.name() + "_name",
                List.of(KeyColumn.ascending(1)),
                false,
                Origin.DECLARED));
  }

  private static void assertSame(Transaction t) {
    Catalog found = t.catalog();
    Catalog whole = new CatalogTree().read(t.tree().view());
    assertThat(found.schemaNames()).containsExactlyElementsOf(whole.schemaNames());
    assertThat(found.tables()).containsExactlyElementsOf(whole.tables());
    assertThat(found.tables("public")).containsExactlyElementsOf(whole.tables("public"));
    for (TableDefinition table : whole.tables()) {
      assertThat(found.table("public", table.name())).isEqualTo(table);
      assertThat(found.isTaken("public", table.name() + "_pkey")).isTrue();
      assertThat(found.references(table.id()))
          .containsExactlyInAnyOrderElementsOf(whole.references(table.id()));
    }
    for (int i = 0; i < NAMES; i++) {
      String index = "t" + i + "_name";
      assertThat(found.tableOfIndex("public", index))
          .isEqualTo(whole.tableOfIndex("public", index));
      assertThat(found.isTaken("public", "t" + i)).isEqualTo(whole.isTaken("public", "t" + i));
    }
  }
}
