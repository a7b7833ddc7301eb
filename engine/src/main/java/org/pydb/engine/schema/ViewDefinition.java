package org.pydb.engine.schema;

import java.util.List;
import java.util.Map;

/**
 * A query that has a name. The engine stores its text; the layer above runs it. Immutable;
 * thread-safe.
 *
 * @param id the view's identity, never reused
 * @param version counts the changes of this definition, from 1
 * @param schema the schema's name
 * @param name the view's name, unique in its schema among tables and all else that has rows
 * @param query the query's text, in which each name says its schema
 * @param columns the names and types of its columns
 * @param uses the ids of the tables, views and sequences that the query names
 * @param attributes what the layers above keep about it; never read by the engine
 */
public record ViewDefinition(
    int id,
    int version,
    String schema,
    String name,
    String query,
    List<ColumnDefinition> columns,
    List<Integer> uses,
    Map<String, String> attributes) {

  /** The attribute that says of which views new rows must be: {@link #LOCAL} or CASCADED. */
  public static final String CHECK_OPTION = "check_option";

  /** New rows must be in the view itself. */
  public static final String LOCAL = "LOCAL";

  /** New rows must be in the view and in those over which it is. */
  public static final String CASCADED = "CASCADED";

  /** Takes copies of the lists. */
  public ViewDefinition {
    columns = List.copyOf(columns);
    uses = List.copyOf(uses);
    attributes = Map.copyOf(attributes);
  }

  /** Whether a table of the same name holds its rows. */
  public boolean isMaterialized() {
    return attributes.containsKey(TableDefinition.MATERIALIZED);
  }

  /** What people call it: {@code view "name"}. */
  public String description() {
    return (isMaterialized() ? "materialized view \"" : "view \"") + name + "\"";
  }

  /** {@code schema.name}, for messages. */
  public String qualifiedName() {
    return schema + "." + name;
  }

  /** The same view by another name, perhaps elsewhere; the next version of the definition. */
  public ViewDefinition withName(String newSchema, String newName) {
    return new ViewDefinition(
        id, version + 1, newSchema, newName, query, columns, uses, attributes);
  }

  /** The same view with its query written otherwise; the next version of the definition. */
  public ViewDefinition withQuery(String newQuery) {
    return new ViewDefinition(id, version + 1, schema, name, newQuery, columns, uses, attributes);
  }

  /** The same view with columns that are described otherwise; the next version. */
  public ViewDefinition withColumns(List<ColumnDefinition> newColumns) {
    return new ViewDefinition(id, version + 1, schema, name, query, newColumns, uses, attributes);
  }

  /** The same view, which uses another table in the place of one; the next version. */
  public ViewDefinition withUse(int before, int after) {
    List<Integer> newUses = uses.stream().map(id -> id == before ? after : id).toList();
    return new ViewDefinition(id, version + 1, schema, name, query, columns, newUses, attributes);
  }

  /** The same view with other attributes; the next version of the definition. */
  public ViewDefinition withAttributes(Map<String, String> newAttributes) {
    return new ViewDefinition(id, version + 1, schema, name, query, columns, uses, newAttributes);
  }
}
