/**
 * Operators over the engine's tables: scans, look-ups by key, locks, insert, update, delete.
 *
 * <p>Reading order: {@link org.pydb.calcite.exec.table.TableAccess}, what an execution needs of the
 * engine; {@link org.pydb.calcite.exec.table.KeyBounds}; {@link
 * org.pydb.calcite.exec.table.TableScanNode}, {@link org.pydb.calcite.exec.table.IndexScanNode} and
 * {@link org.pydb.calcite.exec.table.KeyGetNode}; {@link org.pydb.calcite.exec.table.InsertNode},
 * {@link org.pydb.calcite.exec.table.UpdateNode} and {@link
 * org.pydb.calcite.exec.table.DeleteNode}.
 */
@NullMarked
package org.pydb.calcite.exec.table;

import org.jspecify.annotations.NullMarked;
