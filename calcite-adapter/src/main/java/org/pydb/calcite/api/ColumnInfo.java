package org.pydb.calcite.api;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/**
 * A column of a result.
 *
 * @param label the name by which it is asked for: the alias, or what PostgreSQL would call it
 * @param type how values travel
 * @param typeName the type's name as PostgreSQL says it: {@code int4}, {@code varchar} …
 * @param nullable whether it can be NULL
 * @param schema the schema of the column it stems from, or null
 * @param table the table of the column it stems from, or null
 * @param column the name of the column it stems from, or null
 */
public record ColumnInfo(
    String label,
    ColumnType type,
    String typeName,
    boolean nullable,
    @Nullable String schema,
    @Nullable String table,
    @Nullable String column) {}
