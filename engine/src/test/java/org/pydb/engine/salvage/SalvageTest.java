package org.pydb.engine.salvage;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.golden.DatabaseDump;
import org.pydb.engine.golden.GoldenDatabase;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.page.FileHeader;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PageType;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;

/**
 * Every kind of page is damaged in turn. Whatever it is, all rows of whole leaves are in the new
 * database, no row is there that was not in the old one, the new one is sound, and the report tells
 * what is lost.
 */
class SalvageTest {
  private static final String SHOP = "shop.pydb";
  private static final String LOG = SHOP + "-wal";
  private static final String OUT = "out.pydb";
  private static final int ITEMS = 6000;

  /** Closed cleanly: tables of all kinds, and one of three levels. */
  private static byte[] clean = {};

  /** The same after more commits and a crash. */
  private static Map<String, byte[]> unclean = Map.of();

  private static List<String> cleanRows = List.of();
  private static List<String> uncleanRows = List.of();

  /** What the database held at its last checkpoint and after each commit behind it. */
  private static final List<List<String>> states = new ArrayList<>();

  @BeforeAll
  static void makeDatabases() {
    PowerLossVfs disk = new PowerLossVfs();
    GoldenDatabase golden = new GoldenDatabase();
    try (Database database = open(disk, SHOP)) {
      golden.fill(database);
      fillItems(database);
      golden.change(database, 1);
      cleanRows = lines(database);
    }
    clean = disk.contents().get(SHOP);
    Database database = open(disk, SHOP);
    golden.change(database, 2);
    database.checkpoint();
    states.add(lines(database));
    golden.change(database, 3);
    states.add(lines(database));
    golden.change(database, 4);
    uncleanRows = lines(database);
    states.add(uncleanRows);
    unclean = disk.contents(); // The process dies.
  }

  private static DatabaseOptions options(Vfs vfs, String name) {
    return new DatabaseOptions(vfs, name, DatabaseOptions.Mode.CREATE, 4L << 20, Runnable::run);
  }

  private static Database open(Vfs vfs, String name) {
    return Database.open(options(vfs, name));
  }

  /** A table of long keys, and so of three levels. */
  private static void fillItems(Database database) {
    try (Transaction transaction = database.begin()) {
      TableDefinition table =
          new TableDefinition(
              transaction.design().newId(),
              1,
              "public",
              "item",
              List.of(
                  new ColumnDefinition("name", ColumnType.text(0), false),
                  new ColumnDefinition("size", ColumnType.of(ColumnKind.INT32), true)),
              new PrimaryKey("item_pkey", List.of(0)),
              List.of(
                  new IndexDefinition(
                      transaction.design().newId(),
                      "item_size",
                      List.of(KeyColumn.ascending(1)),
                      false,
                      IndexDefinition.Origin.DECLARED),
                  new IndexDefinition(
                      transaction.design().newId(),
                      "item_name_key",
                      List.of(KeyColumn.descending(0)),
                      false,
                      IndexDefinition.Origin.UNIQUE_CONSTRAINT,
                      IndexDefinition.NONE,
                      List.of(),
                      Deferral.INITIALLY_DEFERRED,
                      false)),
              List.of(),
              List.of(),
              Map.of());
      transaction.design().createTable(table);
      for (int i = 0; i < ITEMS; i++) {
        RowBuilder row = new RowBuilder(transaction.catalog().layout(table).rows());
        // Neighbours share 300 bytes, and other keys none: so separators are long.
        String text = String.format("%04d", i / 40).repeat(75) + String.format("%06d", i);
        byte[] name = text.getBytes(StandardCharsets.UTF_8);
        row.setBytes(0, name, 0, name.length);
        row.setLong(1, i % 10);
        transaction.writer(table).insert(row);
      }
      transaction.endStatement();
      transaction.commit();
    }
  }

  private static List<String> lines(Database database) {
    return DatabaseDump.of(database).lines().toList();
  }

  private static Set<String> rows(List<String> lines) {
    return lines.stream().filter(line -> line.contains(" | ")).collect(toCollection(HashSet::new));
  }

  // ------------------------------------------------------------------ salvaging

  /**
   * A salvage, the new database's lines, and the proof that it is sound and the old is as it was.
   */
  private record Salvaged(SalvageReport report, List<String> lines) {
    static Salvaged of(Map<String, byte[]> files) {
      PowerLossVfs disk = new PowerLossVfs(files);
      MemoryVfs target = new MemoryVfs();
      SalvageReport report =
          Database.salvage(options(disk, SHOP), options(target, OUT), (step, done, total) -> {});
      assertThat(disk.contents()).containsOnlyKeys(files.keySet()).containsAllEntriesOf(files);
      for (String left : List.of("-part", "-part-wal", "-wal", "-lock")) {
        assertThat(target.exists(OUT + left)).as(left).isFalse();
      }
      assertThat(DatabaseVerifier.verifyFile(target, OUT, KeySource.NONE, false)).isEmpty();
      try (Database database = open(target, OUT)) {
        assertThat(database.verify()).allMatch(finding -> finding.contains("foreign key"));
        return new Salvaged(report, SalvageTest.lines(database));
      }
    }

    Set<String> rows() {
      return SalvageTest.rows(lines);
    }

    boolean mayHoldOldRows() {
      return report.tables().stream()
          .flatMap(table -> table.findings().stream())
          .anyMatch(finding -> finding.contains("leaves of different ages"));
    }

    long lost() {
      return report.tables().stream().mapToLong(SalvageReport.Table::lost).sum();
    }
  }

  private static byte[] damaged(byte[] file, long page, Random random) {
    byte[] copy = file.clone();
    int from = (int) page * PageLayout.PAGE_SIZE;
    if (random.nextBoolean()) {
      Arrays.fill(copy, from, from + PageLayout.PAGE_SIZE, (byte) 0);
    } else {
      copy[from + random.nextInt(PageLayout.PAGE_SIZE)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  private static Meta meta(byte[] file) {
    try (PageFile pages = pages(file)) {
      return Meta.readNewest(pages, FileHeader.read(pages));
    }
  }

  private static PageFile pages(byte[] file) {
    return new PageFile(new PowerLossVfs(Map.of(SHOP, file)).open(SHOP, Vfs.OpenMode.READ), "test");
  }

  @Test
  void whatIsWholeIsCopiedExactly() {
    Salvaged closed = Salvaged.of(Map.of(SHOP, clean));
    assertThat(closed.report.isWhole()).as("%s", closed.report).isTrue();
    assertThat(closed.lines).isEqualTo(cleanRows);
    Salvaged crashed = Salvaged.of(unclean);
    assertThat(crashed.report.isWhole()).as("%s", crashed.report).isTrue();
    assertThat(crashed.lines).isEqualTo(uncleanRows);
  }

  /** Page after page: what is salvaged was there, and the report counts what is missing. */
  @Test
  void noPageTakesMoreThanItsOwnRows() {
    Random random = Seeds.random("noPageTakesMoreThanItsOwnRows");
    Set<String> all = rows(cleanRows);
    int[] kinds = new int[7];
    for (int page : pagesOfAllSorts(random)) {
      int at = page * PageLayout.PAGE_SIZE;
      int kind = page == 0 ? 0 : clean[at + 4];
      int tree = Bytes.getInt(clean, at + 24);
      int level = clean[at + 5];
      kinds[kind]++;
      Salvaged salvaged = Salvaged.of(Map.of(SHOP, damaged(clean, page, random)));
      Set<String> found = salvaged.rows();
      String named = "page " + page;
      String what = "page " + page + ", kind " + kind + ", tree " + tree + ", level " + level;
      assertThat(all.containsAll(found)).as(what).isTrue();
      boolean isLeafOrChain = kind == PageType.LEAF.code() || kind == PageType.OVERFLOW.code();
      if (isLeafOrChain && tree >= 16) {
        assertThat(all.size() - found.size()).as(what).isEqualTo((int) salvaged.lost());
      } else if (tree == 1 && found.size() < all.size()) {
        // No older copy of the page knows of the table: its rows cannot be read.
        assertThat(salvaged.report.findings()).as(what).anyMatch(f -> f.contains("definition"));
      } else {
        assertThat(found.size()).as(what).isEqualTo(all.size());
      }
      if (found.size() < all.size()) {
        assertThat(salvaged.report.isWhole()).as(what).isFalse();
        assertThat(salvaged.report.toString()).as(what).contains(named);
      }
    }
    for (PageType type : List.of(PageType.LEAF, PageType.OVERFLOW)) {
      assertThat(kinds[type.code()]).as("%s pages damaged", type).isPositive();
    }
  }

  /** Up to two pages of each kind, tree and level. */
  private static List<Integer> pagesOfAllSorts(Random random) {
    Map<Long, List<Integer>> sorts = new HashMap<>();
    for (int page = 3; page < clean.length / PageLayout.PAGE_SIZE; page++) {
      long sort = Bytes.getLong(clean, page * PageLayout.PAGE_SIZE + 24) >>> 32;
      sort = sort << 16 | (Bytes.getInt(clean, page * PageLayout.PAGE_SIZE + 4) >>> 16);
      sorts.computeIfAbsent(sort, s -> new ArrayList<>()).add(page);
    }
    List<Integer> pages = new ArrayList<>(List.of(0, 1, 2));
    for (List<Integer> sort : sorts.values()) {
      Collections.shuffle(sort, random);
      pages.addAll(sort.subList(0, Math.min(2, sort.size())));
    }
    return pages;
  }

  /** All inner pages of all trees are gone; their leaves are found, and told from older ones. */
  @Test
  void leavesAreFoundWithoutInnerPages() {
    byte[] file = clean.clone();
    int levels = 0;
    for (int page = 3; page < file.length / PageLayout.PAGE_SIZE; page++) {
      int at = page * PageLayout.PAGE_SIZE;
      if (file[at + 4] == PageType.INTERIOR.code()) {
        levels = Math.max(levels, file[at + 5]);
        file[at + 1000] ^= 1;
      }
    }
    assertThat(levels).as("inner levels").isGreaterThan(1);
    Salvaged salvaged = Salvaged.of(Map.of(SHOP, file));
    assertThat(salvaged.lines).isEqualTo(cleanRows);
    assertThat(salvaged.lost()).isZero();
  }

  @Test
  void treeOfRootsIsNotNeeded() {
    byte[] file = clean.clone();
    file[(int) meta(file).roots().number() * PageLayout.PAGE_SIZE + 500] ^= 1;
    Salvaged salvaged = Salvaged.of(Map.of(SHOP, file));
    assertThat(salvaged.lines).isEqualTo(cleanRows);
    assertThat(salvaged.report.findings()).anyMatch(f -> f.startsWith("Where tables begin"));
  }

  @Test
  void definitionsAreTakenFromAnOlderCopy() {
    byte[] file = clean.clone();
    long newest = 0;
    for (int page = 3; page < file.length / PageLayout.PAGE_SIZE; page++) {
      int at = page * PageLayout.PAGE_SIZE;
      if (Bytes.getInt(file, at + 24) == 1 && file[at + 4] == PageType.LEAF.code()) {
        newest = page;
      }
    }
    PowerLossVfs disk = new PowerLossVfs(Map.of(SHOP, file));
    try (Database database = open(disk, SHOP);
        Transaction transaction = database.begin()) {
      transaction.design().createSchema("more");
      transaction.commit();
    }
    file = disk.contents().get(SHOP);
    for (int page = 3; page < file.length / PageLayout.PAGE_SIZE; page++) {
      int at = page * PageLayout.PAGE_SIZE;
      if (Bytes.getInt(file, at + 24) == 1
          && file[at + 4] == PageType.LEAF.code()
          && page != newest) {
        file[at + 600] ^= 1;
      }
    }
    Salvaged salvaged = Salvaged.of(Map.of(SHOP, file));
    assertThat(salvaged.rows()).isEqualTo(rows(cleanRows));
    assertThat(salvaged.report.findings()).anyMatch(f -> f.contains("older copy"));
  }

  /** Without metas nothing tells old leaves from new ones but their age. */
  @Test
  void bothMetasMayBeGone() {
    byte[] file = clean.clone();
    file[PageLayout.PAGE_SIZE + 100] ^= 1;
    file[2 * PageLayout.PAGE_SIZE + 100] ^= 1;
    file[30] ^= 1; // The header as well.
    Salvaged salvaged = Salvaged.of(Map.of(SHOP, file));
    assertThat(salvaged.rows()).containsAll(rows(cleanRows));
    assertThat(salvaged.report.findings()).anyMatch(f -> f.contains("Both meta pages"));
    assertThat(salvaged.lost()).as("nobody knows").isNegative();
  }

  @Test
  void freeMapIsNotNeeded() {
    byte[] file = clean.clone();
    file[(int) meta(file).freeMap().number() * PageLayout.PAGE_SIZE + 500] ^= 1;
    Salvaged salvaged = Salvaged.of(Map.of(SHOP, file));
    assertThat(salvaged.lines).isEqualTo(cleanRows);
  }

  @Test
  void logIsAppliedUpToItsDamage() {
    Random random = Seeds.random("logIsAppliedUpToItsDamage");
    byte[] file = unclean.get(SHOP);
    for (int i = 0; i < 5; i++) {
      byte[] log = unclean.get(LOG).clone();
      log[random.nextInt(log.length)] ^= (byte) (1 << random.nextInt(8));
      Salvaged salvaged = Salvaged.of(Map.of(SHOP, file, LOG, log));
      assertThat(states).contains(salvaged.lines);
      if (salvaged.lines.equals(states.get(0))) { // The last commit alone may count as torn.
        assertThat(salvaged.report.isWhole()).isFalse();
      }
    }
    Salvaged without = Salvaged.of(Map.of(SHOP, file));
    assertThat(without.report.findings()).anyMatch(f -> f.contains("missing or empty"));
  }

  /** The parents of some children are lost: the children are kept, and named. */
  @Test
  void brokenForeignKeysAreNamed() {
    byte[] file = clean.clone();
    PowerLossVfs disk = new PowerLossVfs(Map.of(SHOP, file));
    int kinds;
    try (Database database = open(disk, SHOP);
        Transaction transaction = database.begin(true)) {
      TableDefinition table = transaction.catalog().table("public", "kinds");
      kinds = table == null ? 0 : table.id();
    }
    for (int page = 3; page < file.length / PageLayout.PAGE_SIZE; page++) {
      int at = page * PageLayout.PAGE_SIZE;
      if (Bytes.getInt(file, at + 24) == kinds && file[at + 4] == PageType.LEAF.code()) {
        file[at + 600] ^= 1;
      }
    }
    Salvaged salvaged = Salvaged.of(Map.of(SHOP, file));
    SalvageReport.Table child =
        salvaged.report.tables().stream()
            .filter(t -> t.name().equals("other.child"))
            .findFirst()
            .orElseThrow();
    assertThat(child.rows()).isEqualTo(2);
    assertThat(child.findings())
        .anyMatch(f -> f.contains("child_kind_fkey does not hold") && f.contains("(301)"));
  }

  /**
   * Without the map of free pages, old leaves of a tree whose inner pages are gone cannot be told
   * from those that count. Random flips hit both at once, and rows came back that had been changed.
   */
  @Test
  void rowsThatMayBeOldAreTold() {
    byte[] file = clean.clone();
    file[(int) meta(clean).freeMap().number() * PageLayout.PAGE_SIZE + 100] ^= 1;
    for (int at = 3 * PageLayout.PAGE_SIZE; at < file.length; at += PageLayout.PAGE_SIZE) {
      if (file[at + 4] == PageType.INTERIOR.code()) {
        file[at + 100] ^= 1;
      }
    }
    Salvaged salvaged = Salvaged.of(Map.of(SHOP, file));
    assertThat(salvaged.rows()).as("none is lost").containsAll(rows(cleanRows));
    assertThat(salvaged.rows()).as("old ones came back").isNotEqualTo(rows(cleanRows));
    assertThat(salvaged.report.isWhole()).isFalse();
    assertThat(salvaged.mayHoldOldRows()).isTrue();
  }

  @Test
  void manyFlipsLeaveTheRest() {
    Random random = Seeds.random("manyFlipsLeaveTheRest");
    for (int i = 0; i < 5; i++) {
      byte[] file = clean.clone();
      Set<Integer> hit = new HashSet<>();
      for (int flips = 1 + random.nextInt(30); flips > 0; flips--) {
        int at = 3 * PageLayout.PAGE_SIZE + random.nextInt(file.length - 3 * PageLayout.PAGE_SIZE);
        file[at] ^= (byte) (1 << random.nextInt(8));
        hit.add(at / PageLayout.PAGE_SIZE);
      }
      Salvaged salvaged = Salvaged.of(Map.of(SHOP, file));
      assertThat(salvaged.mayHoldOldRows() || rows(cleanRows).containsAll(salvaged.rows()))
          .as("pages %s", hit)
          .isTrue();
    }
  }

  // ------------------------------------------------------------------ what is refused

  @Test
  void foreignFilesAndExistingTargetsAreRefused() {
    PowerLossVfs foreign = new PowerLossVfs(Map.of(SHOP, new byte[100_000]));
    assertThatThrownBy(
            () ->
                Database.salvage(
                    options(foreign, SHOP), options(foreign, OUT), (step, done, total) -> {}))
        .isInstanceOf(NotADatabaseException.class);
    PowerLossVfs taken = new PowerLossVfs(Map.of(SHOP, clean, OUT, new byte[1]));
    assertThatThrownBy(
            () ->
                Database.salvage(
                    options(taken, SHOP), options(taken, OUT), (step, done, total) -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("exists already");
    PowerLossVfs none = new PowerLossVfs();
    assertThatThrownBy(
            () ->
                Database.salvage(
                    options(none, SHOP), options(none, OUT), (step, done, total) -> {}))
        .hasMessageContaining("no such file");
  }

  @Test
  void whatProgressThrowsLeavesNothing() {
    PowerLossVfs disk = new PowerLossVfs(Map.of(SHOP, clean));
    PowerLossVfs target = new PowerLossVfs();
    assertThatThrownBy(
            () ->
                Database.salvage(
                    options(disk, SHOP),
                    options(target, OUT),
                    (step, done, total) -> {
                      if (step.startsWith("salvaging")) {
                        throw new IllegalStateException("enough");
                      }
                    }))
        .hasMessage("enough");
    assertThat(target.contents()).isEmpty();
  }
}
