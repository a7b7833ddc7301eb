package org.pydb.jdbc.statement;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.result.ResultKind;
import org.pydb.jdbc.session.SessionGate;

/**
 * A {@code CallableStatement}: a prepared statement that asks for the value of a function. In
 * <code>
 * {? = call f(…)}</code> the first parameter takes the value, and getters give it; <code>
 * {call f(…)}
 * </code> gives it as a result set.
 *
 * <p>All else is up to the prepared statement, so this is a proxy rather than a class with a method
 * for each of the two hundred that JDBC has.
 */
public final class FunctionCall implements InvocationHandler {
  private final PydbPreparedStatement statement;

  /** Whether the first parameter takes the value. */
  private final boolean hasResult;

  /** Stands on the row with the value, once it was called. */
  private @Nullable ResultSet value;

  private FunctionCall(PydbPreparedStatement statement, boolean hasResult) {
    this.statement = statement;
    this.hasResult = hasResult;
  }

  /** A call, as JDBC writes it, or any other statement. Inside the gate. */
  public static CallableStatement prepare(
      Connection connection, SessionGate gate, ResultKind kind, String sql) throws SQLException {
    boolean hasResult = Escapes.isCallWithResult(sql);
    PydbPreparedStatement statement =
        new PydbPreparedStatement(
            connection,
            gate,
            kind,
            GeneratedKeys.prepare(gate.session(), Escapes.query(sql), null, 0));
    if (hasResult) {
      statement.setNull(1, Types.VARCHAR);
    }
    return (CallableStatement)
        Proxy.newProxyInstance(
            FunctionCall.class.getClassLoader(),
            new Class<?>[] {CallableStatement.class},
            new FunctionCall(statement, hasResult));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Class<?> declaring = method.getDeclaringClass();
    if (declaring == CallableStatement.class) {
      return ofCall(method, arguments);
    } else if (declaring == Object.class) {
      return method.getName().equals("equals")
          ? (Object) (arguments != null && proxy == arguments[0])
          : on(statement, method, arguments);
    } else if (method.getName().equals("unwrap") || method.getName().equals("isWrapperFor")) {
      boolean isOurs = arguments != null && CallableStatement.class.equals(arguments[0]);
      boolean unwraps = method.getName().equals("unwrap");
      return isOurs ? (unwraps ? proxy : (Object) true) : on(statement, method, arguments);
    }
    return hasResult ? ofCallWithResult(method, arguments) : on(statement, method, arguments);
  }

  /** What callable statements add to prepared ones. */
  private @Nullable Object ofCall(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("wasNull")) {
      return value().wasNull();
    }
    if (method.getParameterTypes()[0] != int.class || arguments == null) {
      throw SqlExceptions.notSupported("a parameter with a name: give its number; it");
    }
    checkIsResult((Integer) arguments[0]);
    if (method.getName().equals("registerOutParameter")) {
      return null; // The function says what it gives, and getters convert it.
    }
    Method getter = ResultSet.class.getMethod(method.getName(), method.getParameterTypes());
    return on(value(), getter, arguments);
  }

  private void checkIsResult(@Nullable Integer parameter) throws SQLException {
    if (!hasResult || parameter == null || parameter != 1) {
      throw SqlExceptions.of(
          SqlStates.NO_SUCH_INDEX,
          hasResult
              ? "parameter " + parameter + " takes no value: only the first does"
              : "no parameter takes a value: that would be {? = call …}");
    }
  }

  private ResultSet value() throws SQLException {
    ResultSet known = value;
    if (known == null) {
      throw SqlExceptions.of(SqlStates.WRONG_STATE, "the call has not been executed");
    }
    return known;
  }

  private @Nullable Object ofCallWithResult(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "execute" -> {
        call(arguments);
        yield false;
      }
      case "executeUpdate" -> {
        call(arguments);
        yield 0;
      }
      case "executeLargeUpdate" -> {
        call(arguments);
        yield 0L;
      }
      case "executeQuery" ->
          throw SqlExceptions.of(
              SqlStates.ROWS_EXPECTED,
              "the value of the call goes to its first parameter: use execute");
      case "addBatch", "executeBatch", "executeLargeBatch" ->
          throw SqlExceptions.notSupported("a batch of calls that give values");
      case "getResultSet" -> null;
      case "getParameterMetaData" -> statement.parametersOfCall();
      default -> on(statement, method, arguments);
    };
  }

  /** Calls the function; one that gives rows gives its first. */
  private void call(@Nullable Object @Nullable [] arguments) throws SQLException {
    if (arguments != null) {
      statement.execute(String.valueOf(arguments[0])); // Which says what is wrong.
    }
    ResultSet rows = statement.executeQuery();
    if (!rows.next()) {
      throw SqlExceptions.of(SqlStates.NOT_ON_A_ROW, "the function gave no rows");
    }
    value = rows;
  }

  private static @Nullable Object on(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
