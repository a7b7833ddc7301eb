package org.pydb.calcite.api;

import java.util.List;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.TableDefinition;

/** The tables of one database at one moment, for metadata. Immutable; thread-safe. */
public interface CatalogView {

  /** The names of the schemas, sorted. */
  List<String> schemas();

  /** All tables, sorted by schema and name. */
  List<TableDefinition> tables();

  /**
   * The type of a column as PostgreSQL names it: {@code int4}, {@code varchar}, {@code numeric} …
   */
  String typeName(ColumnDefinition column);
}
