package org.pydb.calcite.exec.table;

import org.pydb.calcite.exec.expression.Expression;

/**
 * What a generated column holds: computed of the other columns of its row.
 *
 * @param column the column's place in the table
 * @param value of exactly the column's type, over the table's columns in order
 */
public record GeneratedValue(int column, Expression value) {}
