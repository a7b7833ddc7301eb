package org.pydb.engine.btree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.buffer.PageWriter;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.space.PageSpace;

/**
 * The pictures of the guide that show how trees split and merge: each step is done to a tree, and
 * what is drawn is what its nodes then hold. Values are so large that four entries fill a page.
 * With {@code -Drewrite=1} the pictures are drawn anew.
 */
class TreePictureTest {
  private static final Path PICTURES = Path.of("../docs/pictures");
  private static final int TREE = 16;
  private static final byte[] VALUE = new byte[1_950];
  private static final int LONG_KEY = 1_984;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #57606a; }
        .head { font-weight: 600; fill: #24292f; }
        .key { font: 12px ui-monospace, monospace; fill: #24292f; }
        .node { fill: #f6f8fa; stroke: #8c959f; }
        .made { fill: #ddf4ff; stroke: #2f81f7; stroke-width: 1.5; }
        .edge { stroke: #8c959f; stroke-width: 1.2; }
        @media (prefers-color-scheme: dark) {
          text { fill: #adbac7; }
          .head, .key { fill: #f0f3f6; }
          .node { fill: #2d333b; }
          .made { fill: #143d66; }
        }
      </style>
      """;

  private static final int WIDTH = 760;
  private static final int LEFT = 290;
  private static final int NODE_HEIGHT = 24;
  private static final int LEVEL_HEIGHT = 52;
  private static final int STEP_GAP = 30;

  private final PageFile file = new PageFile(new HeapFile(), "heap");
  private final PageSpace space = new PageSpace(new PageBitmap(), 0);
  private final BufferPool pool = new BufferPool(file, new PageWriter(file, space), 1 << 20);
  private final StringBuilder body = new StringBuilder();
  private TreeRoot root = TreeRoot.empty(TREE);
  private Set<PageRef> before = new HashSet<>();
  private long version;
  private int y = STEP_GAP;
  private int keyWidth = 28;
  private int gap = 14;

  /** What is done in one batch. */
  private interface Change {
    void on(TreeEditor editor);
  }

  private static Change put(int... keys) {
    return editor -> {
      for (int key : keys) {
        byte[] bytes = Integer.toString(key).getBytes(UTF_8);
        editor.put(bytes, 0, bytes.length, VALUE, 0, VALUE.length);
      }
    };
  }

  private static Change delete(int... keys) {
    return editor -> {
      for (int key : keys) {
        byte[] bytes = Integer.toString(key).getBytes(UTF_8);
        assertThat(editor.delete(bytes, 0, bytes.length)).isTrue();
      }
    };
  }

  @Test
  void splits() throws Exception {
    step(put(10, 20, 30, 40), "put 10, 20, 30, 40", "one leaf, which is the root, and full");
    step(
        put(25),
        "put 25",
        "it does not fit: the leaf is cut",
        "in two of about equal bytes, and a",
        "root with a separator grows above");
    step(
        put(22),
        "put 22",
        "there is room: the leaf and its path",
        "are copied, the other leaf is shared");
    step(put(27), "put 27", "the right leaf is full now", "");
    step(put(50), "put 50", "behind all keys: the full leaf stays", "full, and a new one begins");
    step(put(60, 70, 80, 90), "put 60, 70, 80, 90", "rising keys fill their pages", "");
    compare("btree-splits.svg");
  }

  @Test
  void merges() throws Exception {
    apply(put(10, 20, 30, 40, 25, 22, 27, 50, 60));
    step(delete(), "the tree to begin with", "");
    step(delete(22), "delete 22", "one cell less; two entries are enough", "");
    step(
        delete(10),
        "delete 10",
        "one entry is less than a third of a page;",
        "the neighbour is full, so the two are",
        "evened out: the left one borrows");
    step(
        delete(50),
        "delete 50",
        "60 is alone, and fits into the page",
        "of its neighbour: the two are merged");
    step(
        delete(20, 60),
        "delete 20, 60",
        "25 is alone and borrows once more; the",
        "new separator is the shortest that will do");
    step(
        delete(25, 27, 30),
        "delete 25, 27, 30",
        "the leaves are merged, and a root with",
        "a single child goes: the tree shrinks");
    compare("btree-merges.svg");
  }

  /** A key so long that two entries fill a leaf, and three separators a node above. */
  private static byte[] longKey(String name) {
    return (name.charAt(0) + ".".repeat(LONG_KEY - 2) + name.charAt(1)).getBytes(UTF_8);
  }

  private static Change putLong(String... names) {
    return editor -> {
      for (String name : names) {
        byte[] key = longKey(name);
        editor.put(key, 0, key.length, VALUE, 0, VALUE.length);
      }
    };
  }

  private static Change deleteLong(String... names) {
    return editor -> {
      for (String name : names) {
        byte[] key = longKey(name);
        assertThat(editor.delete(key, 0, key.length)).isTrue();
      }
    };
  }

  @Test
  void interiorSplits() throws Exception {
    keyWidth = 22;
    gap = 8;
    step(
        putLong("1b", "2a", "2b", "3a", "3b", "4a", "4b", "5a", "5b", "6a"),
        "put 1b, 2a, 2b, … 6a",
        "keys of 2,000 bytes: two entries fill",
        "a leaf, four separators a node above");
    step(
        putLong("2c"),
        "put 2c",
        "its leaf is cut, and there is no room for",
        "the separator: the node above is cut, too.",
        "3b, in the middle, goes up, into neither",
        "half: the tree has a level more");
    step(
        putLong("3c"),
        "put 3c",
        "a leaf is cut again, with room above;",
        "the left half of the tree is shared");
    step(
        deleteLong("3c"),
        "delete 3c",
        "the key is gone; the separator that it",
        "gave stays, and still separates");
    step(
        deleteLong("4b", "5a", "5b", "6a"),
        "delete 4b, 5a, 5b, 6a",
        "empty leaves go; one separator is less",
        "than a third of a page: 3b comes down",
        "between the two nodes, which are merged,",
        "and the root with a single child goes");
    compare("btree-interior.svg");
  }

  private void apply(Change change) {
    Edit edit = Edit.batch(pool, file, space, ++version);
    TreeEditor editor = new TreeEditor(edit, root);
    change.on(editor);
    edit.freeze();
    edit.publish();
    space.publish(version, edit.created(), edit.died());
    root = editor.root();
  }

  private void step(Change change, String head, String... why) {
    before = refs(root.root(), new HashSet<>());
    apply(change);
    text(12, y + 16, "head", "start", head);
    for (int i = 0; i < why.length; i++) {
      text(12, y + 34 + 16 * i, "", "start", why[i]);
    }
    PageRef top = root.root();
    assertThat(top).isNotNull();
    draw(top, y, new int[] {LEFT});
    int tree = NODE_HEIGHT + LEVEL_HEIGHT * (root.levels() - 1);
    y += Math.max(tree, 26 + 16 * why.length) + STEP_GAP;
  }

  private Set<PageRef> refs(@Nullable PageRef ref, Set<PageRef> all) {
    if (ref != null && all.add(ref)) {
      Node node = ref.node(pool);
      for (int i = 0; !node.isLeaf() && i < node.count(); i++) {
        refs(node.child(i), all);
      }
    }
    return all;
  }

  /**
   * Draws a node and those below it.
   *
   * @param next where the next leaf begins
   * @return the middle of the node
   */
  private int draw(PageRef ref, int top, int[] next) {
    Node node = ref.node(pool);
    int width = keyWidth * node.count() + 8;
    int middle;
    if (node.isLeaf()) {
      middle = next[0] + width / 2;
      next[0] += width + gap;
    } else {
      int[] children = new int[node.count()];
      for (int i = 0; i < node.count(); i++) {
        children[i] = draw(node.child(i), top + LEVEL_HEIGHT, next);
      }
      middle = (children[0] + children[children.length - 1]) / 2;
      for (int i = 0; i < children.length; i++) {
        int from = middle - width / 2 + 4 + keyWidth * i + keyWidth / 2;
        add(
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"edge\"/>%n",
            from, top + NODE_HEIGHT, children[i], top + LEVEL_HEIGHT);
      }
    }
    int x = middle - width / 2;
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" class=\"%s\"/>%n",
        x, top, width, NODE_HEIGHT, before.contains(ref) ? "node" : "made");
    for (int i = 0; i < node.count(); i++) {
      String key = !node.isLeaf() && i == 0 ? "·" : name(node.head(i));
      text(x + 4 + keyWidth * i + keyWidth / 2, top + 16, "key", "middle", key);
    }
    return middle;
  }

  /** A key, of long ones the beginning and the end. */
  private static String name(byte[] key) {
    String text = new String(key, UTF_8);
    return key.length < LONG_KEY ? text : "" + text.charAt(0) + text.charAt(LONG_KEY - 1);
  }

  private void text(int x, int baseline, String style, String anchor, String text) {
    if (!text.isEmpty()) {
      add(
          "<text x=\"%d\" y=\"%d\" class=\"%s\" text-anchor=\"%s\">%s</text>%n",
          x, baseline, style, anchor, text);
    }
  }

  private void add(String pattern, Object... values) {
    body.append(String.format(Locale.ROOT, pattern, values).replace("\r\n", "\n"));
  }

  private void compare(String name) throws Exception {
    add("<rect x=\"12\" y=\"%d\" width=\"20\" height=\"14\" rx=\"3\" class=\"made\"/>%n", y);
    text(40, y + 12, "", "start", "a page that this step has made");
    add("<rect x=\"%d\" y=\"%d\" width=\"20\" height=\"14\" rx=\"3\" class=\"node\"/>%n", LEFT, y);
    text(LEFT + 28, y + 12, "", "start", "a page that the version before has as well");
    String picture =
        String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\">\n",
                WIDTH,
                y + 30,
                WIDTH)
            + STYLE
            + body
            + "</svg>\n";
    Path path = PICTURES.resolve(name);
    if (System.getProperty("rewrite") != null) {
      Files.writeString(path, picture);
    }
    assertThat(picture).isEqualTo(Files.readString(path));
  }
}
