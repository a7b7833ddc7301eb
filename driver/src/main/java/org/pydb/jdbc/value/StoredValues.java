package org.pydb.jdbc.value;

import java.sql.SQLException;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.engine.schema.ColumnType;

/** Gives values of a row to a statement, to be compared with what is stored now. Stateless. */
public final class StoredValues {

  private StoredValues() {}

  /** Whether values of a type are compared as text: some are equal that are not the same. */
  public static boolean areComparedAsText(ColumnType type) {
    return switch (type.kind()) {
      case INTERVAL, JSON, JSONB, ARRAY -> true;
      default -> false;
    };
  }

  /** Binds a value that is not NULL. Column and parameter count from 0. */
  public static void bind(RowValues values, int column, ParameterValues to, int parameter)
      throws SQLException {
    ColumnType type = values.type(column);
    switch (type.kind()) {
      case BOOLEAN, INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ ->
          to.setLong(parameter, type.kind(), values.word(column));
      case FLOAT32, FLOAT64 -> to.setDouble(parameter, type.kind(), values.number(column));
      case DECIMAL, NUMERIC -> to.setDecimal(parameter, values.decimal(column));
      case BYTES, UUID -> to.setBytes(parameter, type.kind(), values.bytes(column));
      case CHAR, TEXT -> to.setText(parameter, values.string(column));
      case INTERVAL, JSON, JSONB, ARRAY -> to.setText(parameter, TextValues.toText(values, column));
    }
  }
}
