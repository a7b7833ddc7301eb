package org.pydb.examples.benchmarks.tpch;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.pydb.examples.benchmarks.peer.BulkInsert;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/** The eight tables with the rows that the standard's generator makes for a scale. */
public final class TpchData {

  private TpchData() {}

  /** Creates and fills the tables. */
  public static void load(PeerDatabase database, double scale) throws SQLException {
    database.execute(Resources.read("schema.sql").strip().split(";\\s*", 0));
    for (TpchTable<?> table : TpchTable.getTables()) {
      load(database, table, scale);
    }
  }

  private static <E extends TpchEntity> void load(
      PeerDatabase database, TpchTable<E> table, double scale) throws SQLException {
    List<TpchColumn<E>> columns = table.getColumns();
    try (BulkInsert insert = BulkInsert.into(database, table.getTableName(), columns.size())) {
      for (E entity : table.createGenerator(scale, 1, 1)) {
        insert.add(columns.stream().map(column -> value(column, entity)).toArray());
      }
    }
  }

  private static <E extends TpchEntity> Object value(TpchColumn<E> column, E entity) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> column.getIdentifier(entity);
      case INTEGER -> column.getInteger(entity);
      case VARCHAR -> column.getString(entity);
      case DATE -> LocalDate.ofEpochDay(column.getDate(entity));
      case DOUBLE -> cents(column.getDouble(entity));
    };
  }

  /** The generator counts in cents, and hands them out divided by 100. */
  private static BigDecimal cents(double amount) {
    return BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_EVEN);
  }
}
