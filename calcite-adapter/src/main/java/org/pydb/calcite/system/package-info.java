/**
 * System tables: what a database knows of itself, as tables that queries read like any other. None
 * of their rows is stored; a scan computes them from the catalog of its transaction, from
 * statistics, or from what runs just now.
 *
 * <p>Reading order: {@link org.pydb.calcite.system.SystemTable}, columns and where rows come from;
 * {@link org.pydb.calcite.system.SystemState}, what rows are made of; {@link
 * org.pydb.calcite.system.SystemScanNode}, the step that reads them; {@link
 * org.pydb.calcite.system.SystemTables}, all that there are.
 */
@NullMarked
package org.pydb.calcite.system;

import org.jspecify.annotations.NullMarked;
