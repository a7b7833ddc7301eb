package org.pydb.engine.inspect;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.StoredRoot;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.buffer.PageWriter;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.KeyException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.FileHeader;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.recovery.RootsTree;
import org.pydb.engine.space.FreeMap;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.Version;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.layer.StackedVfs;
import org.pydb.engine.wal.LogPoint;
import org.pydb.engine.wal.LogPresence;
import org.pydb.engine.wal.LogReader;

/**
 * Shows what lies in the files of a database, in words and as bytes: pages, trees, the log. It only
 * reads, needs no lock, and puts up with damage. While somebody has the database open it shows the
 * last checkpoint; what the log holds since then is no part of trees yet, and pages may be given
 * another use while they are looked at.
 *
 * <p>What takes lines may throw, to end it. Not thread-safe.
 */
public final class FileInspector implements AutoCloseable {
  private static final long POOL_BYTES = 16L << 20;
  private static final int DIGITS_MAX = 10;

  private final Vfs vfs;
  private final String name;

  /** The pages, decrypted if they are encrypted. */
  private final PageFile file;

  private final @Nullable FileHeader header;
  private final TreeNames names = TreeNames.ofDatabase();
  private final EntryPrinter entries = new EntryPrinter();
  private final PagePrinter printer;
  private final BufferPool pool;
  private @Nullable Meta meta;
  private @Nullable PageBitmap used;
  private @Nullable Catalog catalog;
  private RootMap roots = RootMap.EMPTY;

  /** What could not be read of what tells names. */
  private @Nullable String damage;

  private FileInspector(Vfs vfs, String name, PageFile file, @Nullable FileHeader header) {
    this.vfs = vfs;
    this.name = name;
    this.file = file;
    this.header = header;
    printer = new PagePrinter(file, names, entries);
    pool = new BufferPool(file, new PageWriter(file, space(0)), POOL_BYTES);
  }

  private static PageSpace space(long version) {
    return new PageSpace(new PageBitmap(), version);
  }

  /**
   * Opens the files of a database to look at them.
   *
   * @param key of an encrypted one; a plain one does not ask for it
   * @throws StorageException if there is no such file
   * @throws KeyException if it is encrypted, and the key is missing or wrong
   */
  public static FileInspector open(Vfs files, String name, KeySource key) {
    Vfs vfs = StackedVfs.ofDatabase(files, null);
    PageFile stored = new PageFile(vfs.open(name, Vfs.OpenMode.READ), vfs.describe(name));
    FileInspector inspector = null;
    try {
      inspector = open(vfs, name, stored, key);
      return inspector;
    } finally {
      if (inspector == null) {
        stored.close();
      }
    }
  }

  private static FileInspector open(Vfs vfs, String name, PageFile stored, KeySource key) {
    FileHeader header = null;
    String damage = null;
    try {
      header = FileHeader.read(stored);
    } catch (EngineException e) {
      damage = e.getMessage();
    }
    PageFile file =
        header == null || header.envelope() == null
            ? stored
            : header.unlock(stored, key, vfs.clock()::random);
    FileInspector inspector = new FileInspector(vfs, name, file, header);
    try {
      inspector.read();
    } catch (EngineException e) {
      damage = damage == null ? e.getMessage() : damage;
    }
    inspector.damage = damage;
    return inspector;
  }

  private void read() {
    FileHeader known = header;
    if (known == null) {
      return;
    }
    Meta newest = Meta.readNewest(file, known);
    meta = newest;
    if (!newest.freeMap().isNone()) {
      used = FreeMap.read(file, newest.freeMap()).used();
    }
    roots = RootsTree.read(CheckpointVerifier.rootsTree(newest), pool);
    Version version =
        new Version(newest.version(), roots, space(newest.version()).current(), LogPoint.ORIGIN);
    Catalog read = new CatalogTree().read(new ReadView(version, pool, file));
    catalog = read;
    names.addAll(read);
    entries.addAll(read);
  }

  // ------------------------------------------------------------------ pages

  /** Shows a line for each page; pages that are free and follow each other share one. */
  public void pages(Consumer<String> out) {
    summary(out);
    long count = file.pageCount();
    for (long number = 0; number < count; number++) {
      long last = number;
      while (isFree(last) && last + 1 < count && isFree(last + 1)) {
        last++;
      }
      String place = number == last ? Long.toString(number) : number + "-" + last;
      out.accept("%9s  %s".formatted(place, title(number)));
      number = last;
    }
  }

  private void summary(Consumer<String> out) {
    out.accept(file.description() + ": " + file.pageCount() + " pages of " + PageLayout.PAGE_SIZE);
    Meta newest = meta;
    if (newest != null) {
      out.accept(
          "checkpoint "
              + newest.checkpoint()
              + " of version "
              + newest.version()
              + (newest.clean() ? ", closed cleanly" : ", open or not closed cleanly")
              + (file.keys() == null ? "" : ", encrypted"));
    }
    if (damage != null) {
      out.accept("Names are missing: " + damage);
    }
  }

  private boolean isFree(long number) {
    PageBitmap map = used;
    return map != null && number >= Meta.FIRST_DATA_PAGE && !map.contains(number);
  }

  private String title(long number) {
    FileHeader known = header;
    if (number == 0) {
      return known == null ? "no file header" : "file header of database " + known.databaseId();
    }
    if (isFree(number)) {
      return "free";
    }
    try {
      return printer.title(file.read(number));
    } catch (CorruptionException e) {
      return "damaged: " + e.getMessage();
    }
  }

  /** Shows a page: what it is, what lies in it, and its bytes; encrypted ones twice. */
  public void page(long number, Consumer<String> out) {
    byte[] stored = file.readUnchecked(number);
    out.accept("page " + number + ": " + title(number));
    if (number > 0) {
      try {
        byte[] page = file.read(number);
        printer.contents(number, page, out);
        showDecrypted(page, out);
      } catch (EngineException | IndexOutOfBoundsException e) {
        out.accept("It cannot be read: " + e.getMessage());
      }
    }
    HexDump.print(stored, 0, stored.length, "", out);
  }

  private void showDecrypted(byte[] page, Consumer<String> out) {
    if (file.keys() != null) {
      out.accept("Decrypted:");
      HexDump.print(page, 0, PageLayout.PAGE_SIZE, "", out);
      out.accept("As it is stored:");
    }
  }

  // ------------------------------------------------------------------ trees

  /**
   * Shows the nodes of a tree, each with those below it.
   *
   * @param tree its number, or the name of a table or an index, with its schema or not
   * @return false if there is none
   */
  public boolean tree(String tree, Consumer<String> out) {
    int id = id(tree);
    if (id < 0) {
      return false;
    }
    Meta newest = meta;
    TreeRoot root =
        id == RootsTree.TREE_ID && newest != null
            ? CheckpointVerifier.rootsTree(newest)
            : roots.getOrEmpty(id);
    PageRef top = root.root();
    if (top instanceof StoredRoot elsewhere) {
      out.accept(
          names.of(id)
              + ": engine "
              + elsewhere.home()
              + " keeps it, in files of its own that are not shown here");
      return true;
    }
    out.accept(names.of(id) + ": " + root.levels() + " levels, " + root.entries() + " entries");
    if (top != null) {
      node(top, "", out);
    }
    return true;
  }

  private void node(PageRef ref, String indent, Consumer<String> out) {
    Node node;
    try {
      node = ref.node(pool);
    } catch (CorruptionException e) {
      out.accept(indent + ref + ": " + e.getMessage());
      return;
    }
    int percent = 100 * node.pageBytes() / PageLayout.PAGE_SIZE;
    String line = indent + ref + ": " + node.count();
    if (!node.isLeaf()) {
      out.accept(line + " children, " + percent + " % full");
      for (int i = 0; i < node.count(); i++) {
        node(node.child(i), indent + "  ", out);
      }
    } else if (node.count() == 0) {
      out.accept(line + " entries");
    } else {
      out.accept(line + " entries, " + percent + " % full, " + range(node));
    }
  }

  private String range(Node leaf) {
    String first = entries.key(leaf.tree(), leaf.head(0));
    return first + " to " + entries.key(leaf.tree(), leaf.head(leaf.count() - 1));
  }

  private int id(String tree) {
    if (!tree.isEmpty() && tree.chars().allMatch(Character::isDigit)) {
      int id = tree.length() < DIGITS_MAX ? Integer.parseInt(tree) : -1;
      return id == RootsTree.TREE_ID || roots.get(id) != null ? id : -1;
    }
    Catalog known = catalog;
    return known == null ? -1 : TreeNames.find(known, tree);
  }

  // ------------------------------------------------------------------ log

  /** Shows the log from where the checkpoint needs it: its segments, then its frames. */
  public void log(Consumer<String> out) {
    String log = name + "-wal";
    Meta newest = meta;
    if (LogReader.presence(vfs, log) != LogPresence.PRESENT || newest == null) {
      out.accept(vfs.describe(log) + ": no log: all is in the data file");
      return;
    }
    FileKeys keys = file.keys();
    try (LogReader reader = LogReader.open(vfs, log, keys == null ? null : keys.log())) {
      reader
          .segments()
          .forEach(
              segment ->
                  out.accept(
                      "segment "
                          + segment.header().sequence()
                          + " in slot "
                          + segment.slot()
                          + ": positions "
                          + segment.header().start()
                          + " to "
                          + segment.header().end()));
      LogPoint from = new LogPoint(newest.logPosition(), newest.logFrame());
      var unused = reader.read(from, new LogPrinter(names, entries, out));
    } catch (CorruptionException e) {
      out.accept("The log cannot be read further: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
