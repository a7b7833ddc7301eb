package org.pydb.calcite.explain;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.operator.Measurements;
import org.pydb.calcite.parser.ExplainOption;
import org.pydb.calcite.parser.ExplainStatement;

/**
 * How a plan is shown. Immutable.
 *
 * @param format in which form
 * @param costs whether the numbers of rows are shown that were expected
 * @param timing whether the time is shown that each step took
 */
public record ExplainOptions(Format format, boolean costs, boolean timing) {

  /** The form of a plan. */
  public enum Format {
    /** A line for each step, inputs indented. */
    TEXT,
    /** An object for each step. */
    JSON,
    /** A graph, for Graphviz. */
    DOT
  }

  /** Text, with all numbers. */
  public static final ExplainOptions DEFAULT = new ExplainOptions(Format.TEXT, true, true);

  private static final Set<String> NAMES =
      Set.of("analyze", "verbose", "format", "costs", "timing", "buffers", "summary");

  private static final Set<String> OFF = Set.of("off", "false", "0");

  /**
   * What a statement asks for.
   *
   * @throws PlacedError 42601 for an option that there is not, 22023 for a format
   */
  public static ExplainOptions of(ExplainStatement explain) {
    for (var node : explain.options()) {
      ExplainOption option = (ExplainOption) node;
      if (!NAMES.contains(option.name())) {
        throw new PlacedError(
            option, "42601", "unrecognized EXPLAIN option \"" + option.name() + "\"");
      }
    }
    return new ExplainOptions(format(explain), !isOff(explain, "costs"), !isOff(explain, "timing"));
  }

  private static boolean isOff(ExplainStatement explain, String name) {
    String value = explain.option(name);
    return value != null && OFF.contains(value);
  }

  private static Format format(ExplainStatement explain) {
    String value = explain.option("format");
    if (value == null) {
      return Format.TEXT;
    }
    return switch (value) {
      case "text" -> Format.TEXT;
      case "json" -> Format.JSON;
      case "dot" -> Format.DOT;
      default ->
          throw new PlacedError(
              explain,
              "22023",
              "unrecognized value for EXPLAIN option \"format\": \""
                  + value
                  + "\": expected text, json or dot");
    };
  }

  /**
   * The rows that EXPLAIN gives: a line each of text, all at once of another form.
   *
   * @param measured what was measured when the plan ran; null if it did not
   */
  public List<String> rows(PlanStep plan, @Nullable Measurements measured) {
    return switch (format) {
      case TEXT -> ExplainText.of(plan, this, measured).lines().toList();
      case JSON -> List.of(ExplainJson.of(plan, this, measured));
      case DOT -> List.of(ExplainDot.of(plan, this, measured));
    };
  }
}
