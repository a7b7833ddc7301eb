package org.pydb.jdbc.methods;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.Types;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.pydb.jdbc.statement.PydbPreparedStatement;

/** {@link PreparedStatement}: what it adds to a statement. */
final class PreparedStatementTries {

  /** What a setter's parameter is cast to, where that is not text. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("setArray", "integer[]"),
          Map.entry("setBigDecimal", "numeric"),
          Map.entry("setBinaryStream", "bytea"),
          Map.entry("setBlob", "bytea"),
          Map.entry("setBoolean", "boolean"),
          Map.entry("setByte", "smallint"),
          Map.entry("setBytes", "bytea"),
          Map.entry("setDate", "date"),
          Map.entry("setDouble", "double precision"),
          Map.entry("setFloat", "real"),
          Map.entry("setInt", "integer"),
          Map.entry("setLong", "bigint"),
          Map.entry("setShort", "smallint"),
          Map.entry("setTime", "time"),
          Map.entry("setTimestamp", "timestamp"));

  private PreparedStatementTries() {}

  static Tries<PreparedStatement> all(Fixture fixture) throws Exception {
    Tries<PreparedStatement> on =
        new Tries<>(
            PreparedStatement.class,
            fixture,
            c -> {
              c.setAutoCommit(false);
              return c.prepareStatement("update pet set weight = ? where id > 0");
            });
    for (Method method : PreparedStatement.class.getDeclaredMethods()) {
      if (method.getName().startsWith("set")) {
        on.call(Tries.signature(method), s -> set(s.getConnection(), method));
      }
    }
    running(on);
    return on;
  }

  /** What the database got of a setter. */
  private static Object set(Connection connection, Method method) throws Exception {
    String type = TYPES.getOrDefault(method.getName(), "text");
    try (PreparedStatement query =
        connection.prepareStatement("select cast(? as " + type + ") as \"the database got\"")) {
      method.invoke(query, arguments(method, connection));
      var rows = query.executeQuery();
      rows.next();
      String got = rows.getString(1);
      boolean bytes = type.equals("bytea");
      return "the database got " + (bytes ? Shown.of(rows.getBytes(1)) : got);
    }
  }

  private static Object[] arguments(Method method, Connection connection) throws Exception {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    arguments[0] = 1;
    boolean isNull = method.getName().equals("setNull");
    boolean isObject = method.getName().equals("setObject");
    for (int i = 1; i < types.length; i++) {
      boolean isNumber = types[i] == int.class || types[i] == long.class;
      if ((i == 1 && isNull) || (i == 2 && isObject && isNumber)) {
        arguments[i] = Types.VARCHAR;
      } else if (i > 1 && isNumber) {
        arguments[i] = Arguments.length(types[i]);
      } else {
        arguments[i] = Arguments.of(types[i], connection);
      }
    }
    return arguments;
  }

  private static void running(Tries<PreparedStatement> on) throws Exception {
    on.call("execute()", s -> bound(s).execute() + ", the count is " + s.getUpdateCount());
    on.call(
        "executeQuery()", s -> s.getConnection().prepareStatement("select 1 as n").executeQuery());
    on.call("executeUpdate()", s -> bound(s).executeUpdate());
    on.call("executeLargeUpdate()", s -> bound(s).executeLargeUpdate());
    on.call(
        "addBatch()",
        s -> {
          bound(s).addBatch();
          bound(s).addBatch();
          return s.executeBatch();
        });
    on.call(
        "clearParameters()",
        s -> {
          bound(s).clearParameters();
          return "then a run fails with " + Refusal.of(s::executeUpdate);
        });
    on.call("getMetaData()", s -> metaData(s.getConnection(), s.getMetaData()));
    on.call(
        "getParameterMetaData()",
        s -> {
          ParameterMetaData parameters = s.getParameterMetaData();
          return parameters.getParameterCount() + ": " + parameters.getParameterTypeName(1);
        });
    on.call("isWrapperFor(Class)", s -> s.isWrapperFor(PydbPreparedStatement.class));
    on.call("unwrap(Class)", s -> s.unwrap(PydbPreparedStatement.class));
  }

  private static PreparedStatement bound(PreparedStatement statement) throws Exception {
    statement.setInt(1, 5);
    return statement;
  }

  private static String metaData(Connection connection, ResultSetMetaData ofChange)
      throws Exception {
    ResultSetMetaData ofQuery =
        connection.prepareStatement("select id, name from pet").getMetaData();
    return String.format(
        Locale.ROOT,
        "%s of a change, %s of a query before it ran",
        ofChange,
        Arrays.asList(ofQuery.getColumnName(1), ofQuery.getColumnName(2)));
  }
}
