package org.pydb.engine.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The key of a database as its owner gave it. Closing it overwrites it. Not thread-safe. */
final class OwnerKey implements AutoCloseable {
  private static final int HEX_LENGTH = 2 * Primitives.KEY_SIZE;
  private static final int BASE64_LENGTH = 44;
  private static final int UTF8_BYTES_MAX = 3;

  private final char[] text;

  private OwnerKey(char[] text) {
    this.text = text;
  }

  /** What a source gives; null if it gives none. */
  static @Nullable OwnerKey of(KeySource source) {
    char[] text = source.key();
    return text == null ? null : new OwnerKey(text);
  }

  /** Whether it is empty, and so no key. */
  boolean isEmpty() {
    return text.length == 0;
  }

  /** Whether it is 256 bits, not a passphrase. */
  boolean isRaw() {
    return raw() != null;
  }

  /** The 256 bits that it is; null if it is a passphrase. */
  byte @Nullable [] raw() {
    try {
      if (text.length == HEX_LENGTH) {
        return HexFormat.of().parseHex(text, 0, text.length);
      }
      if (text.length == BASE64_LENGTH) {
        byte[] decoded = Base64.getDecoder().decode(utf8());
        return decoded.length == Primitives.KEY_SIZE ? decoded : null;
      }
    } catch (IllegalArgumentException e) {
      return null;
    }
    return null;
  }

  /** The key that is derived from it as a passphrase. */
  byte[] derived(byte[] salt, int rounds) {
    return Primitives.pbkdf2(text, salt, rounds);
  }

  /** A number that tells this key from others, and means nothing without the other number. */
  byte[] fingerprint(byte[] other) {
    byte[] raw = raw();
    byte[] bytes = raw == null ? utf8() : raw;
    try {
      return Primitives.mac(other).doFinal(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private byte[] utf8() {
    byte[] room = new byte[UTF8_BYTES_MAX * text.length];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    CoderResult unused =
        UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .encode(CharBuffer.wrap(text), encoded, true);
    byte[] bytes = Arrays.copyOf(room, encoded.position());
    Arrays.fill(room, (byte) 0);
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(text, '\0');
  }
}
