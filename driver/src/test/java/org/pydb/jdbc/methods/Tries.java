package org.pydb.jdbc.methods;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The methods of one interface, each called once on an object in a state in which the call makes
 * sense, and what it gave. Whatever is thrown but {@link SQLFeatureNotSupportedException} comes out
 * of the test.
 *
 * @param <T> the interface
 */
final class Tries<T> {

  /** The release in which the methods on the page were counted. */
  private static final int COUNTED_IN_JAVA = 17;

  /** A call, and what shows that it did what it says. */
  @FunctionalInterface
  interface Try<T> {
    Object on(T object) throws Exception;
  }

  /** Makes the object of which a method is called, of a connection of its own. */
  @FunctionalInterface
  interface Opening<T> {
    T of(Connection connection) throws Exception;
  }

  /** What a call gave, or why there is no such call. */
  record Outcome(boolean works, String remark) {}

  private final Class<T> type;
  private final Fixture fixture;
  private final Opening<T> opening;
  private final Map<String, Outcome> outcomes = new TreeMap<>();

  Tries(Class<T> type, Fixture fixture, Opening<T> opening) {
    this.type = type;
    this.fixture = fixture;
    this.opening = opening;
  }

  Class<T> type() {
    return type;
  }

  Map<String, Outcome> outcomes() {
    return outcomes;
  }

  /**
   * Tries a method.
   *
   * @param signature its name and the types of its parameters, as {@code getInt(int)}
   */
  void call(String signature, Try<T> attempt) throws Exception {
    if (Arrays.stream(type.getMethods()).map(Tries::signature).noneMatch(signature::equals)) {
      throw new IllegalArgumentException(type.getSimpleName() + " has no " + signature);
    }
    try (Connection connection = fixture.connect()) {
      outcomes.put(signature, outcome(signature, attempt, opening.of(connection)));
    }
  }

  private Outcome outcome(String signature, Try<T> attempt, T object) {
    try {
      return new Outcome(true, Shown.of(attempt.on(object)));
    } catch (SQLFeatureNotSupportedException e) {
      return new Outcome(false, e.getMessage());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLFeatureNotSupportedException refused) {
        return new Outcome(false, refused.getMessage());
      }
      throw new AssertionError(type.getSimpleName() + "." + signature, e.getCause());
    } catch (Exception e) {
      throw new AssertionError(type.getSimpleName() + "." + signature, e);
    }
  }

  /** The methods that there are and were not tried. */
  Set<String> missing() {
    Set<String> missing =
        Arrays.stream(type.getMethods())
            .filter(this::counts)
            .map(Tries::signature)
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(outcomes.keySet());
    return missing;
  }

  /** Whether a method is one of the interface's own, of the release that was counted. */
  private boolean counts(Method method) {
    boolean isLater = method.isDefault() && Runtime.version().feature() > COUNTED_IN_JAVA;
    return !Modifier.isStatic(method.getModifiers())
        && (method.getDeclaringClass() == type || !isOfStatement(method))
        && !isLater;
  }

  /** Whether it is tried with statements, or with prepared ones. */
  private static boolean isOfStatement(Method method) {
    return method.getDeclaringClass() == Statement.class
        || method.getDeclaringClass() == PreparedStatement.class;
  }

  static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }
}
