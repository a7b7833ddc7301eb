package org.pydb.calcite.exec.table;

import org.pydb.calcite.exec.expression.Expression;

/**
 * A condition over all columns of a table that must not be false: that of a CHECK constraint, or of
 * a view through which the row is written.
 *
 * @param name the constraint's name, or the view's
 * @param isOfView whether it is a view's
 * @param condition BOOLEAN, over the table's columns in order
 */
public record RowCheck(String name, boolean isOfView, Expression condition) {

  /** A CHECK constraint. */
  public RowCheck(String name, Expression condition) {
    this(name, false, condition);
  }

  /** What a view's WITH CHECK OPTION wants of rows that are changed through it. */
  public static RowCheck ofView(String name, Expression condition) {
    return new RowCheck(name, true, condition);
  }
}
