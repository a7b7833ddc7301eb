package org.pydb.jdbc.methods;

import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Types;
import java.util.Calendar;
import java.util.Map;
import org.pydb.jdbc.statement.PydbPreparedStatement;

/** {@link CallableStatement}: what it adds to a prepared one. */
final class CallableStatementTries {

  /** The values that getters are tried on, where they are not a text. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("getArray", "array[1, 2]"),
          Map.entry("getBigDecimal", "12.34"),
          Map.entry("getBlob", "cast('bytes' as bytea)"),
          Map.entry("getBoolean", "true"),
          Map.entry("getByte", "7"),
          Map.entry("getBytes", "cast('bytes' as bytea)"),
          Map.entry("getDate", "date '2024-02-29'"),
          Map.entry("getDouble", "2.5"),
          Map.entry("getFloat", "1.5"),
          Map.entry("getInt", "42"),
          Map.entry("getLong", "4200000000"),
          Map.entry("getShort", "7"),
          Map.entry("getTime", "time '10:11:12'"),
          Map.entry("getTimestamp", "timestamp '2024-02-29 10:11:12'"));

  private CallableStatementTries() {}

  static Tries<CallableStatement> all(Fixture fixture) throws Exception {
    Tries<CallableStatement> on =
        new Tries<>(
            CallableStatement.class, fixture, c -> c.prepareCall("{? = call repeat(?, ?)}"));
    for (Method method : CallableStatement.class.getDeclaredMethods()) {
      if (method.getName().startsWith("get")) {
        on.call(Tries.signature(method), s -> get(s, method));
      } else if (!method.getName().equals("wasNull")) {
        on.call(Tries.signature(method), s -> set(s, method));
      }
    }
    on.call(
        "wasNull()",
        s -> {
          CallableStatement call = s.getConnection().prepareCall("{? = call lower(null)}");
          call.execute();
          return call.getString(1) + " was NULL: " + call.wasNull();
        });
    on.call("isWrapperFor(Class)", s -> s.isWrapperFor(CallableStatement.class));
    on.call("unwrap(Class)", s -> s.unwrap(PydbPreparedStatement.class));
    return on;
  }

  private static Object get(CallableStatement statement, Method method) throws Exception {
    String value = VALUES.getOrDefault(method.getName(), "'text'");
    CallableStatement call =
        statement.getConnection().prepareCall("{? = call coalesce(" + value + ", null)}");
    call.execute();
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    arguments[0] = types[0] == int.class ? (Object) 1 : "name";
    for (int i = 1; i < types.length; i++) {
      if (types[i] == Class.class) {
        arguments[i] = String.class;
      } else if (types[i] == Map.class) {
        arguments[i] = Map.of();
      } else {
        arguments[i] = types[i] == Calendar.class ? Calendar.getInstance() : (Object) 1;
      }
    }
    return method.invoke(call, arguments);
  }

  /** Registers, or sets by name. */
  private static Object set(CallableStatement call, Method method) throws Exception {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    arguments[0] = types[0] == int.class ? (Object) 1 : "name";
    for (int i = 1; i < types.length; i++) {
      arguments[i] =
          types[i] == int.class
              ? (Object) Types.VARCHAR
              : Arguments.of(types[i], call.getConnection());
    }
    method.invoke(call, arguments);
    call.setString(2, "ab");
    call.setInt(3, 2);
    call.execute();
    return "then the call gives " + call.getString(1);
  }
}
