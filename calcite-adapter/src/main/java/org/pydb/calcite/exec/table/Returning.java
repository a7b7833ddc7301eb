package org.pydb.calcite.exec.table;

import java.util.BitSet;
import java.util.List;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
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

  /** The columns that it uses: of the table, and behind them of the input. */
  BitSet columns() {
    return Expressions.columnsOf(expressions);
  }

  /**
   * The columns of the input that it uses.
   *
   * @param tableWidth how many columns of the table come before them
   */
  BitSet inputColumns(int tableWidth) {
    BitSet used = columns();
    BitSet input = new BitSet();
    for (int i = used.nextSetBit(tableWidth); i >= 0; i = used.nextSetBit(i + 1)) {
      input.set(inputFirst + i - tableWidth);
    }
    return input;
  }

  /** The types of the columns that are given. */
  List<ColumnType> types() {
    return expressions.stream().map(Expression::type).toList();
  }
}
