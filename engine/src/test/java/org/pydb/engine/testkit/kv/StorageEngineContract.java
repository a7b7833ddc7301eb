package org.pydb.engine.testkit.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.kv.KeyValueOptions;
import org.pydb.engine.kv.KeyValueStore;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.KeyValueReader;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;

/** What every storage engine must do, in files or in memory. */
@SuppressWarnings("try") // snapshots are held, not used
public abstract class StorageEngineContract {

  /** So little memory that a few hundred entries do to an engine what a million do to another. */
  protected static final long MEMORY_BYTES = 32 << 10;

  /** The engine, with files as small as it can have them. */
  protected abstract EngineFactory engine();

  /** Whether it knows the order of keys; else it must refuse scans. */
  protected boolean isOrdered() {
    return true;
  }

  /** Where there are stores that nobody has damaged. */
  private final Set<Vfs> places = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Opens a store in a place; what is there after the test is verified. */
  protected final KeyValueStore open(Vfs vfs) {
    places.add(vfs);
    return KeyValueStore.open(options(vfs));
  }

  /** Opens a store whose files may be damaged. */
  protected final KeyValueStore openDamaged(Vfs vfs) {
    return KeyValueStore.open(options(vfs));
  }

  @AfterEach
  final void storesAreWhole() {
    for (Vfs vfs : engine().isVolatile() ? Set.<Vfs>of() : places) {
      assertThat(KeyValueStore.verify(options(vfs), bytes -> {}))
          .as("what the verifier finds")
          .isEmpty();
    }
  }

  /** How stores are opened here: what is done in the background is done at once. */
  protected final KeyValueOptions options(Vfs vfs) {
    return layered(
        KeyValueOptions.at(Path.of("test"))
            .withVfs(vfs)
            .withEngine(engine())
            .withMemoryBytes(MEMORY_BYTES)
            .withExecutor(Runnable::run));
  }

  /** The same options with storage and key, to try an engine on layers of files. */
  protected KeyValueOptions layered(KeyValueOptions options) {
    return options;
  }

  @Test
  void whatIsSetIsThereUntilItIsDeleted() {
    try (KeyValueStore store = open(new MemoryVfs())) {
      assertThat(store.get(bytes("apple"))).isNull();
      store.set(bytes("apple"), bytes("red"));
      store.set(bytes("plum"), bytes("blue"));
      assertThat(store.get(bytes("apple"))).asString(UTF_8).isEqualTo("red");
      assertThat(store.has(bytes("plum"))).isTrue();
      assertThat(store.has(bytes("plu"))).isFalse();
      assertThat(store.has(bytes("plums"))).isFalse();
      store.set(bytes("apple"), bytes("green"));
      store.delete(bytes("plum"));
      store.delete(bytes("never there"));
      assertThat(store.get(bytes("apple"))).asString(UTF_8).isEqualTo("green");
      assertThat(store.get(bytes("plum"))).isNull();
      assertThat(store.has(bytes("plum"))).isFalse();
    }
  }

  @Test
  void emptyKeysAndValuesAreKeysAndValues() {
    try (KeyValueStore store = open(new MemoryVfs())) {
      store.set(new byte[0], bytes("of the empty key"));
      store.set(bytes("k"), new byte[0]);
      assertThat(store.get(new byte[0])).asString(UTF_8).isEqualTo("of the empty key");
      assertThat(store.get(bytes("k"))).isEmpty();
      assertThat(store.has(bytes("k"))).isTrue();
      store.delete(new byte[0]);
      assertThat(store.has(new byte[0])).isFalse();
    }
  }

  @Test
  void nullIsRefused() {
    try (KeyValueStore store = open(new MemoryVfs())) {
      byte[] none = nothing();
      for (Runnable call :
          List.<Runnable>of(
              () -> store.set(none, bytes("v")),
              () -> store.set(bytes("k"), none),
              () -> store.delete(none),
              () -> store.get(none),
              () -> store.has(none),
              () -> store.write(nothingAtAll()),
              () -> store.write(new WriteBatch().delete(bytes("k")), nothingAtAll()),
              () -> store.scan(nothingAtAll(), false))) {
        assertThatThrownBy(call::run)
            .isInstanceOf(NullPointerException.class)
            .hasMessageContaining("is null");
      }
      assertThat(store.has(bytes("k"))).isFalse();
    }
  }

  @SuppressWarnings("NullAway") // what is tried is who gives null all the same
  private static byte[] nothing() {
    return null;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothingAtAll() {
    return null;
  }

  @Test
  void cursorThatStandsNowhereSaysSo() {
    try (KeyValueStore store = open(new MemoryVfs())) {
      if (!isOrdered()) {
        return;
      }
      store.set(bytes("k"), bytes("v"));
      try (EntryCursor cursor = store.scan()) {
        for (int move = 0; move < 3; move++) {
          assertThatThrownBy(cursor::key).isInstanceOf(NoSuchElementException.class);
          assertThatThrownBy(cursor::value).isInstanceOf(NoSuchElementException.class);
          assertThat(cursor.next()).isEqualTo(move == 0);
          if (move == 0) {
            assertThat(cursor.key()).asString(UTF_8).isEqualTo("k");
            assertThat(cursor.value()).asString(UTF_8).isEqualTo("v");
            assertThat(cursor.next()).isFalse();
          }
        }
      }
    }
  }

  @Test
  void hugeKeysAreRefusedAndHugeValuesKept() {
    byte[] huge = new byte[16 << 20];
    new Random(7).nextBytes(huge);
    byte[] longest = Arrays.copyOf(huge, WriteBatch.KEY_BYTES_MAX);
    Vfs vfs = new MemoryVfs();
    try (KeyValueStore store = open(vfs)) {
      for (Runnable call :
          List.<Runnable>of(
              () -> store.set(huge, bytes("v")), () -> store.get(huge), () -> store.delete(huge))) {
        assertThatThrownBy(call::run)
            .isInstanceOf(LimitException.class)
            .hasMessageContaining("16777216")
            .hasMessageContaining(String.valueOf(WriteBatch.KEY_BYTES_MAX));
      }
      store.set(bytes("huge"), huge);
      store.set(longest, bytes("of the longest key"));
      assertThat(store.get(bytes("huge"))).isEqualTo(huge);
      assertThat(store.get(longest)).asString(UTF_8).isEqualTo("of the longest key");
    }
    if (!engine().isVolatile()) {
      try (KeyValueStore store = open(vfs)) {
        assertThat(store.get(bytes("huge"))).isEqualTo(huge);
        assertThat(store.get(longest)).asString(UTF_8).isEqualTo("of the longest key");
      }
    }
  }

  @Test
  void keysAreOrderedAsUnsignedBytes() {
    try (KeyValueStore store = open(new MemoryVfs())) {
      byte[][] ascending = {
        {}, {0}, {0, 0}, {0, 1}, {1}, {0x7F}, {0x7F, -1}, {-128}, {-1}, {-1, 0}, {-1, -1}
      };
      for (int i : new int[] {5, 3, 8, 0, 10, 1, 9, 2, 7, 4, 6}) {
        store.set(ascending[i], new byte[] {(byte) i});
      }
      if (isOrdered()) {
        assertThat(keys(store, KeyRange.ALL, false)).containsExactly(ascending);
        assertThat(keys(store, new KeyRange(new byte[] {1}, new byte[] {-1}), true))
            .containsExactly(ascending[7], ascending[6], ascending[5], ascending[4]);
        assertThat(keys(store, KeyRange.prefix(new byte[] {-1}), false))
            .containsExactly(ascending[8], ascending[9], ascending[10]);
        assertThat(keys(store, new KeyRange(new byte[] {2}, new byte[] {2}), false)).isEmpty();
        assertThat(keys(store, new KeyRange(new byte[] {3}, new byte[] {2}), true)).isEmpty();
      } else {
        assertThatThrownBy(store::scan)
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("order");
      }
    }
  }

  @Test
  void arraysAreCopied() {
    try (KeyValueStore store = open(new MemoryVfs())) {
      byte[] key = bytes("key");
      byte[] value = bytes("value");
      store.set(key, value);
      key[0] = 'x';
      value[0] = 'x';
      byte[] found = store.get(bytes("key"));
      assertThat(found).asString(UTF_8).isEqualTo("value");
      Arrays.fill(found, (byte) 'y');
      assertThat(store.get(bytes("key"))).asString(UTF_8).isEqualTo("value");
      assertThat(store.has(bytes("xey"))).isFalse();
    }
  }

  @Test
  void ofABatchTheLastChangeOfAKeyCounts() {
    try (KeyValueStore store = open(new MemoryVfs())) {
      store.set(bytes("c"), bytes("0"));
      WriteBatch batch = new WriteBatch();
      batch.set(bytes("a"), bytes("1")).delete(bytes("a")).set(bytes("b"), bytes("1"));
      batch.delete(bytes("c")).set(bytes("c"), bytes("2")).set(bytes("b"), bytes("3"));
      store.write(batch);
      store.write(new WriteBatch());
      assertThat(store.has(bytes("a"))).isFalse();
      assertThat(store.get(bytes("b"))).asString(UTF_8).isEqualTo("3");
      assertThat(store.get(bytes("c"))).asString(UTF_8).isEqualTo("2");
    }
  }

  @Test
  void snapshotsAndCursorsStayAsTheyWere() {
    try (KeyValueStore store = open(new MemoryVfs())) {
      NavigableMap<String, String> model = new TreeMap<>();
      for (int i = 0; i < 300; i++) {
        store.set(key(i), value(i, 1));
        model.put(hex(key(i)), hex(value(i, 1)));
      }
      try (Snapshot before = store.snapshot();
          Snapshot again = store.snapshot();
          EntryCursor cursor = isOrdered() ? store.scan() : new NoEntries()) {
        if (isOrdered()) {
          assertThat(cursor.next()).isTrue();
        }
        for (int i = 0; i < 300; i += 2) {
          store.delete(key(i));
          store.set(key(i + 1), value(i + 1, 2));
          store.set(key(i + 1000), value(i, 3));
        }
        again.close();
        again.close();
        checkSame(before, model);
        if (isOrdered()) {
          NavigableMap<String, String> rest = new TreeMap<>(model);
          rest.pollFirstEntry();
          assertThat(entries(cursor)).isEqualTo(rest);
        }
      }
      assertThat(store.has(key(0))).isFalse();
      assertThat(store.get(key(1))).isEqualTo(value(1, 2));
      assertThat(store.get(key(1000))).isEqualTo(value(0, 3));
    }
  }

  @Test
  void whatIsClosedRefusesEverything() {
    KeyValueStore store = open(new MemoryVfs());
    store.set(bytes("k"), bytes("v"));
    Snapshot closed = store.snapshot();
    closed.close();
    assertThatThrownBy(() -> closed.get(bytes("k")))
        .isInstanceOf(DatabaseClosedException.class)
        .hasMessageContaining("the snapshot is closed");
    Snapshot open = store.snapshot();
    EntryCursor cursor = isOrdered() ? open.scan(KeyRange.ALL, false) : new NoEntries();
    store.close();
    store.close();
    List<Runnable> calls =
        new ArrayList<>(
            List.of(
                () -> store.set(bytes("k"), bytes("v")),
                () -> store.delete(bytes("k")),
                () -> store.get(bytes("k")),
                () -> store.has(bytes("k")),
                () -> store.scan(KeyRange.ALL, true),
                () -> store.write(new WriteBatch()),
                store::snapshot,
                store::sync,
                () -> open.get(bytes("k")),
                () -> open.scan(KeyRange.ALL, false)));
    if (isOrdered()) {
      calls.add(cursor::next);
    }
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(DatabaseClosedException.class)
          .hasMessageContaining("is closed");
    }
    cursor.close();
    open.close();
  }

  /**
   * Random writes, scans, snapshots and new openings, beside a TreeMap that says what must come.
   */
  @Test
  void storeBehavesLikeASortedMap() {
    Random random = Seeds.random(getClass().getSimpleName());
    Vfs vfs = new MemoryVfs();
    NavigableMap<String, String> model = new TreeMap<>();
    KeyValueStore store = open(vfs);
    try {
      for (int round = 0; round < 8; round++) {
        Snapshot snapshot = store.snapshot();
        NavigableMap<String, String> seen = new TreeMap<>(model);
        for (int step = 0; step < 150; step++) {
          write(store, random, model);
          checkKey(store, model, key(random.nextInt(KEYS)));
        }
        checkSame(store, model);
        checkSame(snapshot, seen);
        checkRange(store, random, model);
        checkRange(snapshot, random, seen);
        if (!engine().isVolatile() && random.nextBoolean()) {
          store.close();
          store = open(vfs);
          checkSame(store, model);
        } else {
          snapshot.close();
        }
      }
    } finally {
      store.close();
    }
  }

  private static final int KEYS = 400;

  private static void write(
      KeyValueStore store, Random random, NavigableMap<String, String> model) {
    WriteBatch batch = new WriteBatch();
    int count = random.nextInt(6) == 0 ? random.nextInt(30) : 1;
    for (int i = 0; i < count; i++) {
      byte[] key = key(random.nextInt(KEYS));
      if (random.nextInt(3) == 0) {
        batch.delete(key);
        model.remove(hex(key));
      } else {
        byte[] value = value(random.nextInt(), random.nextInt());
        batch.set(key, value);
        model.put(hex(key), hex(value));
      }
    }
    store.write(batch, random.nextBoolean() ? Durability.SYNCED : Durability.RELAXED);
    if (random.nextInt(50) == 0) {
      store.sync();
    }
  }

  /** Checks that a reader finds what a model has, by all ways that there are. */
  protected final void checkSame(KeyValueReader reader, NavigableMap<String, String> model) {
    for (int i = 0; i < KEYS; i++) {
      checkKey(reader, model, key(i));
    }
    if (isOrdered()) {
      assertThat(entries(reader, KeyRange.ALL, false)).isEqualTo(model);
      assertThat(entries(reader, KeyRange.ALL, true)).isEqualTo(model);
    }
  }

  private static void checkKey(
      KeyValueReader reader, NavigableMap<String, String> model, byte[] key) {
    byte[] found = reader.get(key);
    String hex = hex(key);
    assertThat(found == null ? null : hex(found)).as("key %s", hex).isEqualTo(model.get(hex));
    assertThat(reader.has(key)).as("key %s", hex).isEqualTo(model.containsKey(hex));
  }

  private void checkRange(
      KeyValueReader reader, Random random, NavigableMap<String, String> model) {
    for (int i = 0; isOrdered() && i < 20; i++) {
      byte[] one = key(random.nextInt(KEYS));
      byte[] other = key(random.nextInt(KEYS));
      boolean inOrder = Arrays.compareUnsigned(one, other) <= 0;
      byte[] lower = inOrder ? one : other;
      byte[] upper = inOrder ? other : one;
      assertThat(entries(reader, new KeyRange(lower, upper), random.nextBoolean()))
          .isEqualTo(model.subMap(hex(lower), hex(upper)));
    }
  }

  /** Each writer has keys of its own and rereads them; readers see batches in whole only. */
  @Test
  void writersAndReadersGoSideBySide() throws Exception {
    Vfs vfs = new MemoryVfs();
    int writers = 3;
    int rounds = 150;
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (KeyValueStore store = KeyValueStore.open(options(vfs).withExecutor(threads))) {
      List<Callable<Void>> calls = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int own = writer;
        calls.add(() -> writeBatches(store, own, rounds));
      }
      Future<Void> reader = threads.submit(() -> readBatches(store, writers, done));
      for (Future<Void> result : threads.invokeAll(calls)) {
        result.get();
      }
      done.set(true);
      reader.get();
    } catch (ExecutionException e) {
      throw new AssertionError("in a thread", e.getCause());
    } finally {
      done.set(true);
      threads.shutdown();
    }
    if (!engine().isVolatile()) {
      try (KeyValueStore store = open(vfs)) {
        for (int writer = 0; writer < writers; writer++) {
          assertThat(store.get(bytes("first " + writer))).isEqualTo(value(rounds - 1, writer));
        }
      }
    }
  }

  private static @Nullable Void writeBatches(KeyValueStore store, int writer, int rounds) {
    for (int i = 0; i < rounds; i++) {
      byte[] value = value(i, writer);
      WriteBatch batch = new WriteBatch();
      batch.set(bytes("first " + writer), value).set(bytes("second " + writer), value);
      batch.set(bytes("some " + writer + ' ' + i % 40), value);
      store.write(batch);
      assertThat(store.get(bytes("second " + writer))).isEqualTo(value);
    }
    return null;
  }

  private static @Nullable Void readBatches(KeyValueStore store, int writers, AtomicBoolean done) {
    while (!done.get()) {
      try (Snapshot snapshot = store.snapshot()) {
        for (int writer = 0; writer < writers; writer++) {
          byte[] first = snapshot.get(bytes("first " + writer));
          Thread.onSpinWait();
          assertThat(snapshot.get(bytes("second " + writer))).isEqualTo(first);
        }
      }
    }
    return null;
  }

  // ------------------------------------------------------------------ keys and values

  /** Bytes of a text. */
  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** One of many keys of different lengths, some of which begin as others do. */
  protected static byte[] key(int i) {
    Random random = new Random(i);
    byte[] key = new byte[i % 50 == 49 ? 300 : 8 + random.nextInt(12)];
    random.nextBytes(key);
    key[0] = (byte) (i % 7 * 40);
    return i % 3 == 0 ? key : bytes("key " + i);
  }

  /** One of many values of different lengths. */
  protected static byte[] value(int i, int version) {
    Random random = new Random(31L * i + version);
    byte[] value = new byte[random.nextInt(20) == 0 ? 3000 : random.nextInt(60)];
    random.nextBytes(value);
    return value;
  }

  /** Bytes in hexadecimal digits, whose order is that of the bytes. */
  protected static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder(2 * bytes.length);
    for (byte b : bytes) {
      text.append(Character.forDigit(b >> 4 & 0xF, 16)).append(Character.forDigit(b & 0xF, 16));
    }
    return text.toString();
  }

  private static List<byte[]> keys(KeyValueReader reader, KeyRange range, boolean backward) {
    List<byte[]> keys = new ArrayList<>();
    try (EntryCursor cursor = reader.scan(range, backward)) {
      while (cursor.next()) {
        keys.add(cursor.key());
      }
    }
    return keys;
  }

  /** The entries that a scan gives, which must come in order. */
  protected static NavigableMap<String, String> entries(
      KeyValueReader reader, KeyRange range, boolean backward) {
    try (EntryCursor cursor = reader.scan(range, backward)) {
      NavigableMap<String, String> entries = new TreeMap<>();
      while (cursor.next()) {
        String key = hex(cursor.key());
        Map.Entry<String, String> last = backward ? entries.firstEntry() : entries.lastEntry();
        assertThat(last == null || key.compareTo(last.getKey()) > 0 != backward)
            .as("%s comes after %s", key, last)
            .isTrue();
        entries.put(key, hex(cursor.value()));
      }
      return entries;
    }
  }

  private static NavigableMap<String, String> entries(EntryCursor cursor) {
    NavigableMap<String, String> entries = new TreeMap<>();
    while (cursor.next()) {
      entries.put(hex(cursor.key()), hex(cursor.value()));
    }
    return entries;
  }

  /** Stands for the cursor of an engine that gives none. */
  private static final class NoEntries implements EntryCursor {
    @Override
    public boolean next() {
      return false;
    }

    @Override
    public byte[] key() {
      return new byte[0];
    }

    @Override
    public byte[] value() {
      return new byte[0];
    }

    @Override
    public void close() {
      // There is nothing to let go of.
    }
  }
}
