package org.pydb.calcite.error;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A statement is wrong at some place. Thrown while planning, where the statement's text is not at
 * hand; {@link CalciteErrors} adds the text and makes it what callers see.
 */
public final class PlacedError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String state;
  private final int line;
  private final int column;

  /** An error at a node of the statement. */
  public PlacedError(SqlNode node, String state, String message) {
    this(node.getParserPosition(), state, message);
  }

  /** An error at a position. */
  public PlacedError(SqlParserPos position, String state, String message) {
    super(message);
    this.state = state;
    this.line = position.getLineNum();
    this.column = position.getColumnNum();
  }

  /** The SQLSTATE. */
  public String state() {
    return state;
  }

  /** The line, from 1; 0 for no place. */
  public int line() {
    return line;
  }

  /** The column, from 1; 0 for no place. */
  public int column() {
    return column;
  }
}
