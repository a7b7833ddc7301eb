package org.pydb.calcite.exec.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.Seeds;

class Utf8Test {

  /** Few letters, so that parts are found, nearly found, and found at the edges of the range. */
  @Test
  void partsAreFoundWhereStringsFindThem() {
    Random random = Seeds.random("Utf8Test");
    for (int i = 0; i < 50_000; i++) {
      byte[] text = letters(random, random.nextInt(40));
      byte[] part = letters(random, random.nextInt(6));
      int start = random.nextInt(text.length + 1);
      int end = start + random.nextInt(text.length - start + 1);
      int expected = latin(text).substring(start, end).indexOf(latin(part));
      assertThat(Utf8.indexOf(text, start, end, part, 0, part.length))
          .as("%s in %s, from %d to %d", latin(part), latin(text), start, end)
          .isEqualTo(expected < 0 ? -1 : start + expected);
    }
  }

  private static byte[] letters(Random random, int length) {
    byte[] letters = new byte[length];
    for (int i = 0; i < length; i++) {
      // Neighbours by one and by the highest bit are what an unclean trick would mix up.
      letters[i] =
          new byte[] {'a', 'b', '`', (byte) 0xE1, 0, 1}[random.nextInt(i % 3 == 0 ? 6 : 2)];
    }
    return letters;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
