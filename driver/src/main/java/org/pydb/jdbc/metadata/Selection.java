package org.pydb.jdbc.metadata;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.TableDefinition;

/**
 * Which tables a call is about. Null means that it does not matter; the empty string means tables
 * that are in no catalog, which all are, or in no schema, which none is.
 */
final class Selection {

  private Selection() {}

  /** Tables whose names fit patterns. */
  static Predicate<TableDefinition> like(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
    NamePattern schema = new NamePattern(schemaPattern);
    NamePattern name = new NamePattern(tablePattern);
    return table -> isOurs(catalog) && schema.fits(table.schema()) && name.fits(table.name());
  }

  /** Tables with exactly these names. */
  static Predicate<TableDefinition> named(
      @Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return table ->
        isOurs(catalog)
            && (schema == null || schema.equals(table.schema()))
            && (name == null || name.equals(table.name()));
  }

  /** Whether what is in no catalog is meant. */
  static boolean isOurs(@Nullable String catalog) {
    return catalog == null || catalog.isEmpty();
  }
}
