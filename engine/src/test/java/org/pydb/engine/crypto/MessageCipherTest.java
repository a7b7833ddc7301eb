package org.pydb.engine.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;

/** A sealed message opens as it was, or not at all. */
class MessageCipherTest {
  private static final byte[] PLACE = "page 7".getBytes(UTF_8);
  private static final byte[] MESSAGE = "attack at dawn".getBytes(UTF_8);

  private final MessageCipher cipher = MessageCipher.ephemeral(new SecureRandom()::nextLong);

  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  private record Sealed(byte[] place, byte[] bytes, byte[] seal) {}

  private Sealed sealed() {
    byte[] bytes = MESSAGE.clone();
    byte[] seal = new byte[MessageCipher.SEAL_SIZE];
    cipher.seal(PLACE, 0, PLACE.length, bytes, 0, bytes.length, bytes, 0, seal, 0);
    return new Sealed(PLACE.clone(), bytes, seal);
  }

  private static boolean opens(MessageCipher cipher, Sealed sealed) {
    byte[] bytes = sealed.bytes.clone();
    boolean isWhole =
        cipher.open(
            sealed.place, 0, sealed.place.length, bytes, 0, bytes.length, bytes, 0, sealed.seal, 0);
    return isWhole && new String(bytes, UTF_8).equals(new String(MESSAGE, UTF_8));
  }

  @Test
  void whatWasSealedOpensWithItsKeyOnly() {
    Sealed sealed = sealed();
    assertThat(opens(cipher, sealed)).isTrue();
    assertThat(opens(MessageCipher.ephemeral(new SecureRandom()::nextLong), sealed)).isFalse();
  }

  @Test
  void eachFlippedBitIsFound() {
    Sealed sealed = sealed();
    for (byte[] part : new byte[][] {sealed.place, sealed.bytes, sealed.seal}) {
      for (int bit = 0; bit < 8 * part.length; bit++) {
        part[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(opens(cipher, sealed)).as("with bit %s flipped", bit).isFalse();
        part[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
    assertThat(opens(cipher, sealed)).isTrue();
  }

  /** One key twice would give the difference of two messages away. */
  @Test
  void noTwoMessagesHaveTheSameKey() {
    Set<Long> halves = new HashSet<>();
    Set<Long> texts = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      Sealed sealed = sealed();
      halves.add(Bytes.getLong(sealed.seal, 0));
      halves.add(Bytes.getLong(sealed.seal, 8));
      texts.add(Bytes.getLong(sealed.bytes, 0));
    }
    assertThat(halves).hasSize(2000);
    assertThat(texts).hasSize(1000);
  }
}
