package org.pydb.jdbc.value;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlResult;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/**
 * An array in memory, apart from the result or the connection that it comes from. Its elements are
 * of the classes that {@code getObject} gives for their type. Immutable, but for the arrays that it
 * hands out; thread-safe.
 */
public final class PydbArray implements java.sql.Array {
  private final ColumnType element;
  private final String typeName;
  private final List<@Nullable Object> values;
  private boolean freed;

  /** Makes result sets of the elements; null for an array that belongs to no connection. */
  private @Nullable Rows rows;

  /** Makes a result set of elements of an array, counted from 1. */
  @FunctionalInterface
  public interface Rows {
    ResultSet of(PydbArray array, long index, long count) throws SQLException;
  }

  /** Elements of a type. */
  public PydbArray(ColumnType element, String typeName, List<@Nullable Object> values) {
    this.element = element;
    this.typeName = typeName;
    this.values = new ArrayList<>(values);
  }

  /** The value of a column that is an array. */
  static PydbArray of(RowValues row, int column) throws SQLException {
    ColumnType element = row.type(column).element();
    if (element == null) {
      throw row.cannotConvert(column, "Array");
    }
    String name = row.typeName(column).substring(1);
    ColumnInfo each = new ColumnInfo("element", element, name, true, null, null, null);
    try (SqlResult rows = row.elements(column)) {
      RowValues elements = row.over(rows, new ResultColumns(List.of(each)));
      List<@Nullable Object> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.isNull(0) ? null : ObjectValues.toObject(elements, 0));
      }
      return new PydbArray(element, name, values);
    }
  }

  /**
   * The elements of a Java array of any component type.
   *
   * @throws SQLException 07006 if SQL has no such elements
   */
  public static PydbArray ofJava(Object array) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      values.add(Array.get(array, i));
    }
    Class<?> component = array.getClass().getComponentType();
    ColumnType element =
        values.isEmpty() && component.isPrimitive()
            ? ElementTypes.of(Array.get(Array.newInstance(component, 1), 0).getClass(), values)
            : ElementTypes.of(component, values);
    if (element == null) {
      throw SqlExceptions.of(
          SqlStates.CANNOT_CONVERT, "no SQL type fits a " + array.getClass().getTypeName());
    }
    return new PydbArray(element, element.kind().name(), values);
  }

  /** Has result sets of its elements made by a connection. */
  public PydbArray readBy(Rows reader) {
    rows = reader;
    return this;
  }

  /** The type of the elements. */
  public ColumnType element() {
    return element;
  }

  /** The array as SQL writes it. */
  public String text() throws SQLException {
    checkNotFreed();
    StringBuilder text = new StringBuilder("{");
    for (Object value : values) {
      text.append(text.length() > 1 ? "," : "");
      if (value == null) {
        text.append("NULL");
      } else {
        String plain = text(value);
        text.append('"').append(plain.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
    }
    return text.append('}').toString();
  }

  private static String text(Object value) throws SQLException {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    if (value.getClass().isArray() || value instanceof java.sql.Array) {
      throw SqlExceptions.notSupported("an array of more than one dimension");
    }
    return value.toString();
  }

  @Override
  public String getBaseTypeName() throws SQLException {
    checkNotFreed();
    return typeName;
  }

  @Override
  public int getBaseType() throws SQLException {
    checkNotFreed();
    return JdbcTypes.sqlType(element);
  }

  @Override
  public Object getArray() throws SQLException {
    checkNotFreed();
    Class<?> component = JdbcTypes.javaClass(element);
    Object[] array = (Object[]) Array.newInstance(component, values.size());
    return isOf(component) ? values.toArray(array) : values.toArray();
  }

  /** Whether the application gave elements of other classes than results have. */
  private boolean isOf(Class<?> component) {
    return values.stream().allMatch(value -> value == null || component.isInstance(value));
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    Object[] all = (Object[]) getArray();
    checkRange(index, count);
    return Arrays.copyOfRange(all, (int) index - 1, (int) index - 1 + count);
  }

  private void checkRange(long index, int count) throws SQLException {
    if (index < 1 || count < 0 || index - 1 + count > values.size()) {
      throw SqlExceptions.of(
          SqlStates.INVALID_ARGUMENT,
          "elements " + index + " to " + (index + count - 1) + " of " + values.size());
    }
  }

  @Override
  public Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
    refuse(map);
    return getArray();
  }

  @Override
  public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    refuse(map);
    return getArray(index, count);
  }

  private static void refuse(@Nullable Map<String, Class<?>> map) throws SQLException {
    if (map != null && !map.isEmpty()) {
      throw SqlExceptions.notSupported("a map of types");
    }
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    return getResultSet(1, values.size());
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
    refuse(map);
    return getResultSet();
  }

  /** A row for each of these elements: its number, and itself. */
  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    checkNotFreed();
    checkRange(index, count);
    Rows reader = rows;
    if (reader == null) {
      throw SqlExceptions.notSupported("a result set of an array that no connection has made");
    }
    return reader.of(this, index, count);
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    refuse(map);
    return getResultSet(index, count);
  }

  @Override
  public void free() {
    values.clear();
    freed = true;
  }

  private void checkNotFreed() throws SQLException {
    if (freed) {
      throw SqlExceptions.of(SqlStates.WRONG_STATE, "the array was freed");
    }
  }

  @Override
  public String toString() {
    try {
      return text();
    } catch (SQLException e) {
      return requireNonNull(e.getMessage());
    }
  }
}
