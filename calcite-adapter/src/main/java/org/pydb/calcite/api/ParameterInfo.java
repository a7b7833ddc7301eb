package org.pydb.calcite.api;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/**
 * A parameter of a statement.
 *
 * @param type what the place of the parameter asks for, or null if any type fits
 * @param typeName the type's name as PostgreSQL says it, or {@code unknown}
 */
public record ParameterInfo(@Nullable ColumnType type, String typeName) {}
