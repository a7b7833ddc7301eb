package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * Arguments with names, {@code make_interval(days => 10)}, put where they belong. Known are the
 * names of those functions for which PostgreSQL documents them. Stateless.
 */
final class NamedArguments {

  /**
   * The parameters of each function. One with {@code =} may be left out: that stands for it where a
   * later one is given.
   */
  private static final Map<String, List<Parameter>> PARAMETERS = new HashMap<>();

  static {
    add("make_interval", "years=0 months=0 weeks=0 days=0 hours=0 mins=0 secs=0");
    add("make_date", "year month day");
    add("make_time", "hour min sec");
    add("make_timestamp", "year month mday hour min sec");
    add("make_timestamptz", "year month mday hour min sec timezone=");
    add("jsonb_set", "jsonb_in path replacement create_if_missing=");
    add("jsonb_insert", "jsonb_in path replacement insert_after=");
    for (String kind : List.of("exists", "match", "query", "query_array", "query_first")) {
      add("jsonb_path_" + kind, "target path vars={} silent=");
    }
  }

  /**
   * A parameter.
   *
   * @param fallback what stands for it where it is left out and a later one is not; null if it has
   *     to be given
   */
  private record Parameter(String name, @Nullable String fallback) {
    static Parameter of(String text) {
      int at = text.indexOf('=');
      return at < 0
          ? new Parameter(text, null)
          : new Parameter(text.substring(0, at), text.substring(at + 1));
    }
  }

  private NamedArguments() {}

  private static void add(String function, String parameters) {
    PARAMETERS.put(function, Arrays.stream(parameters.split(" ", -1)).map(Parameter::of).toList());
  }

  /**
   * The call without names; the same one if it has none.
   *
   * @throws PlacedError if a name is not known, given twice, or before a value without one
   */
  static SqlCall place(SqlCall call) {
    if (call.getOperandList().stream().noneMatch(NamedArguments::isNamed)) {
      return call;
    }
    String function = call.getOperator().getName().toLowerCase(Locale.ROOT);
    List<Parameter> parameters = PARAMETERS.get(function);
    if (parameters == null) {
      throw new PlacedError(
          call,
          "0A000",
          "the names of the arguments of "
              + function
              + " are not known: write the values in their order");
    }
    @Nullable SqlNode[] values = values(call, function, parameters);
    int count = values.length;
    while (values[count - 1] == null) {
      count--;
    }
    List<SqlNode> placed = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      SqlNode value = values[i];
      String fallback = parameters.get(i).fallback;
      if (value == null && fallback == null) {
        throw missing(call, function, "it needs " + parameters.get(i).name);
      }
      if (i < count) {
        placed.add(value == null ? literal(fallback, call.getParserPosition()) : value);
      }
    }
    return call.getOperator().createCall(call.getParserPosition(), placed);
  }

  private static boolean isNamed(@Nullable SqlNode operand) {
    return operand != null && operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
  }

  /** The values by the places of their parameters. */
  private static @Nullable SqlNode[] values(
      SqlCall call, String function, List<Parameter> parameters) {
    @Nullable SqlNode[] values = new SqlNode[parameters.size()];
    boolean hadName = false;
    for (int i = 0; i < call.operandCount(); i++) {
      SqlNode operand = call.operand(i);
      int place = i;
      if (isNamed(operand)) {
        hadName = true;
        String name = ((SqlIdentifier) ((SqlCall) operand).operand(1)).getSimple();
        place = parameters.stream().map(Parameter::name).toList().indexOf(name);
        if (place >= 0 && values[place] != null) {
          throw new PlacedError(
              operand, "42601", "argument name \"" + name + "\" used more than once");
        }
        operand = ((SqlCall) operand).operand(0);
      } else if (hadName) {
        throw new PlacedError(operand, "42601", "positional argument cannot follow named argument");
      }
      if (place < 0 || place >= values.length) {
        throw missing(
            call,
            function,
            "its arguments are "
                + String.join(", ", parameters.stream().map(Parameter::name).toList()));
      }
      values[place] = operand;
    }
    return values;
  }

  private static PlacedError missing(SqlCall call, String function, String hint) {
    return new PlacedError(
        call, "42883", "function " + function + " with these arguments does not exist: " + hint);
  }

  private static SqlNode literal(@Nullable String value, SqlParserPos position) {
    return "0".equals(value)
        ? SqlLiteral.createExactNumeric(value, position)
        : SqlLiteral.createCharString(String.valueOf(value), position);
  }
}
