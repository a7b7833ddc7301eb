package org.pydb.calcite.exec.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** LIKE against regular expressions, over short texts of few letters that match often. */
class LikePatternTest {

  @Test
  void matchesWhatTheRegularExpressionMatches() {
    for (long seed = 0; seed < 30_000; seed++) {
      Random random = new Random(seed);
      String pattern = random(random, "ab%_é", 8);
      String text = random(random, "abé", 10);
      assertThat(matches(text, pattern))
          .as("seed %d: '%s' like '%s'", seed, text, pattern)
          .isEqualTo(Pattern.compile(regex(pattern), Pattern.DOTALL).matcher(text).matches());
    }
  }

  private static String random(Random random, String letters, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(lengthMax); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private static String regex(String pattern) {
    return pattern.replace("%", ".*").replace('_', '.');
  }

  private static boolean matches(String text, String pattern) {
    byte[] padded = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return LikePattern.of(pattern.getBytes(StandardCharsets.UTF_8), '\\')
        .matches(padded, 1, padded.length - 1);
  }
}
