package org.pydb.calcite.exec.text;

import org.pydb.calcite.api.SqlError;

/** The errors of parsers, in PostgreSQL's words. Stateless. */
final class InvalidText {

  private InvalidText() {}

  /** 22P02: the text is no value of the type at all. */
  static SqlError syntax(String type, String text) {
    return syntax("22P02", type, text);
  }

  /** 22007: the text is no date or time at all. */
  static SqlError dateSyntax(String type, String text) {
    return syntax("22007", type, text);
  }

  private static SqlError syntax(String state, String type, String text) {
    return new SqlError(state, "invalid input syntax for type " + type + ": \"" + text + "\"");
  }

  /** 22003: the number is too large for the type. */
  static SqlError range(String type, String text) {
    return new SqlError("22003", "value \"" + text + "\" is out of range for type " + type);
  }

  /** 22008: such as a 30th of February. */
  static SqlError field(String text) {
    return new SqlError("22008", "date/time field value out of range: \"" + text + "\"");
  }

  /** 22008: a date or timestamp beyond what the type holds. */
  static SqlError dateRange(String type, String text) {
    return new SqlError("22008", type + " out of range: \"" + text + "\"");
  }
}
