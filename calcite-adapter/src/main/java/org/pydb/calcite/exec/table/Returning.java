package org.pydb.calcite.exec.table;

import java.util.List;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.engine.schema.ColumnType;

/**
 * What a change gives of each row: its RETURNING.
 *
 * @param expressions over the columns of the table, as the row is now, or was if it is deleted; and
 *     behind them over columns of the input of the change
 * @param inputFirst the first of these in the input
 */
public record Returning(List<Expression> expressions, int inputFirst) {

  /** Takes a copy of the list. */
  public Returning {
    expressions = List.copyOf(expressions);
  }

  /** The types of the columns that are given. */
  List<ColumnType> types() {
    return expressions.stream().map(Expression::type).toList();
  }
}
