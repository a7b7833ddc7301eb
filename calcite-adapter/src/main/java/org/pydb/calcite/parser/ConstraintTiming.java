package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlWriter;

/** When a constraint is looked at. */
public enum ConstraintTiming {
  /** When a row is written, or when a statement ends, as is the constraint's way. */
  NOT_DEFERRABLE,
  /** When a statement ends, or if a transaction says so when that commits. */
  INITIALLY_IMMEDIATE,
  /** When the transaction commits, unless it says otherwise. */
  INITIALLY_DEFERRED;

  void unparse(SqlWriter writer) {
    if (this != NOT_DEFERRABLE) {
      writer.keyword("DEFERRABLE");
    }
    if (this == INITIALLY_DEFERRED) {
      writer.keyword("INITIALLY DEFERRED");
    }
  }
}
