/**
 * The values that callers and engine exchange about tables: definitions of tables, columns, keys,
 * indexes and constraints, and ranges of keys. Immutable, with hardly any behaviour.
 *
 * <p>Read {@link org.pydb.engine.schema.ColumnKind} first, then {@link
 * org.pydb.engine.schema.TableDefinition} and {@link org.pydb.engine.schema.IndexDefinition}.
 */
@NullMarked
package org.pydb.engine.schema;

import org.jspecify.annotations.NullMarked;
