package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Indexes of some rows, on expressions, and with more columns than their key: whatever happens to
 * the rows, each answers as the table does without it, and unique ones refuse what they must.
 */
@Timeout(240)
class IndexKindsTest {
  private static final int ROUNDS = Integer.getInteger("pydb.rounds", 150);
  private static final int IDS = 60;

  private static final String TABLE =
      """
      create table item (
        id integer primary key,
        name text,
        n integer,
        amount double precision,
        live boolean,
        owner integer references owner (id) on delete cascade)
      """;

  private static final List<String> INDEXES =
      List.of(
          "create unique index item_name on item (lower(name)) include (n, amount)",
          "create unique index item_live on item (n) where live",
          "create index item_small on item (amount) include (name) where n < 5 and name is not null",
          "create index item_cover on item (n desc) include (amount, name, live)",
          "create index item_two on item ((n % 4), lower(name)) where not live");

  private static final List<String> CONDITIONS =
      List.of(
          "lower(name) = 'n7'",
          "lower(name) in ('n1', 'n2', 'n33') and n is not null",
          "lower(name) between 'n1' and 'n3'",
          "live and n = 3",
          "live and n between 2 and 9",
          "n < 5 and name like 'N%'",
          "n < 3 and name = 'n2' and amount > 0",
          "n in (1, 2) and name is not null",
          "not live and n % 4 = 1",
          "not live and n % 4 = 2 and lower(name) > 'n2'",
          "n = 4",
          "n > 6 or live",
          "n is null",
          "live is null");

  /** What a row is, as the test sees it. */
  private record Item(
      @Nullable String name, @Nullable Integer n, @Nullable Boolean live, int owner) {

    boolean meets(Item other) {
      boolean sameName =
          name != null
              && other.name != null
              && name.toLowerCase(Locale.ROOT).equals(other.name.toLowerCase(Locale.ROOT));
      boolean sameNumber =
          n != null
              && n.equals(other.n)
              && Boolean.TRUE.equals(live)
              && Boolean.TRUE.equals(other.live);
      return sameName || sameNumber;
    }

    String values(int id) {
      return "("
          + id
          + ", "
          + (name == null ? "null" : "'" + name + "'")
          + ", "
          + n
          + ", "
          + (n == null ? "null" : n * 0.5)
          + ", "
          + live
          + ", "
          + owner
          + ")";
    }
  }

  private final long seed = Long.getLong("pydb.seed", 20261122L);
  private final Random random = new Random(seed);
  private final Map<Integer, Item> items = new TreeMap<>();

  @TempDir Path directory;

  private Item anyItem() {
    return new Item(
        random.nextInt(8) == 0 ? null : (random.nextBoolean() ? "N" : "n") + random.nextInt(40),
        random.nextInt(8) == 0 ? null : Integer.valueOf(random.nextInt(12)),
        random.nextInt(8) == 0 ? null : Boolean.valueOf(random.nextInt(3) == 0),
        random.nextInt(4));
  }

  private boolean isRefused(int id, Item item) {
    return items.entrySet().stream()
        .anyMatch(entry -> entry.getKey() != id && entry.getValue().meets(item));
  }

  /** Goal: no change of rows, and no definition, brings an index and its table apart. */
  @Test
  void indexesAnswerAsTheTableDoes() throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("kinds");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table owner (id integer primary key)");
      statement.execute("insert into owner values (0), (1), (2), (3)");
      statement.execute(TABLE);
      for (String index : INDEXES) {
        statement.execute(index);
      }
      for (int round = 0; round < ROUNDS; round++) {
        change(connection, statement, round);
        if (round % 50 == 49) {
          compare(statement);
        }
      }
    }
    try (Connection again = DriverManager.getConnection(url);
        Statement statement = again.createStatement()) {
      compare(statement);
    }
  }

  private void change(Connection connection, Statement statement, int round) throws SQLException {
    int id = random.nextInt(IDS);
    Item item = anyItem();
    switch (random.nextInt(9)) {
      case 0, 1, 2, 3 -> {
        boolean isUpsert = random.nextBoolean();
        boolean isThere = items.containsKey(id);
        String insert = "insert into item values " + item.values(id);
        if (isThere && !isUpsert) {
          refused(statement, insert);
        } else if (isRefused(id, item)) {
          refused(statement, insert + (isUpsert ? UPSERT : ""));
        } else {
          statement.execute(insert + (isUpsert ? UPSERT : ""));
          items.put(id, item);
        }
      }
      case 4, 5 -> {
        String update =
            "update item set (id, name, n, amount, live, owner) = "
                + item.values(id)
                + " where id = "
                + id;
        if (items.containsKey(id) && isRefused(id, item)) {
          refused(statement, update);
        } else {
          assertThat(statement.executeUpdate(update))
              .as(seed(update))
              .isEqualTo(items.containsKey(id) ? 1 : 0);
          items.computeIfPresent(id, (key, before) -> item);
        }
      }
      case 6 -> {
        statement.execute("delete from item where id = " + id);
        items.remove(id);
      }
      case 7 -> {
        connection.setAutoCommit(false);
        statement.execute("delete from owner where id = " + item.owner);
        boolean isKept = random.nextInt(4) == 0;
        if (isKept) {
          items.values().removeIf(one -> one.owner == item.owner);
          statement.execute("insert into owner values (" + item.owner + ")");
          connection.commit();
        } else {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
      default -> define(statement, round);
    }
  }

  private static final String UPSERT =
      " on conflict (id) do update set name = excluded.name, n = excluded.n,"
          + " amount = excluded.amount, live = excluded.live, owner = excluded.owner";

  private void define(Statement statement, int round) throws SQLException {
    switch (random.nextInt(7)) {
      case 0 -> statement.execute("alter table item add column more" + round + " integer");
      case 1 -> {
        statement.execute("alter table item add column gone integer default 7");
        statement.execute("alter table item drop column gone");
      }
      case 2 -> {
        statement.execute("alter table item rename column name to label");
        statement.execute("alter table item rename column label to name");
      }
      case 3 -> {
        String index = INDEXES.get(random.nextInt(INDEXES.size()));
        statement.execute("drop index " + index.replaceFirst(".* index (\\w+) on.*", "$1"));
        statement.execute(index);
      }
      case 4 -> statement.execute("alter table item alter column n type bigint");
      case 5 -> statement.execute("alter table item alter column n type integer");
      default -> {
        if (random.nextInt(4) == 0) {
          statement.execute("truncate item");
          items.clear();
        }
      }
    }
  }

  private void refused(Statement statement, String sql) {
    assertThatThrownBy(() -> statement.execute(sql))
        .as(seed(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as(sql).isEqualTo("23505"));
  }

  private String seed(String what) {
    return "-Dpydb.seed=" + seed + ": " + what;
  }

  private void compare(Statement statement) throws SQLException {
    assertThat(rows(statement, "check database")).as(seed("check")).containsExactly("ok");
    for (String condition : CONDITIONS) {
      String query =
          "select id, name, n, amount, live, lower(name), n % 4 from item where " + condition;
      String narrow = "select n, amount, live from item where " + condition;
      String ordered =
          "select lower(name) from item where " + condition + " order by lower(name), id";
      List<List<String>> with = new ArrayList<>();
      List<List<String>> without = new ArrayList<>();
      for (String sql : List.of(query, narrow, ordered)) {
        statement.execute("set plan_rules_off = table_scans");
        with.add(rows(statement, sql));
        statement.execute("set plan_rules_off = 'index_scans, index_only_scans'");
        without.add(rows(statement, sql));
        statement.execute("set plan_rules_off = none");
        with.add(rows(statement, sql));
        without.add(without.get(without.size() - 1));
      }
      assertThat(with).as(seed(condition)).isEqualTo(without);
    }
    assertThat(rows(statement, "select id, name, n, live from item order by id"))
        .as(seed("rows"))
        .isEqualTo(
            items.entrySet().stream()
                .map(
                    e ->
                        e.getKey()
                            + "|"
                            + e.getValue().name
                            + "|"
                            + e.getValue().n
                            + "|"
                            + e.getValue().live)
                .sorted()
                .toList());
  }

  private static List<String> rows(Statement statement, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      int width = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join("|", row));
      }
    }
    if (!sql.contains("order by lower")) {
      rows.sort(null);
    }
    return rows;
  }
}
