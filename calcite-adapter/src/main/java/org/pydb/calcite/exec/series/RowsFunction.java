package org.pydb.calcite.exec.series;

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
  REGEX_PARTS;

  /** What makes its rows, for one execution after the other. */
  public RowMaker maker() {
    return switch (this) {
      case INTEGER_SERIES -> new IntegerSeries();
      case NUMERIC_SERIES -> new NumericSeries();
      case TIME_SERIES -> new TimeSeries();
      case STRING_PARTS -> new StringParts();
      case REGEX_PARTS -> new RegexParts();
    };
  }
}
