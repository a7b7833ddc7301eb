package org.pydb.engine.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table. Immutable; thread-safe.
 *
 * @param name as users see it, unique in the table
 * @param type how values are stored and ordered
 * @param nullable whether a row may hold NULL here
 * @param defaultExpression the text of the default, or null for none; the engine stores it and
 *     never reads it
 * @param attributes what the layers above keep about the column (comment, declared type name …);
 *     the engine stores them and never reads them
 */
public record ColumnDefinition(
    String name,
    ColumnType type,
    boolean nullable,
    @Nullable String defaultExpression,
    Map<String, String> attributes) {

  /** Takes a copy of the attributes. */
  public ColumnDefinition {
    attributes = Map.copyOf(attributes);
  }

  /** A column without default or attributes. */
  public ColumnDefinition(String name, ColumnType type, boolean nullable) {
    this(name, type, nullable, null, Map.of());
  }
}
