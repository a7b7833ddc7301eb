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
import java.util.List;

/** The eight tables with the rows that the standard's generator makes for a scale. */
public final class TpchData {
  private static final int ROWS_PER_COMMIT = 10_000;

  private TpchData() {}

  /** Creates and fills the tables. */
  public static void load(Connection connection, double scale) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : Resources.read("schema.sql").split(";\\s*", 0)) {
        statement.execute(sql);
      }
    }
    connection.setAutoCommit(false);
    for (TpchTable<?> table : TpchTable.getTables()) {
      load(connection, table, scale);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static <E extends TpchEntity> void load(
      Connection connection, TpchTable<E> table, double scale) throws SQLException {
    List<TpchColumn<E>> columns = table.getColumns();
    String sql =
        "insert into "
            + table.getTableName()
            + " values (?"
            + ", ?".repeat(columns.size() - 1)
            + ")";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      int rows = 0;
      for (E entity : table.createGenerator(scale, 1, 1)) {
        for (int i = 0; i < columns.size(); i++) {
          bind(insert, i + 1, columns.get(i), entity);
        }
        insert.addBatch();
        if (++rows % ROWS_PER_COMMIT == 0) {
          insert.executeBatch();
          connection.commit();
          rows = 0;
        }
      }
      if (rows > 0) {
        insert.executeBatch();
      }
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
