package org.pydb.calcite.exec.expression;

/** Why a value is cast, which decides whether a string may be cut. */
public enum CastMode {
  /** {@code CAST(x AS t)}: a string that is too long is cut. */
  EXPLICIT,
  /** To store a value in a column: a string that is too long is 22001, unless it ends in blanks. */
  ASSIGNMENT
}
