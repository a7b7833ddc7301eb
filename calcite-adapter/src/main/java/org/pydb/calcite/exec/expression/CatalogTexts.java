package org.pydb.calcite.exec.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What functions of PostgreSQL's catalog tell of objects by their numbers; null if there is no such
 * object. Used by one thread.
 */
public interface CatalogTexts {

  /** What a constraint demands, as SQL. */
  @Nullable String constraint(long oid);

  /**
   * The statement that makes an index, or one of its columns.
   *
   * @param column from 1; 0 for the whole statement
   */
  @Nullable String index(long oid, int column);

  /** The query of a view. */
  @Nullable String view(long oid);

  /**
   * The name of a type.
   *
   * @param modifier its length or digits as one number; -1 for none
   */
  @Nullable String type(long oid, int modifier);

  /**
   * A comment.
   *
   * @param column of a table, from 1; 0 for what is on the object itself
   */
  @Nullable String comment(long oid, int column);

  /** The name of the sequence that numbers a column; null if none does. */
  @Nullable String sequence(String table, String column);

  /** The number of a table, view, index or sequence by its name. */
  long relation(String name);

  /** The same; null if there is none. */
  @Nullable Long relationOrNull(String name);

  /**
   * The number of a type by its name, as {@link #type} gives it or shorter; null if there is none.
   */
  @Nullable Long typeOrNull(String name);

  /**
   * How many bytes the pages of a relation take; null if there is none.
   *
   * @param itself whether it counts without its indexes
   * @param indexes whether its indexes count
   */
  @Nullable Long bytes(long oid, boolean itself, boolean indexes);

  /** How many bytes the pages of all tables and indexes take. */
  long databaseBytes();

  /** Where names are looked up that say no schema, and that exist. */
  List<String> schemas(boolean withSystem);

  /** The name of a relation: with its schema only if it is not found without. */
  @Nullable String name(long oid);

  /** Whether a relation is found without naming its schema. */
  boolean isVisible(long oid);
}
