package org.pydb.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.Seeds;

/** The map beside a {@link TreeMap}. */
class PersistentMapTest {
  private static final int STEPS = 5_000;
  private static final int KEYS = 400;

  /** A map, and what must be in it for ever. */
  private record Version(PersistentMap<String, Integer> map, TreeMap<String, Integer> model) {}

  @Test
  void eachVersionKeepsWhatItHad() {
    Random random = Seeds.random("PersistentMapTest");
    PersistentMap<String, Integer> map = PersistentMap.empty();
    TreeMap<String, Integer> model = new TreeMap<>();
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      String key = "key" + random.nextInt(KEYS);
      if (random.nextInt(3) == 0) {
        map = map.remove(key);
        model.remove(key);
      } else {
        map = map.put(key, i);
        model.put(key, i);
      }
      assertThat(map.get(key)).isEqualTo(model.get(key));
      if (i % 250 == 0) {
        versions.add(new Version(map, new TreeMap<>(model)));
      }
    }
    versions.add(new Version(map, model));
    for (Version version : versions) {
      assertThat(version.map.size()).isEqualTo(version.model.size());
      assertThat(version.map.keys()).containsExactlyElementsOf(version.model.keySet());
      assertThat(version.map.values()).containsExactlyElementsOf(version.model.values());
    }
  }
}
