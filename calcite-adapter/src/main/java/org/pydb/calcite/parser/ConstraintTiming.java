package org.pydb.calcite.parser;

/** When a constraint is looked at. */
public enum ConstraintTiming {
  /** When a statement ends. */
  NOT_DEFERRABLE,
  /** When a statement ends, or if a transaction says so when that commits. */
  INITIALLY_IMMEDIATE,
  /** When the transaction commits, unless it says otherwise. */
  INITIALLY_DEFERRED
}
