package org.pydb.calcite.exec.table;

import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.View;

/**
 * What one execution needs of the engine; the transaction of its {@code ExecutionContext}.
 *
 * @param transaction to which it writes
 * @param view through which it reads: taken when the statement began, so that it never meets what
 *     it writes itself
 */
public record TableAccess(Transaction transaction, View view) {}
