package org.pydb.calcite.exec.table;

import org.pydb.calcite.exec.expression.Expression;

/**
 * A CHECK constraint: a condition over all columns of a table that must not be false.
 *
 * @param name the constraint's name
 * @param condition BOOLEAN, over the table's columns in order
 */
public record RowCheck(String name, Expression condition) {}
