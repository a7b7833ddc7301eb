package org.pydb.engine.testkit.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.engine.kv.index.Index;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.index.Location;
import org.pydb.engine.kv.index.OrderedIndex;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;

/** What every index must do; what ordered and persistent ones must, if it is one. */
public abstract class IndexContract {
  private static final int KEYS = 300;

  /** The index. */
  protected abstract IndexFactory index();

  private Index open(MemoryVfs vfs) {
    return index().open(new EngineContext(vfs, "test", 1 << 20, Runnable::run));
  }

  @Test
  void newIndexIsEmpty() {
    try (Index index = open(new MemoryVfs())) {
      assertThat(index.size()).isZero();
      assertThat(index.mark()).isNull();
      assertThat(index.get(new byte[0])).isNull();
      index.remove(new byte[] {1});
      assertThat(index.size()).isZero();
      checkOrder(index, new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  /** Random changes, beside a TreeMap that says what must be there. */
  @Test
  void indexBehavesLikeASortedMap() {
    Random random = Seeds.random(getClass().getSimpleName());
    NavigableMap<byte[], Location> model = new TreeMap<>(Arrays::compareUnsigned);
    try (Index index = open(new MemoryVfs())) {
      for (int round = 0; round < 10; round++) {
        for (int step = 0; step < 300; step++) {
          change(index, random, model);
        }
        index.commit(new byte[] {(byte) round}, false);
        checkSame(index, model);
        checkOrder(index, model);
      }
      index.clear();
      model.clear();
      checkSame(index, model);
      change(index, random, model);
      checkSame(index, model);
    }
  }

  /** What was committed is there again with its mark, and nothing later; or nothing is. */
  @Test
  void indexKeepsWhatWasCommittedOrNothing() {
    Random random = Seeds.random(getClass().getSimpleName() + ".committed");
    MemoryVfs vfs = new MemoryVfs();
    NavigableMap<byte[], Location> model = new TreeMap<>(Arrays::compareUnsigned);
    try (Index index = open(vfs)) {
      for (int step = 0; step < 500; step++) {
        change(index, random, model);
      }
      index.commit(new byte[] {7}, true);
      change(index, random, new TreeMap<>(Arrays::compareUnsigned));
    }
    try (Index index = open(vfs)) {
      if (index.mark() == null) {
        model.clear();
      } else {
        assertThat(index.mark()).containsExactly(7);
      }
      checkSame(index, model);
      checkOrder(index, model);
    }
  }

  private static void change(Index index, Random random, NavigableMap<byte[], Location> model) {
    byte[] key = StorageEngineContract.key(random.nextInt(KEYS));
    if (random.nextInt(3) == 0) {
      index.remove(key);
      model.remove(key);
    } else {
      Location location =
          new Location(random.nextInt(100), random.nextLong() >>> 20, random.nextInt(1 << 30));
      index.put(key, location);
      model.put(key, location);
    }
  }

  private static void checkSame(Index index, NavigableMap<byte[], Location> model) {
    assertThat(index.size()).isEqualTo(model.size());
    for (int i = 0; i < KEYS; i++) {
      byte[] key = StorageEngineContract.key(i);
      assertThat(index.get(key)).isEqualTo(model.get(key));
    }
  }

  private static void checkOrder(Index index, NavigableMap<byte[], Location> model) {
    if (index instanceof OrderedIndex ordered) {
      assertThat(ordered.next(null, false)).isEqualTo(model.isEmpty() ? null : model.firstKey());
      assertThat(ordered.previous(null, false)).isEqualTo(model.isEmpty() ? null : model.lastKey());
      for (int i = 0; i < KEYS; i++) {
        byte[] key = StorageEngineContract.key(i);
        assertThat(ordered.next(key, true)).isEqualTo(model.ceilingKey(key));
        assertThat(ordered.next(key, false)).isEqualTo(model.higherKey(key));
        assertThat(ordered.previous(key, true)).isEqualTo(model.floorKey(key));
        assertThat(ordered.previous(key, false)).isEqualTo(model.lowerKey(key));
      }
      Map.Entry<byte[], Location> last = model.lastEntry();
      if (last != null) {
        assertThat(ordered.next(last.getKey(), false)).isNull();
      }
    }
  }
}
