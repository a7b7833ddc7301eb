package org.pydb.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.Seeds;

/** Changes come out in the order of keys, and of one key the last in time wins. */
class TreeChangesTest {

  /** Keys of all lengths, zeros among them, which are prefixes of each other often. */
  @Test
  void sortedChangesEndAsInTime() {
    Random random = Seeds.random("TreeChangesTest");
    for (int round = 0; round < 200; round++) {
      TreeChanges changes = new TreeChanges();
      NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
      int count = random.nextInt(400);
      for (int i = 0; i < count; i++) {
        change(random, changes, model);
      }
      changes.sort();
      assertThat(inOrder(changes)).isEqualTo(text(model));
    }
  }

  private static void change(
      Random random, TreeChanges changes, NavigableMap<byte[], byte[]> model) {
    byte[] key = new byte[random.nextInt(12)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(3) - 1);
    }
    byte[] value = new byte[random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(30)];
    random.nextBytes(value);
    byte[] both = Arrays.copyOf(key, key.length + value.length);
    System.arraycopy(value, 0, both, key.length, value.length);
    if (random.nextInt(4) == 0) {
      changes.delete(both, 0, key.length);
      model.put(key, new byte[] {-1});
    } else {
      changes.put(both, 0, key.length, key.length, value.length);
      model.put(key, value);
    }
  }

  private static String inOrder(TreeChanges changes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < changes.count(); i++) {
      if (!changes.isSuperseded(i)) {
        byte[] bytes = changes.bytes(i);
        int keyTo = changes.keyTo(i);
        byte[] value =
            changes.isDeleted(i)
                ? new byte[] {-1}
                : Arrays.copyOfRange(bytes, keyTo, keyTo + changes.valueLength(i));
        append(text, Arrays.copyOfRange(bytes, changes.keyFrom(i), keyTo), value);
      }
    }
    return text.toString();
  }

  private static String text(NavigableMap<byte[], byte[]> model) {
    StringBuilder text = new StringBuilder();
    model.forEach((key, value) -> append(text, key, value));
    return text.toString();
  }

  private static void append(StringBuilder text, byte[] key, byte[] value) {
    text.append(Arrays.toString(key)).append('=').append(Arrays.hashCode(value)).append('\n');
  }
}
