package org.pydb.examples.benchmarks.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Loads rows into a table, many a commit, in the way that suits the database. For one thread. */
public final class BulkInsert implements AutoCloseable {
  private static final int ROWS_PER_COMMIT = 10_000;

  private final Connection connection;
  private final int rowsPerInsert;
  private final PreparedStatement many;
  private final PreparedStatement one;
  private final List<List<Object>> rows = new ArrayList<>();

  private BulkInsert(
      Connection connection, int rowsPerInsert, PreparedStatement many, PreparedStatement one) {
    this.connection = connection;
    this.rowsPerInsert = rowsPerInsert;
    this.many = many;
    this.one = one;
  }

  /** Begins to load a table, on the first connection of a database. */
  public static BulkInsert into(PeerDatabase database, String table, int columns)
      throws SQLException {
    Connection connection = database.connection();
    int rowsPerInsert = database.peer().rowsPerInsert();
    connection.setAutoCommit(false);
    String row = "(?" + ", ?".repeat(columns - 1) + ")";
    String insert = "insert into " + table + " values " + row;
    return new BulkInsert(
        connection,
        rowsPerInsert,
        connection.prepareStatement(insert + (", " + row).repeat(rowsPerInsert - 1)),
        connection.prepareStatement(insert));
  }

  /** Adds a row. */
  public void add(Object... values) throws SQLException {
    rows.add(List.of(values));
    if (rows.size() == ROWS_PER_COMMIT) {
      flush();
    }
  }

  private void flush() throws SQLException {
    int together = rows.size() - rows.size() % rowsPerInsert;
    insert(many, rows.subList(0, together), rowsPerInsert);
    insert(one, rows.subList(together, rows.size()), 1);
    connection.commit();
    rows.clear();
  }

  private static void insert(PreparedStatement insert, List<List<Object>> rows, int rowsPerInsert)
      throws SQLException {
    int parameter = 1;
    for (int i = 0; i < rows.size(); i++) {
      for (Object value : rows.get(i)) {
        insert.setObject(parameter++, value);
      }
      if ((i + 1) % rowsPerInsert == 0) {
        insert.addBatch();
        parameter = 1;
      }
    }
    if (!rows.isEmpty()) {
      insert.executeBatch();
    }
  }

  /** Loads the last rows; the connection commits by itself again. */
  @Override
  public void close() throws SQLException {
    flush();
    many.close();
    one.close();
    connection.setAutoCommit(true);
  }
}
