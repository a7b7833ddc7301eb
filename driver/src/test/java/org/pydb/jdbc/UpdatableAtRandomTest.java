package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/** Changing rows through a result set at random. */
class UpdatableAtRandomTest extends UpdatableSongs {

  /** Random changes go as in a map, and leave the table as H2's. */
  @Test
  void randomChangesAreAsInAMapAndInH2() throws SQLException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String create = "create table t (id int primary key, v varchar(20), w int)";
    String query = "select id, v, w from t order by id";
    int count = 300;
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:")) {
      TreeMap<Integer, String> model = new TreeMap<>();
      for (Connection each : List.of(connection, h2)) {
        Sql.run(each, create);
        for (int id = 1; id <= count; id++) {
          Sql.run(each, "insert into t values (" + id + ", 'v" + id + "', null)");
          model.put(id, "v" + id + "|null");
        }
      }
      ResultSet rows = rows(query);
      ResultSet others =
          h2.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)
              .executeQuery(query);
      boolean[] isDeleted = new boolean[count + 1];
      for (int i = 0; i < 1500; i++) {
        String where = "seed " + seed + ", step " + i;
        int row = random.nextInt(count) + 1;
        assertThat(rows.absolute(row)).as(where).isTrue();
        assertThat(others.absolute(row)).as(where).isTrue();
        assertThat(rows.rowDeleted()).as(where).isEqualTo(isDeleted[row]);
        String text = random.nextInt(5) == 0 ? null : "x" + random.nextInt(100);
        Integer number = random.nextBoolean() ? null : random.nextInt(100);
        int kind = random.nextInt(8);
        if (kind == 0) {
          int id = 1000 + i;
          for (ResultSet each : List.of(rows, others)) {
            each.moveToInsertRow();
            each.updateInt(1, id);
            each.updateString(2, text);
            each.updateObject(3, number);
            each.insertRow();
            each.moveToCurrentRow();
          }
          model.put(id, text + "|" + number);
        } else if (!isDeleted[row] && kind == 1) {
          rows.deleteRow();
          others.deleteRow();
          isDeleted[row] = true;
          model.remove(row);
        } else if (!isDeleted[row]) {
          for (ResultSet each : List.of(rows, others)) {
            each.updateString("v", text);
            each.updateObject("w", number);
            each.updateRow();
            assertThat(each.getString(2)).as(where).isEqualTo(text);
          }
          model.put(row, text + "|" + number);
        }
        if (!isDeleted[row]) {
          assertThat(rows.getInt(1) + "|" + rows.getString(2) + "|" + rows.getString(3))
              .as(where)
              .isEqualTo(row + "|" + model.get(row));
        }
      }
      List<String> expected =
          model.entrySet().stream().map(e -> e.getKey() + "|" + e.getValue()).toList();
      assertThat(all(connection, query)).as("seed " + seed).isEqualTo(expected);
      assertThat(all(h2, query)).as("seed " + seed).isEqualTo(expected);
    }
  }
}
