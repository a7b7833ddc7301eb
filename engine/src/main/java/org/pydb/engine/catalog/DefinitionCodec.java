package org.pydb.engine.catalog;

import org.pydb.engine.schema.TableDefinition;

/** Stub. */
@SuppressWarnings("DoNotCallSuggester")
final class DefinitionCodec {
  private DefinitionCodec() {}

  static byte[] encode(TableDefinition table) {
    throw new IllegalStateException();
  }

  static TableDefinition decode(byte[] value) {
    throw new IllegalStateException();
  }
}
