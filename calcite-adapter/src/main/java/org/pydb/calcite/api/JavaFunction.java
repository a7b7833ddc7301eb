package org.pydb.calcite.api;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function that an application brings, to be called by statements. Immutable; as thread-safe as
 * what it computes with.
 */
public sealed interface JavaFunction {

  /** How statements call it: in lower case, since names that stand without quotes are. */
  String name();

  /** What it takes. */
  List<JavaType> parameters();

  /** What it gives. */
  JavaType result();

  /** Its name and what it takes, for messages. */
  default String signature() {
    return parameters().stream()
        .map(type -> type.javaClass().getSimpleName())
        .collect(Collectors.joining(", ", name() + "(", ")"));
  }

  /**
   * A function that gives one value for the values of a row.
   *
   * @param isDeterministic whether the same arguments always give the same value
   * @param takesNulls whether it is called with null as well; otherwise NULL gives NULL
   * @param isOneAtATime whether it must not be called by several threads at once
   */
  record Scalar(
      String name,
      List<JavaType> parameters,
      JavaType result,
      boolean isDeterministic,
      boolean takesNulls,
      boolean isOneAtATime,
      Body body)
      implements JavaFunction {

    /** Checks the name. */
    public Scalar {
      name = checked(name);
      parameters = List.copyOf(parameters);
    }
  }

  /** What a scalar function computes. */
  @FunctionalInterface
  interface Body {

    /**
     * The value for some arguments.
     *
     * @param arguments of the classes of the parameters; not to be kept
     * @return of the class of the result
     */
    @Nullable Object call(@Nullable Object[] arguments) throws Exception;
  }

  /**
   * A function that gives one value for the rows of a group. Rows where its argument is NULL do not
   * count; it is NULL if none is left.
   *
   * @param collector makes the value; called by one thread for one group
   */
  record Aggregate(
      String name, JavaType parameter, JavaType result, Collector<Object, Object, Object> collector)
      implements JavaFunction {

    /** Checks the name. */
    public Aggregate {
      name = checked(name);
    }

    @Override
    public List<JavaType> parameters() {
      return List.of(parameter);
    }
  }

  private static String checked(String name) {
    if (!Names.PLAIN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no name of a function: letters, digits and _ only");
    }
    return name.toLowerCase(Locale.ROOT);
  }

  /** What names look like. */
  final class Names {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z_0-9]{0,62}");

    private Names() {}
  }
}
