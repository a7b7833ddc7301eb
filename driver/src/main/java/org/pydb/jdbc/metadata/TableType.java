package org.pydb.jdbc.metadata;

/** A kind of what {@code getTables} gives, sorted by its label; the labels are pgJDBC's. */
enum TableType {
  INDEX,
  MATERIALIZED_VIEW,
  SEQUENCE,
  SYSTEM_TABLE,
  SYSTEM_VIEW,
  TABLE,
  TEMPORARY_INDEX,
  TEMPORARY_SEQUENCE,
  TEMPORARY_TABLE,
  TEMPORARY_VIEW,
  VIEW;

  /** As JDBC's callers write it. */
  String label() {
    return name().replace('_', ' ');
  }

  /** The same of a session's own schema. */
  TableType temporary() {
    return valueOf("TEMPORARY_" + name());
  }
}
