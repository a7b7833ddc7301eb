package org.pydb.server;

import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/**
 * Rows and columns as the protocol carries them. It has no microseconds, no zones, and neither
 * UUIDs, intervals nor JSON; rather than cut such values, they go as texts: the column is a VARCHAR
 * that keeps the name of its type. Stateless.
 */
final class RowFrames {
  private static final int ROWS_MAX = 10_000;
  private static final int ROWS_DEFAULT = 100;

  private RowFrames() {}

  /** What a client is told of a statement before it sees rows. */
  static Meta.Signature signature(
      String sql, @Nullable ResultSetMetaData columns, @Nullable ParameterMetaData parameters)
      throws SQLException {
    return new Meta.Signature(
        columns == null ? List.of() : columns(columns),
        sql,
        parameters == null ? List.of() : parameters(parameters),
        null,
        Meta.CursorFactory.LIST,
        null);
  }

  private static List<ColumnMetaData> columns(ResultSetMetaData of) throws SQLException {
    List<ColumnMetaData> columns = new ArrayList<>();
    for (int i = 1; i <= of.getColumnCount(); i++) {
      Rep rep = rep(of.getColumnType(i));
      Rep onTheWire = rep == Rep.JAVA_SQL_DATE ? Rep.INTEGER : rep; // In days since 1970.
      columns.add(
          new ColumnMetaData(
              i - 1,
              of.isAutoIncrement(i),
              of.isCaseSensitive(i),
              of.isSearchable(i),
              of.isCurrency(i),
              of.isNullable(i),
              of.isSigned(i),
              of.getColumnDisplaySize(i),
              of.getColumnLabel(i),
              of.getColumnName(i),
              of.getSchemaName(i),
              of.getPrecision(i),
              of.getScale(i),
              of.getTableName(i),
              of.getCatalogName(i),
              ColumnMetaData.scalar(
                  typeOnTheWire(of.getColumnType(i)), of.getColumnTypeName(i), onTheWire),
              of.isReadOnly(i),
              of.isWritable(i),
              of.isDefinitelyWritable(i),
              rep == Rep.STRING ? String.class.getName() : of.getColumnClassName(i)));
    }
    return columns;
  }

  private static List<AvaticaParameter> parameters(ParameterMetaData of) throws SQLException {
    List<AvaticaParameter> parameters = new ArrayList<>();
    for (int i = 1; i <= of.getParameterCount(); i++) {
      parameters.add(
          new AvaticaParameter(
              of.isSigned(i),
              of.getPrecision(i),
              of.getScale(i),
              typeOnTheWire(of.getParameterType(i)),
              of.getParameterTypeName(i),
              of.getParameterClassName(i),
              "?" + i));
    }
    return parameters;
  }

  /** How a value travels; as a text unless the protocol has all values of the type. */
  private static Rep rep(int type) {
    return switch (type) {
      case Types.BOOLEAN, Types.BIT -> Rep.BOOLEAN;
      case Types.SMALLINT -> Rep.SHORT;
      case Types.INTEGER -> Rep.INTEGER;
      case Types.BIGINT -> Rep.LONG;
      case Types.REAL -> Rep.FLOAT;
      case Types.DOUBLE, Types.FLOAT -> Rep.DOUBLE;
      case Types.NUMERIC, Types.DECIMAL -> Rep.NUMBER;
      case Types.DATE -> Rep.JAVA_SQL_DATE;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> Rep.BYTE_STRING;
      default -> Rep.STRING;
    };
  }

  private static int typeOnTheWire(int type) {
    boolean isOther = rep(type) == Rep.STRING && type != Types.CHAR;
    return isOther ? Types.VARCHAR : type;
  }

  /**
   * Reads the next rows.
   *
   * @param wanted how many at most; less than none for as many as is usual
   */
  static Meta.Frame next(ResultSet rows, long offset, int wanted) throws SQLException {
    int max = wanted < 0 ? ROWS_DEFAULT : Math.min(wanted, ROWS_MAX);
    ResultSetMetaData columns = rows.getMetaData();
    int[] types = new int[columns.getColumnCount()];
    for (int i = 0; i < types.length; i++) {
      types[i] = columns.getColumnType(i + 1);
    }
    List<Object> frame = new ArrayList<>();
    boolean isEnd = max == 0;
    while (frame.size() < max && !isEnd) {
      if (rows.next()) {
        frame.add(row(rows, types));
      } else {
        isEnd = true;
      }
    }
    return new Meta.Frame(offset, isEnd, frame);
  }

  /** Reads all rows, of which there are few. */
  static Meta.Frame all(ResultSet rows) throws SQLException {
    List<Object> all = new ArrayList<>();
    Meta.Frame frame;
    do {
      frame = next(rows, all.size(), ROWS_MAX);
      frame.rows.forEach(all::add);
    } while (!frame.done);
    return new Meta.Frame(0, true, all);
  }

  private static @Nullable Object[] row(ResultSet rows, int[] types) throws SQLException {
    @Nullable Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      Object value = value(rows, i + 1, rep(types[i]));
      values[i] = rows.wasNull() ? null : value;
    }
    return values;
  }

  private static @Nullable Object value(ResultSet rows, int column, Rep rep) throws SQLException {
    return switch (rep) {
      case BOOLEAN -> rows.getBoolean(column);
      case SHORT -> rows.getShort(column);
      case INTEGER -> rows.getInt(column);
      case LONG -> rows.getLong(column);
      case FLOAT -> rows.getFloat(column);
      case DOUBLE -> rows.getDouble(column);
      case NUMBER -> rows.getBigDecimal(column);
      case BYTE_STRING -> rows.getBytes(column);
      case JAVA_SQL_DATE -> {
        LocalDate date = rows.getObject(column, LocalDate.class);
        yield date == null ? null : Math.toIntExact(date.toEpochDay());
      }
      default -> rows.getString(column);
    };
  }
}
