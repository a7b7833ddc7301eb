package org.pydb.calcite.exec.series;

import java.util.List;
import org.pydb.engine.schema.ColumnType;

/** The functions that give rows. Their arguments have the types that the makers say. */
public enum RowsFunction {
  /** First and last number and a step: INT32 or INT64. */
  INTEGER_SERIES,
  /** First and last number and a step: NUMERIC. */
  NUMERIC_SERIES,
  /** First and last time and a step, in months and microseconds: TIMESTAMP or TIMESTAMP_TZ. */
  TIME_SERIES,
  /** A text, what separates its parts, and which part stands for NULL: TEXT. */
  STRING_PARTS,
  /** A text, a regular expression that separates its parts, and perhaps its options: TEXT. */
  REGEX_PARTS,
  /** A text, a regular expression, and perhaps its options: arrays of TEXT. */
  REGEX_MATCHES,
  /** Any number of arrays: a column for the elements of each. */
  UNNEST,
  /** A JSON or JSONB that is an array: the same type. */
  JSON_ELEMENTS,
  /** The same: TEXT. */
  JSON_ELEMENT_TEXTS,
  /** A JSON or JSONB that is an object: TEXT and the same type. */
  JSON_MEMBERS,
  /** The same: TEXT and TEXT. */
  JSON_MEMBER_TEXTS,
  /** The same: TEXT. */
  JSON_KEYS,
  /** A JSONB, a path, perhaps variables, and perhaps whether errors count as nothing: JSONB. */
  JSON_PATH;

  /**
   * What makes its rows, for one execution after the other.
   *
   * @param arguments the types of the arguments
   */
  public RowMaker maker(List<ColumnType> arguments) {
    return switch (this) {
      case INTEGER_SERIES -> new IntegerSeries();
      case NUMERIC_SERIES -> new NumericSeries();
      case TIME_SERIES -> new TimeSeries();
      case STRING_PARTS -> new StringParts();
      case REGEX_PARTS -> new RegexParts();
      case REGEX_MATCHES -> new RegexRows();
      case UNNEST -> new ArrayElements(arguments);
      case JSON_ELEMENTS -> new JsonParts(JsonParts.Form.ELEMENTS);
      case JSON_ELEMENT_TEXTS -> new JsonParts(JsonParts.Form.ELEMENT_TEXTS);
      case JSON_MEMBERS -> new JsonParts(JsonParts.Form.MEMBERS);
      case JSON_MEMBER_TEXTS -> new JsonParts(JsonParts.Form.MEMBER_TEXTS);
      case JSON_PATH -> new JsonPathRows();
      case JSON_KEYS -> new JsonParts(JsonParts.Form.KEYS);
    };
  }
}
