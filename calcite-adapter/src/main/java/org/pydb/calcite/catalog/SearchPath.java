package org.pydb.calcite.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The schemas in which a session looks up names that say none, in order. Some of them may not
 * exist. Immutable; thread-safe.
 */
public final class SearchPath {

  /** The schema that every database has. */
  public static final SearchPath DEFAULT =
      new SearchPath(List.of(org.pydb.engine.catalog.Catalog.DEFAULT_SCHEMA));

  private final List<String> schemas;
  private final String text;

  /** Where the session's temporary tables are, the first of the schemas; null if it has none. */
  private final @Nullable String temporary;

  /** A path. */
  public SearchPath(List<String> schemas) {
    this(schemas, null);
  }

  private SearchPath(List<String> named, @Nullable String temporary) {
    this.temporary = temporary;
    List<String> all = new ArrayList<>(named);
    if (temporary != null) {
      all.add(0, temporary);
    }
    schemas = List.copyOf(all);
    text = named.stream().map(SearchPath::quoted).collect(Collectors.joining(", "));
  }

  /** The schemas, in order. */
  public List<String> schemas() {
    return schemas;
  }

  /** The same behind the schema of a session's temporary tables. */
  public SearchPath withTemporary(String schema) {
    return temporary == null ? new SearchPath(schemas, schema) : this;
  }

  /** Where the session's temporary tables are; null if it has none. */
  public @Nullable String temporary() {
    return temporary;
  }

  /** The first one that exists, where new things are made; null if none does. */
  public @Nullable String current(org.pydb.engine.catalog.Catalog catalog) {
    for (String schema : schemas) {
      if (catalog.hasSchema(schema) && !schema.equals(temporary)) {
        return schema;
      }
    }
    return null;
  }

  private static String quoted(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SearchPath path && path.schemas.equals(schemas);
  }

  @Override
  public int hashCode() {
    return schemas.hashCode();
  }

  /** The names as SQL writes them. */
  @Override
  public String toString() {
    return text;
  }
}
