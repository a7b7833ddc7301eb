package org.pydb.calcite.api;

import java.util.List;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * The tables of one database at one moment, for metadata. Immutable, except that counts follow the
 * data; thread-safe.
 */
public interface CatalogView {

  /** The names of the schemas, sorted. */
  List<String> schemas();

  /** All tables, and those that hold materialized views, sorted by schema and name. */
  List<TableDefinition> tables();

  /**
   * All views that hold no rows, sorted by schema and name, as whoever reads them sees them: as
   * tables.
   */
  List<TableDefinition> views();

  /** The tables that the database tells of itself in, sorted by schema and name. */
  List<TableDefinition> systemTables();

  /** All sequences. */
  List<SequenceDefinition> sequences();

  /** The functions that give a value or rows: SQL's, and those that applications have brought. */
  List<FunctionInfo> functions();

  /** Whether a schema holds the temporary tables of a session. */
  boolean isTemporary(String schema);

  /** The table of this id, which another table of this view refers to. */
  TableDefinition table(int id);

  /** The name of a sequence with its schema, as {@code nextval} takes it. */
  String sequenceName(int id);

  /** How many rows a table has, by what is committed now; it costs nothing. */
  long rowCount(TableDefinition table);

  /**
   * The type of a column as PostgreSQL names it: {@code int4}, {@code varchar}, {@code numeric} …
   */
  String typeName(ColumnDefinition column);
}
