package org.pydb.calcite.explain;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.Measurements;

/** A plan as JSON: an array of one object with the plan, as PostgreSQL has it. */
final class ExplainJson {
  private final StringBuilder text = new StringBuilder();
  private final ExplainOptions options;
  private final @Nullable Measurements measured;

  private ExplainJson(ExplainOptions options, @Nullable Measurements measured) {
    this.options = options;
    this.measured = measured;
  }

  static String of(PlanStep plan, ExplainOptions options, @Nullable Measurements measured) {
    ExplainJson explain = new ExplainJson(options, measured);
    explain.text.append("[\n  {\n    \"Plan\": ");
    explain.step(plan, "    ");
    return explain.text.append("\n  }\n]").toString();
  }

  private void step(PlanStep step, String indent) {
    String inner = indent + "  ";
    text.append("{\n").append(inner).append("\"Node Type\": ").append(quoted(step.title()));
    if (options.costs() && !Double.isNaN(step.rowCount())) {
      number(inner, "Plan Rows", String.format(Locale.ROOT, "%.0f", step.rowCount()));
    }
    if (measured != null && step.id() != PlanStep.UNMEASURED) {
      actual(step.id(), measured, inner);
    }
    if (!step.details().isEmpty()) {
      key(inner, "Details");
      list(step.details(), inner);
    }
    if (!step.inputs().isEmpty()) {
      key(inner, "Plans");
      text.append('[');
      for (int i = 0; i < step.inputs().size(); i++) {
        text.append(i == 0 ? "" : ", ");
        step(step.inputs().get(i), inner);
      }
      text.append(']');
    }
    text.append('\n').append(indent).append('}');
  }

  private void actual(int id, Measurements of, String indent) {
    number(indent, "Actual Rows", Long.toString(of.rows(id)));
    number(indent, "Actual Loops", Long.toString(of.opens(id)));
    if (options.timing()) {
      number(indent, "Actual Total Time", String.format(Locale.ROOT, "%.3f", of.nanos(id) / 1e6));
    }
    if (of.rounds(id) > 0) {
      number(indent, "Rounds", Long.toString(of.rounds(id)));
    }
    number(indent, "Pages Read", Long.toString(of.pages(id)));
    number(indent, "Threads", Integer.toString(of.threads(id)));
    number(indent, "Spilled Bytes", Long.toString(of.spilledBytes(id)));
    number(indent, "Spilled Rows", Long.toString(of.spilledRows(id)));
    number(indent, "Spill Passes", Integer.toString(of.spillPasses(id)));
  }

  private void number(String indent, String key, String value) {
    key(indent, key);
    text.append(value);
  }

  private void key(String indent, String key) {
    text.append(",\n").append(indent).append(quoted(key)).append(": ");
  }

  private void list(List<String> values, String indent) {
    text.append('[');
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "\n  " : ",\n  ").append(indent).append(quoted(values.get(i)));
    }
    text.append('\n').append(indent).append(']');
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (c < ' ') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
