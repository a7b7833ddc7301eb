package org.pydb.jdbc.result;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.session.SessionGate;
import org.pydb.jdbc.value.JdbcTypes;
import org.pydb.jdbc.wrapper.Unwrappable;

/** What is known of the columns of a result. Thread-safe. */
public final class PydbResultSetMetaData implements ResultSetMetaData, Unwrappable {
  private final List<ColumnInfo> columns;
  private final SessionGate gate;

  /**
   * Of columns, in their order.
   *
   * @param gate of the session that knows the tables that they stem from
   */
  public PydbResultSetMetaData(List<ColumnInfo> columns, SessionGate gate) {
    this.columns = columns;
    this.gate = gate;
  }

  private ColumnInfo column(int column) throws SQLException {
    if (column < 1 || column > columns.size()) {
      throw SqlExceptions.of(
          SqlStates.NO_SUCH_INDEX,
          "there is no column " + column + ": columns count from 1 to " + columns.size());
    }
    return columns.get(column - 1);
  }

  private ColumnType type(int column) throws SQLException {
    return column(column).type();
  }

  @Override
  public int getColumnCount() {
    return columns.size();
  }

  // ------------------------------------------------------------------ names

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return column(column).label();
  }

  /** The name of the column that the values stem from; the label where there is none. */
  @Override
  public String getColumnName(int column) throws SQLException {
    ColumnInfo info = column(column);
    return info.column() == null ? info.label() : info.column();
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return orEmpty(column(column).table());
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return orEmpty(column(column).schema());
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    column(column);
    return "";
  }

  private static String orEmpty(@Nullable String name) {
    return name == null ? "" : name;
  }

  // ------------------------------------------------------------------ types

  @Override
  public int getColumnType(int column) throws SQLException {
    return JdbcTypes.sqlType(type(column));
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return column(column).typeName();
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return JdbcTypes.javaClass(type(column)).getName();
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return JdbcTypes.precision(type(column));
  }

  @Override
  public int getScale(int column) throws SQLException {
    return JdbcTypes.scale(type(column));
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return JdbcTypes.displaySize(type(column));
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return JdbcTypes.isSigned(type(column));
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return JdbcTypes.isCaseSensitive(type(column));
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    column(column);
    return false;
  }

  // ------------------------------------------------------------------ what one may do

  @Override
  public int isNullable(int column) throws SQLException {
    return column(column).nullable() ? columnNullable : columnNoNulls;
  }

  /** Whether the column that the values stem from numbers its rows, by what is defined now. */
  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    ColumnInfo info = column(column);
    if (info.column() == null) {
      return false;
    }
    gate.enter();
    try {
      return gate.session().catalog().tables().stream()
          .filter(table -> table.name().equals(info.table()))
          .filter(table -> table.schema().equals(info.schema()))
          .flatMap(table -> table.columns().stream())
          .anyMatch(it -> it.name().equals(info.column()) && it.identity() != null);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    column(column);
    return true;
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return column(column).column() == null;
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return !isReadOnly(column);
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    column(column);
    return false;
  }
}
