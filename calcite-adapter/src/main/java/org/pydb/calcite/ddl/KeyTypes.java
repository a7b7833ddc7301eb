package org.pydb.calcite.ddl;

import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnDefinition;

/** Which columns can be keys of tables and indexes: those whose order the engine knows. */
final class KeyTypes {

  private KeyTypes() {}

  /**
   * Checks a column of a key.
   *
   * @param place what the error points at
   * @throws PlacedError 0A000 if values of its type are no keys
   */
  static void check(SqlNode place, ColumnDefinition column) {
    if (!column.type().isOrdered()) {
      throw new PlacedError(
          place,
          "0A000",
          "column \""
              + column.name()
              + "\" is of type "
              + TypeNames.of(column.type())
              + ", which cannot be in a primary key, unique constraint or index yet");
    }
  }
}
