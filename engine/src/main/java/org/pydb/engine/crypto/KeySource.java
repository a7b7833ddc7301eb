package org.pydb.engine.crypto;

import org.jspecify.annotations.Nullable;

/**
 * Gives the key of a database whenever one is wanted: asks a vault, a file, a person. It may be
 * asked by any thread, and more than once.
 *
 * <p>A key is a passphrase; or, in 64 hexadecimal digits or as Base64, the 256 bits themselves,
 * which then need not be derived from anything. That saves the time of a derivation, some tenths of
 * a second, for each opening.
 */
@FunctionalInterface
public interface KeySource {

  /** There is no key: databases are not encrypted. */
  KeySource NONE = () -> null;

  /** The key, in an array that will be overwritten; null if there is none. */
  char @Nullable [] key();
}
