package org.pydb.engine.row;

import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.KeyColumn;

/**
 * One column of an encoded key: what it holds and how it is ordered. Immutable; thread-safe.
 *
 * @param type what values it holds
 * @param nullable whether NULL can stand here; it costs every key a byte
 * @param descending whether larger values come first
 * @param nullsFirst whether NULL comes before all values in the order of the key
 */
public record KeyPart(ColumnType type, boolean nullable, boolean descending, boolean nullsFirst) {

  /** An ascending column that holds no NULL. */
  public static KeyPart ascending(ColumnType type) {
    return new KeyPart(type, false, false, false);
  }

  /** A column of a table as an index orders it. */
  public static KeyPart of(ColumnDefinition column, KeyColumn order) {
    return new KeyPart(column.type(), column.nullable(), order.descending(), order.nullsFirst());
  }
}
