package org.pydb.engine.table;

import org.pydb.engine.txn.ReadView;

/**
 * What one statement sees: the snapshot of its transaction, and over it what the transaction had
 * written when the statement began. Immutable; valid until the transaction ends.
 */
public final class View {
  final ReadView read;

  View(ReadView read) {
    this.read = read;
  }

  /** The same as a view of tables. */
  @SuppressWarnings("exports") // for the engine's own packages only
  public static View of(ReadView read) {
    return new View(read);
  }
}
