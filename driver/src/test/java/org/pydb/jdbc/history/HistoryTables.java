package org.pydb.jdbc.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydb.engine.testkit.history.Item;
import org.pydb.engine.testkit.history.Seen;
import org.pydb.jdbc.testkit.Sql;

/**
 * The tables that histories are made of, over one connection. Each row tells which versions came
 * before the one that it holds:
 *
 * <ul>
 *   <li>a <em>register</em> has its version and the one that this replaced;
 *   <li>a <em>list</em> has all its versions, appended one after the other;
 *   <li>a <em>slot</em> is a key that is unique: it is taken, and given back.
 * </ul>
 *
 * <p>They are read in several ways: by their keys, by an index, from the beginning to the end, and
 * joined to places, which nobody changes, as {@link HistoryAccess} says. For several threads there
 * are many rows more, which no client asks for; and registers are so wide that they are in several
 * leaves, for a thread each.
 */
final class HistoryTables {
  static final int REGISTERS = 6;
  static final int LISTS = 400;
  static final int SLOTS = 4000;

  /** With fewer rows, a plan is not made for several threads. */
  private static final int ROWS_FOR_THREADS = 2000;

  /** What reads them, each in another way; all have the same parameters. */
  static final List<String> REGISTER_QUERIES =
      List.of(
          "select id, v, before from register where id between ? and ?",
          "select id, v, before from register where spot between ? and ?",
          "select r.id, r.v, r.before from place p join register r on r.id = p.id"
              + " where p.id between ? and ?",
          "select id, max(v), max(before) from register where id + 0 between ? and ? group by id",
          "select id, v, before from register where id + 0 between ? and ? order by v");

  /** Those of them that several threads can do. */
  static final List<String> REGISTER_QUERIES_OF_THREADS = REGISTER_QUERIES.subList(3, 5);

  /** The ends of a range. */
  static final List<String> LIST_QUERIES =
      List.of(
          "select id, vs from list where id between ? and ?",
          "select l.id, l.vs from (select distinct id from (values (cast(? as int)),"
              + " (cast(? as int))) as two (id)) as one join list l on l.id = one.id",
          "select l.id, l.vs from place p join list l on l.id = p.id"
              + " where p.id between ? and ?");

  static final String SLOT_QUERY = "select k, v from slot where k between ? and ?";

  static final String SLOT_QUERY_OF_THREADS =
      "select k, v from slot where k + 0 between ? and ? order by k";

  private final List<PreparedStatement> readRegisters = new ArrayList<>();
  private final PreparedStatement lockRegister;
  private final PreparedStatement writeRegister;
  private final List<PreparedStatement> readLists = new ArrayList<>();
  private final PreparedStatement append;
  private final List<PreparedStatement> readSlots = new ArrayList<>();
  private final PreparedStatement takeSlot;
  private final PreparedStatement freeSlot;

  /** How many reads there were; they take turns. */
  private int reads;

  HistoryTables(Connection connection, HistoryAccess access) throws SQLException {
    access.use(connection);
    for (String query : REGISTER_QUERIES) {
      readRegisters.add(connection.prepareStatement(query));
    }
    lockRegister =
        connection.prepareStatement("select id, v, before from register where id = ? for update");
    writeRegister =
        connection.prepareStatement("update register set before = v, v = ? where id = ?");
    for (String query : LIST_QUERIES) {
      readLists.add(connection.prepareStatement(query));
    }
    append = connection.prepareStatement("update list set vs = vs || ' ' || ? where id = ?");
    readSlots.add(connection.prepareStatement(SLOT_QUERY));
    if (access == HistoryAccess.PARALLEL) {
      readSlots.add(connection.prepareStatement(SLOT_QUERY_OF_THREADS));
    }
    takeSlot = connection.prepareStatement("insert into slot (v, k) values (?, ?)");
    freeSlot = connection.prepareStatement("delete from slot where k = ? and v = ?");
  }

  static void create(Connection connection, HistoryAccess access) throws SQLException {
    boolean others = access == HistoryAccess.OTHER_ENGINES;
    Sql.run(
        connection,
        "create table register (id int primary key, spot int not null, v bigint not null,"
            + " before bigint not null, width text not null default '"
            + "-".repeat(1800)
            + "') using "
            + (others ? "lsm" : "btree"));
    Sql.run(connection, "create index register_spot on register (spot, v, before)");
    Sql.run(connection, "create index register_place on register (spot)");
    Sql.run(
        connection,
        "create table list (id int primary key, vs text not null) using "
            + (others ? "log" : "btree"));
    Sql.run(connection, "create table place (id int primary key)");
    Sql.run(
        connection,
        "create table slot (v bigint primary key, k int not null unique) using "
            + (others ? "memory" : "btree"));
    fill(connection, "insert into register (id, spot, v, before) values (?, 0, 0, 0)", REGISTERS);
    Sql.run(connection, "update register set spot = id");
    fill(connection, "insert into list values (?, '')", LISTS);
    fill(connection, "insert into place values (?)", LISTS);
    if (access == HistoryAccess.PARALLEL) {
      fill(connection, "insert into register values (-1 - ?, -1, 0, 0, '')", ROWS_FOR_THREADS);
      Sql.run(connection, "insert into slot (k, v) select id, id from register where id < 0");
    }
  }

  private static void fill(Connection connection, String sql, int rows) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int id = 0; id < rows; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  // ------------------------------------------------------------------ registers

  static Item register(int id) {
    return new Item("register", id);
  }

  List<Seen> readRegisters(int first, int last) throws SQLException {
    PreparedStatement query = readRegisters.get(reads++ % readRegisters.size());
    query.setInt(1, first);
    query.setInt(2, last);
    return registers(query);
  }

  List<Seen> lockRegister(int id) throws SQLException {
    lockRegister.setInt(1, id);
    return registers(lockRegister);
  }

  private static List<Seen> registers(PreparedStatement query) throws SQLException {
    List<Seen> seen = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        long version = row.getLong(2);
        List<Long> chain = version == 0 ? List.of() : List.of(row.getLong(3), version);
        seen.add(new Seen(register(row.getInt(1)), chain, version == 0));
      }
    }
    return seen;
  }

  void writeRegister(int id, long version) throws SQLException {
    writeRegister.setLong(1, version);
    writeRegister.setInt(2, id);
    expectOne(writeRegister.executeUpdate());
  }

  // ------------------------------------------------------------------ lists

  static Item list(int id) {
    return new Item("list", id);
  }

  List<Seen> readLists(int first, int last) throws SQLException {
    boolean isPair = last <= first + 1;
    PreparedStatement query = readLists.get(isPair ? reads++ % readLists.size() : 0);
    query.setInt(1, first);
    query.setInt(2, last);
    List<Seen> seen = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        List<Long> chain = new ArrayList<>();
        String text = row.getString(2);
        for (int i = 0; i < text.length(); ) {
          int end = text.indexOf(' ', i + 1);
          end = end < 0 ? text.length() : end;
          chain.add(Long.parseLong(text, i + 1, end, 10));
          i = end;
        }
        seen.add(new Seen(list(row.getInt(1)), chain, true));
      }
    }
    return seen;
  }

  void append(int id, long version) throws SQLException {
    append.setString(1, Long.toString(version));
    append.setInt(2, id);
    expectOne(append.executeUpdate());
  }

  private static void expectOne(int count) {
    if (count != 1) {
      throw new AssertionError("changed " + count + " rows instead of one");
    }
  }

  // ------------------------------------------------------------------ slots

  static Item slot(int key) {
    return new Item("slot", key);
  }

  /** All slots of a range, those that are free as well. */
  List<Seen> readSlots(int first, int last) throws SQLException {
    PreparedStatement query = readSlots.get(reads++ % readSlots.size());
    query.setInt(1, first);
    query.setInt(2, last);
    Map<Integer, Long> taken = new HashMap<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        taken.put(row.getInt(1), row.getLong(2));
      }
    }
    List<Seen> seen = new ArrayList<>();
    for (int key = first; key <= last; key++) {
      Long version = taken.get(key);
      seen.add(
          version == null ? Seen.absent(slot(key)) : new Seen(slot(key), List.of(version), false));
    }
    return seen;
  }

  void takeSlot(int key, long version) throws SQLException {
    takeSlot.setLong(1, version);
    takeSlot.setInt(2, key);
    takeSlot.executeUpdate();
  }

  /** Whether it was taken by this version, and is free now. */
  boolean freeSlot(int key, long version) throws SQLException {
    freeSlot.setInt(1, key);
    freeSlot.setLong(2, version);
    return freeSlot.executeUpdate() == 1;
  }
}
