package org.pydb.jdbc.methods;

import static java.sql.ResultSet.CONCUR_UPDATABLE;
import static java.sql.ResultSet.TYPE_SCROLL_INSENSITIVE;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Calendar;
import java.util.Map;
import org.pydb.jdbc.result.PydbResultSet;

/** {@link ResultSet}, of one that scrolls and is updatable, but for its type. */
final class ResultSetTries {

  /** The column that a getter or updater of this name is tried on, where it is not the text. */
  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry("Array", "list"),
          Map.entry("BigDecimal", "amount"),
          Map.entry("BinaryStream", "bytes"),
          Map.entry("Blob", "bytes"),
          Map.entry("Boolean", "truth"),
          Map.entry("Byte", "tiny"),
          Map.entry("Bytes", "bytes"),
          Map.entry("Date", "day"),
          Map.entry("Double", "number"),
          Map.entry("Float", "single"),
          Map.entry("Int", "whole"),
          Map.entry("Long", "large"),
          Map.entry("Short", "tiny"),
          Map.entry("Time", "hour"),
          Map.entry("Timestamp", "moment"));

  private ResultSetTries() {}

  static Tries<ResultSet> all(Fixture fixture) throws Exception {
    Tries<ResultSet> on =
        new Tries<>(
            ResultSet.class,
            fixture,
            c -> {
              c.setAutoCommit(false);
              ResultSet rows = open(c, "select * from every");
              rows.next();
              return rows;
            });
    for (Method method : ResultSet.class.getDeclaredMethods()) {
      Class<?>[] types = method.getParameterTypes();
      boolean hasColumn = types.length > 0 && (types[0] == int.class || types[0] == String.class);
      if (method.getName().startsWith("get") && hasColumn) {
        on.call(Tries.signature(method), rows -> get(rows, method));
      } else if (method.getName().startsWith("update") && hasColumn) {
        on.call(Tries.signature(method), rows -> update(rows, method));
      }
    }
    moving(on);
    changing(on);
    rest(on);
    return on;
  }

  private static ResultSet open(Connection connection, String query) throws Exception {
    return connection
        .createStatement(TYPE_SCROLL_INSENSITIVE, CONCUR_UPDATABLE)
        .executeQuery(query);
  }

  private static String column(Method method) {
    return COLUMNS.getOrDefault(method.getName().replaceFirst("get|update", ""), "text");
  }

  private static Object position(ResultSet rows, Method method) throws Exception {
    String column = column(method);
    return method.getParameterTypes()[0] == int.class ? (Object) rows.findColumn(column) : column;
  }

  private static Object get(ResultSet rows, Method method) throws Exception {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    arguments[0] = position(rows, method);
    for (int i = 1; i < types.length; i++) {
      if (types[i] == Class.class) {
        arguments[i] = String.class;
      } else if (types[i] == Map.class) {
        arguments[i] = Map.of();
      } else {
        arguments[i] = types[i] == Calendar.class ? Calendar.getInstance() : (Object) 1;
      }
    }
    return method.invoke(rows, arguments);
  }

  /** What is stored then. */
  private static Object update(ResultSet rows, Method method) throws Exception {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    arguments[0] = position(rows, method);
    for (int i = 1; i < types.length; i++) {
      boolean isLength = i > 1 && (types[i] == int.class || types[i] == long.class);
      arguments[i] =
          isLength
              ? Arguments.length(types[i])
              : Arguments.of(types[i], rows.getStatement().getConnection());
    }
    method.invoke(rows, arguments);
    rows.updateRow();
    boolean isBytes = column(method).equals("bytes");
    Object stored =
        isBytes ? Shown.of(rows.getBytes(column(method))) : rows.getString(column(method));
    return "then the row has " + stored;
  }

  private static void moving(Tries<ResultSet> on) throws Exception {
    on.call("next()", rows -> rows.next() + " behind the only row");
    on.call("previous()", rows -> rows.previous() + " before the only row");
    on.call("first()", ResultSet::first);
    on.call("last()", ResultSet::last);
    on.call("absolute(int)", rows -> rows.absolute(-1) + " of the last row");
    on.call("relative(int)", rows -> rows.relative(0) + " where it stands");
    on.call(
        "beforeFirst()",
        rows -> {
          rows.beforeFirst();
          return "then it stands before the first: " + rows.isBeforeFirst();
        });
    on.call(
        "afterLast()",
        rows -> {
          rows.afterLast();
          return "then it stands after the last: " + rows.isAfterLast();
        });
    on.call("isBeforeFirst()", ResultSet::isBeforeFirst);
    on.call("isAfterLast()", ResultSet::isAfterLast);
    on.call("isFirst()", ResultSet::isFirst);
    on.call("isLast()", ResultSet::isLast);
    on.call("getRow()", ResultSet::getRow);
    on.call("getType()", ResultSet::getType);
    on.call("getConcurrency()", ResultSet::getConcurrency);
    on.call("getHoldability()", ResultSet::getHoldability);
    on.call("getFetchDirection()", ResultSet::getFetchDirection);
    on.call(
        "setFetchDirection(int)",
        rows -> {
          rows.setFetchDirection(ResultSet.FETCH_REVERSE);
          return "then it is " + rows.getFetchDirection();
        });
    on.call("getFetchSize()", ResultSet::getFetchSize);
    on.call(
        "setFetchSize(int)",
        rows -> {
          rows.setFetchSize(9);
          return "then it is " + rows.getFetchSize();
        });
  }

  private static void changing(Tries<ResultSet> on) throws Exception {
    on.call(
        "moveToInsertRow()",
        rows -> {
          rows.moveToInsertRow();
          rows.updateString("text", "new");
          return "then getters give what updaters were given: " + rows.getString("text");
        });
    on.call(
        "moveToCurrentRow()",
        rows -> {
          rows.moveToInsertRow();
          rows.moveToCurrentRow();
          return "then it stands on row " + rows.getRow();
        });
    on.call(
        "insertRow()",
        rows -> {
          rows.moveToInsertRow();
          rows.updateInt("id", 2);
          rows.insertRow();
          return open(rows.getStatement().getConnection(), "select count(*) as stored from every");
        });
    on.call(
        "updateRow()",
        rows -> {
          rows.updateInt("whole", 5);
          rows.updateRow();
          return open(rows.getStatement().getConnection(), "select whole as stored from every");
        });
    on.call(
        "deleteRow()",
        rows -> {
          rows.deleteRow();
          return open(rows.getStatement().getConnection(), "select count(*) as stored from every");
        });
    on.call(
        "refreshRow()",
        rows -> {
          rows.getStatement()
              .getConnection()
              .createStatement()
              .executeUpdate("update every set whole = 6");
          rows.refreshRow();
          return "then the row has " + rows.getInt("whole");
        });
    on.call(
        "cancelRowUpdates()",
        rows -> {
          rows.updateInt("whole", 5);
          rows.cancelRowUpdates();
          rows.updateRow();
          return open(rows.getStatement().getConnection(), "select whole as stored from every");
        });
    on.call("rowUpdated()", ResultSet::rowUpdated);
    on.call("rowInserted()", ResultSet::rowInserted);
    on.call(
        "rowDeleted()",
        rows -> {
          rows.deleteRow();
          return rows.rowDeleted();
        });
  }

  private static void rest(Tries<ResultSet> on) throws Exception {
    on.call("findColumn(String)", rows -> rows.findColumn("WHOLE"));
    on.call(
        "wasNull()",
        rows -> {
          ResultSet nothing =
              rows.getStatement().getConnection().createStatement().executeQuery("select null");
          nothing.next();
          return nothing.getInt(1) + " was NULL: " + nothing.wasNull();
        });
    on.call("getMetaData()", rows -> rows.getMetaData().getColumnCount() + " columns");
    on.call("getStatement()", ResultSet::getStatement);
    on.call("getCursorName()", ResultSet::getCursorName);
    on.call("getWarnings()", ResultSet::getWarnings);
    on.call(
        "clearWarnings()",
        rows -> {
          rows.clearWarnings();
          return "then there is " + rows.getWarnings();
        });
    on.call("isClosed()", ResultSet::isClosed);
    on.call(
        "close()",
        rows -> {
          rows.close();
          rows.close();
          return "then it is closed: " + rows.isClosed();
        });
    on.call("isWrapperFor(Class)", rows -> rows.isWrapperFor(PydbResultSet.class));
    on.call("unwrap(Class)", rows -> rows.unwrap(PydbResultSet.class) != null);
  }
}
