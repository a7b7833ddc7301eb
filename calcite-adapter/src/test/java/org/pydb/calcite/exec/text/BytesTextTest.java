package org.pydb.calcite.exec.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** BYTES and UUIDs print so that they read back. */
class BytesTextTest {

  @Test
  void readsBackBytesInAllForms() {
    for (long seed = 0; seed < 500; seed++) {
      byte[] bytes = new byte[new Random(seed).nextInt(200)];
      new Random(seed).nextBytes(bytes);
      AsciiBuilder text = new AsciiBuilder();
      BytesText.print(bytes, 0, bytes.length, text);
      assertThat(BytesText.parse(text.toString())).as("seed %d", seed).isEqualTo(bytes);
      BytesText.printEscaped(bytes, 0, bytes.length, text.clear());
      assertThat(BytesText.parseEscaped(text.toString())).as("seed %d", seed).isEqualTo(bytes);
      assertThat(Base64Text.decode(Base64Text.encode(bytes))).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void printsUuidsAsTheJdkDoes() {
    Random random = new Random(9);
    for (int i = 0; i < 500; i++) {
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      byte[] bytes =
          ByteBuffer.allocate(16)
              .putLong(uuid.getMostSignificantBits())
              .putLong(uuid.getLeastSignificantBits())
              .array();
      AsciiBuilder text = new AsciiBuilder();
      UuidText.print(bytes, 0, text);
      assertThat(text.toString()).isEqualTo(uuid.toString());
      assertThat(UuidText.parse(uuid.toString())).isEqualTo(bytes);
    }
  }
}
