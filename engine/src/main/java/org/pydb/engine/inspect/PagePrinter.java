package org.pydb.engine.inspect;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.node.EditToken;
import org.pydb.engine.node.Node;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.page.PageType;

/** One page in words: what its header says in one line, and what lies in it. Not thread-safe. */
final class PagePrinter {
  private static final EditToken FROZEN = new EditToken();

  static {
    FROZEN.freeze();
  }

  private final PageFile file;
  private final TreeNames names;
  private final EntryPrinter entries;

  PagePrinter(PageFile file, TreeNames names, EntryPrinter entries) {
    this.file = file;
    this.names = names;
    this.entries = entries;
  }

  /**
   * What a page is.
   *
   * @throws CorruptionException if it is damaged
   */
  String title(byte[] page) {
    PageType type = PageType.ofCode(PageLayout.typeCode(page));
    if (type == null) {
      throw new CorruptionException("page type " + PageLayout.typeCode(page));
    }
    String words = type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    boolean isTemporary = PageLayout.generation(page) >= PagePointer.TEMPORARY;
    String generation = isTemporary ? ", temporary" : ", generation " + PageLayout.generation(page);
    return switch (type) {
      case LEAF, INTERIOR -> {
        Node node = node(page);
        int percent = 100 * node.pageBytes() / PageLayout.PAGE_SIZE;
        yield "%s of %s: %d %s, %d %% full%s"
            .formatted(
                words + (node.isLeaf() ? "" : ", level " + node.level()),
                names.of(node.tree()),
                node.count(),
                node.isLeaf() ? "entries" : "children",
                percent,
                generation);
      }
      case META -> words;
      case OVERFLOW ->
          words
              + " of "
              + names.of(PageLayout.tree(page))
              + ": "
              + PageLayout.count(page)
              + " bytes"
              + generation;
      case FREE_MAP, FREE_MAP_DIRECTORY -> words + generation;
    };
  }

  /** What lies in a page, a line each. */
  void contents(long number, byte[] page, Consumer<String> out) {
    PageType type = PageType.ofCode(PageLayout.typeCode(page));
    if (type == PageType.LEAF || type == PageType.INTERIOR) {
      node(node(page), out);
    } else if (type == PageType.META) {
      meta(Meta.readOrNull(file, number), out);
    } else if (type == PageType.OVERFLOW || type == PageType.FREE_MAP_DIRECTORY) {
      out.accept("next: " + EntryPrinter.pointer(PagePointer.get(page, PageLayout.CONTENT)));
    }
  }

  private Node node(byte[] page) {
    return Node.ofPage(page, file, FROZEN);
  }

  private void node(Node node, Consumer<String> out) {
    for (int i = 0; i < node.count(); i++) {
      out.accept("%5d  %s".formatted(i, node.isLeaf() ? leafCell(node, i) : child(node, i)));
    }
  }

  private String leafCell(Node node, int i) {
    byte[] key = node.head(i);
    if (node.hasTail(i)) {
      return EntryPrinter.hex(key, 0, key.length) + " and the rest of a long key in a chain";
    }
    return node.isOverflow(i)
        ? entries.chained(node.tree(), key, node.bytes(), node.valueStart(i))
        : entries.entry(node.tree(), key, node.bytes(), node.valueStart(i), node.valueLength(i));
  }

  /** Separators are cut short, so they are no keys that could be read. */
  private static String child(Node node, int i) {
    byte[] key = node.head(i);
    String from = i == 0 ? "the beginning" : EntryPrinter.hex(key, 0, key.length);
    return node.child(i) + ", from " + from;
  }

  private static void meta(@Nullable Meta meta, Consumer<String> out) {
    if (meta == null) {
      return;
    }
    out.accept("sequence " + meta.sequence() + ", checkpoint " + meta.checkpoint());
    out.accept("version " + meta.version() + (meta.clean() ? ", closed cleanly" : ""));
    out.accept("database " + meta.databaseId());
    out.accept(
        "roots: "
            + EntryPrinter.pointer(meta.roots())
            + ", "
            + meta.rootsLevels()
            + " levels, "
            + meta.rootsEntries()
            + " entries");
    out.accept("free map: " + EntryPrinter.pointer(meta.freeMap()));
    out.accept("pages " + meta.pageCount() + ", next tree " + meta.nextTreeId());
    out.accept("log from position " + meta.logPosition() + ", frame " + meta.logFrame());
  }
}
