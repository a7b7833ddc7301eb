package org.pydb.calcite.system;

import java.util.HashSet;
import java.util.Set;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;

/**
 * Numbers of objects, as PostgreSQL's catalog has them: stable as long as the object is there. They
 * are made of the ids that the file keeps, or where there are none, of names.
 *
 * <pre>
 *   below 10,000      the system tables that PostgreSQL has too, and what it gives fixed numbers
 * 10,000 …          other system tables
 *   16,384 …          tables, views, sequences and indexes: twice their id; and of a table's id,
 *                     one more for its primary key
 *   0x40000000 …      schemas, by their names
 *   0x50000000 …      constraints, by their tables and names
 *   0x60000000 …      functions in Java, by their names and arguments
 *   0x70000000 …      engines that keep tables, by their names
 * </pre>
 */
final class Oids {
  /** Of {@code pg_type}, {@code pg_proc} and the like, as {@code pg_description} refers to them. */
  static final long PG_CLASS = 1259;

  static final long PG_NAMESPACE = 2615;
  static final long PG_CONSTRAINT = 2606;
  static final long PG_ATTRDEF = 2604;
  static final long PG_TYPE = 1247;
  static final long PG_PROC = 1255;

  /** Of the only role. */
  static final long ROLE = 10;

  static final long DATABASE = 5;

  private static final long SYSTEM_FIRST = 10_000;
  private static final long STORED_FIRST = 16_384;
  private static final long SCHEMAS = 0x40000000;
  private static final long CONSTRAINTS = 0x50000000;
  private static final long FUNCTIONS = 0x60000000;
  private static final long ENGINES = 0x70000000;

  /** PostgreSQL's number of the access method {@code heap}. */
  private static final long HEAP = 2;

  private static final int HASH_MASK = 0x0FFFFFFF;

  private Oids() {}

  /** Of an engine that keeps tables. */
  static long engine(String name) {
    return name.equals(TableDefinition.BTREE) ? HEAP : ENGINES + (name.hashCode() & HASH_MASK);
  }

  /** Of a table, view, sequence or index by its id. */
  static long relation(int id) {
    return STORED_FIRST + 2L * id;
  }

  /** Of the index that is the table itself. */
  static long primaryKeyIndex(int tableId) {
    return relation(tableId) + 1;
  }

  /** Of a system table: PostgreSQL's number, of those that others refer to. */
  static long system(TableDefinition table) {
    return switch (table.name()) {
      case "pg_class" -> PG_CLASS;
      case "pg_namespace" -> PG_NAMESPACE;
      case "pg_constraint" -> PG_CONSTRAINT;
      case "pg_attrdef" -> PG_ATTRDEF;
      case "pg_type" -> PG_TYPE;
      case "pg_proc" -> PG_PROC;
      default -> SYSTEM_FIRST - table.id();
    };
  }

  static long schema(String name) {
    return switch (name) {
      case SystemTables.PG_CATALOG -> 11;
      case SystemTables.INFORMATION_SCHEMA -> 12;
      case SystemTables.PYDB -> 13;
      case Catalog.DEFAULT_SCHEMA -> 2200;
      default -> SCHEMAS + (name.hashCode() & HASH_MASK);
    };
  }

  /** Of a function in Java. */
  static long function(String signature) {
    return FUNCTIONS + (signature.hashCode() & HASH_MASK);
  }

  /** Gives constraints their numbers, one after the other. */
  static final class Constraints {
    private final Set<Long> taken = new HashSet<>();

    /** The number of a constraint; the next free one if another has it already. */
    long of(int tableId, String name) {
      long oid = CONSTRAINTS + ((31 * tableId + name.hashCode()) & HASH_MASK);
      while (!taken.add(oid)) {
        oid++;
      }
      return oid;
    }
  }
}
