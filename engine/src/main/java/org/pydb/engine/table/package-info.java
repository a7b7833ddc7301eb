/**
 * Tables: rows and their index entries kept together, foreign keys kept true, definitions changed.
 *
 * <p>Reading order: {@link org.pydb.engine.table.Transaction}; {@link
 * org.pydb.engine.table.TableCursor} and {@link org.pydb.engine.table.IndexCursor} (reading),
 * {@link org.pydb.engine.table.RowFetch} (rows by entries); {@link
 * org.pydb.engine.table.TableWriter} and {@link org.pydb.engine.table.ForeignKeyCheck} (writing);
 * {@link org.pydb.engine.table.TableDesigner} (definitions); {@link
 * org.pydb.engine.table.TableSample} and {@link org.pydb.engine.table.ChangeCounts} (statistics).
 */
@NullMarked
package org.pydb.engine.table;

import org.jspecify.annotations.NullMarked;
