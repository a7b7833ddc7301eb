package org.pydb.examples.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.kv.index.Index;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.index.Location;
import org.pydb.engine.kv.index.OrderedIndex;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.vfs.DiskVfs;

/** Puts keys into each index in random order, finds them again and walks over them. */
public final class MeasureIndexes {
  private static final int KEYS = 100_000;
  private static final long SEED = 1;

  private MeasureIndexes() {}

  /** Put yours here. */
  private static Map<String, IndexFactory> indexes() {
    Map<String, IndexFactory> indexes = new LinkedHashMap<>();
    indexes.put("sorted array", context -> new SortedArrayIndex());
    indexes.put("hash table", IndexFactory.HASH);
    indexes.put("skip list", IndexFactory.SKIP_LIST);
    indexes.put("B+tree", IndexFactory.BTREE);
    return indexes;
  }

  /** Measures and prints; takes no arguments. */
  public static void main(String[] arguments) {
    run(System.out, KEYS);
  }

  static void run(PrintStream out, int keys) {
    out.printf("%,d keys of 16 bytes in random order; thousands a second%n%n", keys);
    Map<String, IndexFactory> indexes = indexes();
    List<Double> puts = new ArrayList<>();
    List<Double> gets = new ArrayList<>();
    List<Double> steps = new ArrayList<>();
    List<Double> removals = new ArrayList<>();
    byte[][] random = keys(keys);
    EngineContext context =
        new EngineContext(new DiskVfs(Path.of("target")), "lab", 64 << 20, Runnable::run);
    for (IndexFactory factory : indexes.values()) {
      warmUp(factory.open(context), random);
      try (Index index = factory.open(context)) {
        puts.add(thousandsPerSecond(keys, () -> putAll(index, random)));
        gets.add(thousandsPerSecond(keys, () -> getAll(index, random)));
        steps.add(
            index instanceof OrderedIndex ordered
                ? thousandsPerSecond(keys, () -> walk(ordered, keys))
                : Double.NaN);
        removals.add(thousandsPerSecond(keys, () -> removeAll(index, random)));
      }
    }
    Table table = new Table(out, "", List.copyOf(indexes.keySet()));
    table.row("put", "%,.0f", puts);
    table.row("get", "%,.0f", gets);
    table.row("next, in order", "%,.0f", steps);
    table.row("remove", "%,.0f", removals);
  }

  /** Has Java compile what is measured next. */
  private static void warmUp(Index index, byte[][] keys) {
    byte[][] some = Arrays.copyOf(keys, keys.length / 2);
    putAll(index, some);
    getAll(index, some);
    removeAll(index, some);
    index.close();
  }

  private static byte[][] keys(int count) {
    Random random = new Random(SEED);
    byte[][] keys = new byte[count][];
    for (int i = 0; i < count; i++) {
      keys[i] = new byte[16];
      Bytes.putLong(keys[i], 0, random.nextLong());
      Bytes.putLong(keys[i], 8, i);
    }
    return keys;
  }

  private static double thousandsPerSecond(int count, Runnable work) {
    long began = System.nanoTime();
    work.run();
    return count * 1e6 / (System.nanoTime() - began);
  }

  private static void putAll(Index index, byte[][] keys) {
    for (int i = 0; i < keys.length; i++) {
      index.put(keys[i], new Location(1, i, 1));
    }
  }

  private static void getAll(Index index, byte[][] keys) {
    for (int i = 0; i < keys.length; i++) {
      Location found = index.get(keys[i]);
      if (found == null || found.position() != i) {
        throw new IllegalStateException("key " + i + " leads to " + found);
      }
    }
  }

  private static void walk(OrderedIndex index, int count) {
    byte[] key = null;
    for (int i = 0; i < count; i++) {
      key = index.next(key, false);
    }
    if (key == null || index.next(key, false) != null) {
      throw new IllegalStateException("there are not " + count + " keys");
    }
  }

  private static void removeAll(Index index, byte[][] keys) {
    for (byte[] key : keys) {
      index.remove(key);
    }
  }
}
