package org.pydb.calcite.service;

import java.util.Locale;
import org.pydb.calcite.parser.IsolationLevel;
import org.pydb.calcite.parser.TransactionModes;
import org.pydb.engine.table.Isolation;

/**
 * How a transaction behaves, as SQL says it. Immutable.
 *
 * @param isolation as it was asked for
 * @param readOnly whether it may not write
 */
record Modes(IsolationLevel isolation, boolean readOnly) {

  /** Those of a new session. */
  static final Modes DEFAULT = new Modes(IsolationLevel.READ_COMMITTED, false);

  Modes with(IsolationLevel newIsolation) {
    return new Modes(newIsolation, readOnly);
  }

  Modes with(boolean newReadOnly) {
    return new Modes(isolation, newReadOnly);
  }

  /** These, but for what a statement says. */
  Modes with(TransactionModes said) {
    IsolationLevel level = said.isolation();
    Boolean reading = said.readOnly();
    return new Modes(level == null ? isolation : level, reading == null ? readOnly : reading);
  }

  /** The level as SQL calls it. */
  String words() {
    return isolation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What the engine is to do. There is no reading of what is not committed. */
  Isolation engineIsolation() {
    return switch (isolation) {
      case READ_UNCOMMITTED, READ_COMMITTED -> Isolation.READ_COMMITTED;
      case REPEATABLE_READ -> Isolation.REPEATABLE_READ;
      case SERIALIZABLE -> Isolation.SERIALIZABLE;
    };
  }
}
