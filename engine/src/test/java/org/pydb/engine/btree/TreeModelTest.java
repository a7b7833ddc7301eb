package org.pydb.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.buffer.PageWriter;
import org.pydb.engine.node.KeyBatch;
import org.pydb.engine.node.Node;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.space.LivePoint;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.testkit.Seeds;

/** The tree beside a {@code TreeMap}: random changes in batches, old versions stay readable. */
class TreeModelTest {

  private static final int TREE = 7;

  /** What keys and values look like. */
  enum Shape {
    SMALL(12, 40),
    TINY_KEYS(2, 8),
    ALIKE(12, 40),
    LONG_PREFIX(1500, 20),
    LONG_KEYS(5000, 20),
    LARGE_VALUES(10, 30000);

    final int keyMax;
    final int valueMax;

    Shape(int keyMax, int valueMax) {
      this.keyMax = keyMax;
      this.valueMax = valueMax;
    }

    byte[] key(Random random) {
      if (this == LONG_PREFIX || this == LONG_KEYS) {
        byte[] key = new byte[keyMax - 200 + random.nextInt(200)];
        Arrays.fill(key, 0, key.length - 3, (byte) (random.nextInt(3) + 'a'));
        byte[] end = new byte[3];
        random.nextBytes(end);
        System.arraycopy(end, 0, key, key.length - 3, 3);
        return key;
      }
      if (this == ALIKE) {
        byte[] key = new byte[6 + random.nextInt(keyMax - 6)];
        for (int i = 4; i < key.length; i++) {
          key[i] = (byte) (random.nextInt(3) - 1);
        }
        return key;
      }
      byte[] key = new byte[random.nextInt(keyMax) + (this == TINY_KEYS ? 1 : 0)];
      random.nextBytes(key);
      return key;
    }

    byte[] value(Random random) {
      byte[] value = new byte[random.nextInt(valueMax)];
      random.nextBytes(value);
      return value;
    }
  }

  /** A version that a reader holds, and what it must see. */
  private record Held(LivePoint point, TreeRoot root, NavigableMap<byte[], byte[]> expected) {}

  private final PageFile file = new PageFile(new HeapFile(), "memory");
  private final PageSpace space = new PageSpace(new PageBitmap(), 0);
  private final PageWriter writer = new PageWriter(file, space);
  private BufferPool pool = new BufferPool(file, writer, 400_000);
  private final NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
  private final List<Held> held = new ArrayList<>();
  private TreeRoot root = TreeRoot.empty(TREE);
  private LivePoint current = space.current();
  private long version;

  @ParameterizedTest
  @EnumSource(Shape.class)
  void behavesLikeASortedMap(Shape shape) {
    Random random = Seeds.random("TreeModelTest " + shape);
    int batches = shape.valueMax > 1000 || shape.keyMax > 1000 ? 60 : 200;
    for (int batch = 0; batch < batches; batch++) {
      int growth = batch < batches / 2 ? 70 : 35;
      runBatch(shape, random, growth);
      check(random);
    }
    runUntilEmpty(random);
    assertThat(root.isEmpty()).isTrue();
    while (!held.isEmpty()) {
      letGo(held.remove(0));
    }
    assertThat(space.takenCount()).as("pages that nobody sees are free").isEqualTo(3);
  }

  private void runBatch(Shape shape, Random random, int growthPercent) {
    Edit edit = Edit.batch(pool, file, space, ++version);
    TreeEditor editor = new TreeEditor(edit, root);
    int changes = 1 + random.nextInt(shape.valueMax > 1000 ? 10 : 200);
    byte[] sequential = shape.key(random);
    boolean ascending = random.nextInt(4) == 0;
    for (int i = 0; i < changes; i++) {
      sequential = next(sequential);
      byte[] key = ascending ? sequential : shape.key(random);
      if (random.nextInt(100) < growthPercent) {
        byte[] value = shape.value(random);
        boolean isNew = editor.put(key, 0, key.length, value, 0, value.length);
        assertThat(isNew).isEqualTo(model.put(key, value) == null);
      } else {
        byte[] near = random.nextBoolean() ? key : model.ceilingKey(key);
        if (near != null) {
          assertThat(editor.delete(near, 0, near.length)).isEqualTo(model.remove(near) != null);
        }
      }
    }
    publish(edit, editor.root(), random);
  }

  private static byte[] next(byte[] key) {
    byte[] next = KeyRange.successor(key);
    return next == null ? new byte[] {1} : Arrays.copyOf(next, Math.max(key.length, 1));
  }

  private void runUntilEmpty(Random random) {
    while (!model.isEmpty()) {
      Edit edit = Edit.batch(pool, file, space, ++version);
      TreeEditor editor = new TreeEditor(edit, root);
      List<byte[]> keys = new ArrayList<>(model.keySet());
      for (int i = 0; i < 1 + keys.size() / 2; i++) {
        byte[] key = keys.get(random.nextInt(keys.size()));
        assertThat(editor.delete(key, 0, key.length)).isEqualTo(model.remove(key) != null);
      }
      publish(edit, editor.root(), random);
      verify(root, model);
    }
  }

  private void publish(Edit edit, TreeRoot newRoot, Random random) {
    edit.freeze();
    edit.publish();
    LivePoint before = current;
    TreeRoot rootBefore = root;
    current = space.publish(version, edit.created(), edit.died());
    root = newRoot;
    pool.adopt(edit.created());
    if (random.nextInt(10) == 0) {
      held.add(new Held(before, rootBefore, lastModel));
    } else {
      pool.forget(space.release(before));
    }
    lastModel = new TreeMap<>(model);
    if (held.size() > 5) {
      letGo(held.remove(random.nextInt(held.size())));
    }
  }

  private NavigableMap<byte[], byte[]> lastModel = new TreeMap<>(model);

  private void letGo(Held old) {
    verify(old.root, old.expected);
    pool.forget(space.release(old.point));
  }

  private void check(Random random) {
    verify(root, model);
    for (int i = 0; i < 5; i++) {
      byte[] a = randomBound(random);
      byte[] b = randomBound(random);
      boolean swap = a != null && b != null && Arrays.compareUnsigned(a, b) > 0;
      KeyRange range = swap ? new KeyRange(b, a) : new KeyRange(a, b);
      checkRange(range, false);
      checkRange(range, true);
      checkMany(random);
    }
  }

  /** Many keys at once, there or not, in any order. */
  private void checkMany(Random random) {
    KeyBatch keys = new KeyBatch();
    List<byte[]> probes = new ArrayList<>();
    for (int i = random.nextInt(BatchReader.KEYS_MAX); i >= 0; i--) {
      byte[] bound = randomBound(random);
      byte[] key = bound == null ? new byte[random.nextInt(3)] : bound;
      byte[] near = random.nextBoolean() ? model.higherKey(key) : null;
      probes.add(near == null ? key : near);
    }
    int first = random.nextInt(probes.size());
    for (byte[] probe : probes) {
      keys.add(probe, 0, probe.length);
    }
    BatchReader reader = new BatchReader();
    reader.find(root, keys, first, probes.size() - first, pool);
    for (int i = first; i < probes.size(); i++) {
      byte[] probe = probes.get(i);
      int at = i - first;
      assertThat(reader.isFound(at)).isEqualTo(model.containsKey(probe));
      if (reader.isFound(at)) {
        assertThat(keyOf(reader.leaf(at), reader.index(at))).isEqualTo(probe);
      }
    }
    reader.release();
  }

  private byte[] randomBound(Random random) {
    if (model.isEmpty() || random.nextInt(4) == 0) {
      return null;
    }
    byte[] key = new byte[1 + random.nextInt(3)];
    random.nextBytes(key);
    byte[] near = model.ceilingKey(key);
    return random.nextBoolean() || near == null ? key : near;
  }

  private void checkRange(KeyRange range, boolean backward) {
    NavigableMap<byte[], byte[]> expected = model;
    if (range.lower() != null) {
      expected = expected.tailMap(range.lower(), true);
    }
    if (range.upper() != null) {
      expected = expected.headMap(range.upper(), false);
    }
    expected = backward ? expected.descendingMap() : expected;
    TreeCursor cursor = new TreeCursor(pool);
    cursor.open(root, range, backward);
    for (byte[] key : expected.keySet()) {
      assertThat(cursor.next()).isTrue();
      assertThat(keyOf(cursor.node(), cursor.index())).isEqualTo(key);
    }
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.next()).isFalse();
  }

  private void verify(TreeRoot tree, NavigableMap<byte[], byte[]> expected) {
    List<String> complaints = new ArrayList<>();
    Set<Long> pages = new HashSet<>();
    new TreeVerifier(
            pool,
            file,
            complaints::add,
            (PagePointer page, Integer id) ->
                assertThat(pages.add(page.number())).as("reached once").isTrue(),
            id -> "tree " + id)
        .verify(tree);
    assertThat(complaints).isEmpty();
    TreeCursor cursor = new TreeCursor(pool);
    cursor.open(tree, KeyRange.ALL, false);
    for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
      assertThat(cursor.next()).isTrue();
      Node node = cursor.node();
      int i = cursor.index();
      assertThat(keyOf(node, i)).isEqualTo(entry.getKey());
      assertThat(valueOf(node, i)).isEqualTo(entry.getValue());
      byte[] key = entry.getKey();
      Node leaf = TreeReader.leaf(tree, key, 0, key.length, pool);
      assertThat(leaf.search(key, 0, key.length, pool)).isGreaterThanOrEqualTo(0);
    }
    assertThat(cursor.next()).isFalse();
  }

  private byte[] keyOf(Node node, int i) {
    if (!node.hasTail(i)) {
      return node.head(i);
    }
    byte[] tail = node.entry(i).tail;
    byte[] rest =
        org.pydb.engine.page.OverflowChain.read(
            file, PagePointer.get(tail, 0), org.pydb.engine.bytes.Bytes.getInt(tail, 12));
    byte[] head = node.head(i);
    byte[] key = Arrays.copyOf(head, head.length + rest.length);
    System.arraycopy(rest, 0, key, head.length, rest.length);
    return key;
  }

  private byte[] valueOf(Node node, int i) {
    int at = node.valueStart(i);
    return node.isOverflow(i)
        ? Edit.readOverflow(file, node.bytes(), at)
        : Arrays.copyOfRange(node.bytes(), at, at + node.valueLength(i));
  }

  /** Rising keys fill their pages, so that a load takes no more room than it must. */
  @Test
  void risingKeysFillTheirPages() {
    pool = new BufferPool(file, writer, 100_000_000);
    Edit edit = Edit.batch(pool, file, space, ++version);
    TreeEditor editor = new TreeEditor(edit, root);
    byte[] key = new byte[8];
    byte[] value = new byte[100];
    for (int i = 0; i < 100_000; i++) {
      org.pydb.engine.bytes.Bytes.putLong(key, 0, i);
      editor.put(key, 0, 8, value, 0, 100);
    }
    root = editor.root();
    edit.freeze();
    long[] leaves = {0};
    count(root.root().node(pool), leaves);
    // A row takes 100 bytes of value, 2 of slot, 3 of lengths and 1 or 2 of key.
    assertThat(leaves[0] * 8128).isLessThan(100_000 * 110);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100_000})
  void keysThatWereCountedAreFoundManyAtOnce(int step) {
    pool = new BufferPool(file, writer, 100_000_000);
    Edit edit = Edit.batch(pool, file, space, ++version);
    TreeEditor editor = new TreeEditor(edit, root);
    byte[] key = new byte[4];
    for (int i = 0; i < 20_000; i++) {
      org.pydb.engine.bytes.Bytes.putInt(key, 0, i * step);
      editor.put(key, 0, 4, new byte[100], 0, 100);
    }
    root = editor.root();
    edit.freeze();
    KeyBatch keys = new KeyBatch();
    BatchReader reader = new BatchReader();
    for (int i = -64; i < 20_064; i += BatchReader.KEYS_MAX) {
      keys.clear();
      for (int k = 0; k < BatchReader.KEYS_MAX; k++) {
        org.pydb.engine.bytes.Bytes.putInt(key, 0, (i + k) * step);
        keys.add(key, 0, 4);
      }
      reader.find(root, keys, 0, BatchReader.KEYS_MAX, pool);
      for (int k = 0; k < BatchReader.KEYS_MAX; k++) {
        assertThat(reader.isFound(k)).isEqualTo(i + k >= 0 && i + k < 20_000);
      }
    }
  }

  private void count(Node node, long[] leaves) {
    if (node.isLeaf()) {
      leaves[0]++;
      return;
    }
    for (int i = 0; i < node.count(); i++) {
      count(node.child(i).node(pool), leaves);
    }
  }
}
