package org.pydb.examples.benchmarks.tpch;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The eight tables with the rows that the standard's generator makes for a scale. */
public final class TpchData {
  private static final int ROWS_PER_COMMIT = 10_000;

  private TpchData() {}

  /** Creates and fills the tables. */
  public static void load(Connection connection, double scale) throws SQLException {
    load(connection, scale, 1);
  }

  /**
   * Creates and fills the tables.
   *
   * @param rowsPerInsert how many rows go into a statement
   */
  static void load(Connection connection, double scale, int rowsPerInsert) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : Resources.read("schema.sql").split(";\\s*", 0)) {
        statement.execute(sql);
      }
    }
    connection.setAutoCommit(false);
    for (TpchTable<?> table : TpchTable.getTables()) {
      load(connection, table, scale, rowsPerInsert);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static <E extends TpchEntity> void load(
      Connection connection, TpchTable<E> table, double scale, int rowsPerInsert)
      throws SQLException {
    Iterator<E> entities = table.createGenerator(scale, 1, 1).iterator();
    List<E> rows = new ArrayList<>();
    try (PreparedStatement many = insert(connection, table, rowsPerInsert);
        PreparedStatement one = insert(connection, table, 1)) {
      while (entities.hasNext()) {
        rows.add(entities.next());
        if (rows.size() == ROWS_PER_COMMIT || !entities.hasNext()) {
          int together = rows.size() - rows.size() % rowsPerInsert;
          insert(many, table, rows.subList(0, together), rowsPerInsert);
          insert(one, table, rows.subList(together, rows.size()), 1);
          connection.commit();
          rows.clear();
        }
      }
    }
  }

  private static PreparedStatement insert(Connection connection, TpchTable<?> table, int rows)
      throws SQLException {
    String row = "(?" + ", ?".repeat(table.getColumns().size() - 1) + ")";
    String sql = "insert into " + table.getTableName() + " values " + row;
    return connection.prepareStatement(sql + (", " + row).repeat(rows - 1));
  }

  private static <E extends TpchEntity> void insert(
      PreparedStatement insert, TpchTable<E> table, List<E> rows, int rowsPerInsert)
      throws SQLException {
    List<TpchColumn<E>> columns = table.getColumns();
    int parameter = 1;
    for (int i = 0; i < rows.size(); i++) {
      for (TpchColumn<E> column : columns) {
        bind(insert, parameter++, column, rows.get(i));
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

  private static <E extends TpchEntity> void bind(
      PreparedStatement insert, int parameter, TpchColumn<E> column, E entity) throws SQLException {
    switch (column.getType().getBase()) {
      case IDENTIFIER -> insert.setLong(parameter, column.getIdentifier(entity));
      case INTEGER -> insert.setInt(parameter, column.getInteger(entity));
      case VARCHAR -> insert.setString(parameter, column.getString(entity));
      case DATE -> insert.setObject(parameter, LocalDate.ofEpochDay(column.getDate(entity)));
      case DOUBLE -> insert.setBigDecimal(parameter, cents(column.getDouble(entity)));
    }
  }

  /** The generator counts in cents, and hands them out divided by 100. */
  private static BigDecimal cents(double amount) {
    return BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_EVEN);
  }
}
