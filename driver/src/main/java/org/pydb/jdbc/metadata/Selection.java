package org.pydb.jdbc.metadata;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.TableDefinition;

/**
 * Which tables, or functions, a call is about. Null means that it does not matter; the empty string
 * means those that are in no catalog, which all are, or in no schema, which none is.
 */
@FunctionalInterface
interface Selection extends Predicate<TableDefinition> {

  /** Whether the call is about what has this name. */
  boolean has(String schema, String name);

  @Override
  default boolean test(TableDefinition table) {
    return has(table.schema(), table.name());
  }

  /** What has names that fit patterns. */
  static Selection like(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern) {
    NamePattern inSchema = new NamePattern(schemaPattern);
    NamePattern named = new NamePattern(namePattern);
    return (schema, name) -> isOurs(catalog) && inSchema.fits(schema) && named.fits(name);
  }

  /** What has exactly these names. */
  static Selection named(
      @Nullable String catalog, @Nullable String inSchema, @Nullable String named) {
    return (schema, name) ->
        isOurs(catalog)
            && (inSchema == null || inSchema.equals(schema))
            && (named == null || named.equals(name));
  }

  /** Whether what is in no catalog is meant. */
  static boolean isOurs(@Nullable String catalog) {
    return catalog == null || catalog.isEmpty();
  }
}
