package org.pydb.calcite.exec.spill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.spill.SpillStream;

/**
 * Rows that are appended and read at random, in pages of so many rows. As long as there is room all
 * pages are in memory; beyond that, pages that were not used of late go to the disk, and come back
 * when one of their rows is asked for. Not thread-safe.
 */
public final class PagedRows {
  private static final int PAGE_BITS = 8;
  private static final int RESIDENT_MIN = 8;

  /** log2 of the rows of a page. */
  private final int pageBits;

  /** So many pages stay in memory, whatever there is room for. */
  private final int residentMin;

  private final Workspace workspace;
  private final List<ColumnType> types;
  private final MemoryAccount memory;
  private final BatchCodec codec = new BatchCodec();
  private final Batch scratch;
  private final boolean[] hasBigs;
  private final List<Page> pages = new ArrayList<>();

  /** Empty pages that keep the room that they had. */
  private final List<Page> spare = new ArrayList<>();

  private @Nullable SpillStream stream;
  private int size;
  private int residentCount;

  /** The page that is looked at next when one has to go. */
  private int hand;

  /** Some rows, the last page's apart all of them full. */
  private static final class Page {
    /** Null if the rows are on the disk only. */
    private @Nullable RowStore rows;

    /** Which block of the stream has the rows; -1 if none has. */
    private int block = -1;

    /** The memory that the rows take, or took when they were there last. */
    private long bytes;

    private boolean isUsed;
  }

  /** No rows yet. */
  public PagedRows(Workspace workspace, List<ColumnType> types) {
    this(workspace, types, PAGE_BITS, RESIDENT_MIN);
  }

  /**
   * No rows yet.
   *
   * @param pageBits log2 of the rows of a page
   * @param residentMin so many pages stay in memory, whatever there is room for; at least 2
   */
  public PagedRows(Workspace workspace, List<ColumnType> types, int pageBits, int residentMin) {
    assert residentMin >= 2 : "the last page and the one that is read stay";
    this.pageBits = pageBits;
    this.residentMin = residentMin;
    this.workspace = workspace;
    this.types = types;
    memory = workspace.memory().part();
    scratch = Batch.of(types);
    hasBigs = new boolean[types.size()];
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** Whether a column of decimals may have values that are no longs. */
  public boolean hasBigs(int column) {
    return hasBigs[column];
  }

  /** The page of a row, valid until the page of another row is asked for. */
  public RowStore page(int row) {
    Page page = pages.get(row >>> pageBits);
    page.isUsed = true;
    RowStore rows = page.rows;
    return rows == null ? load(page) : rows;
  }

  /** Where a row stands in its page. */
  public int place(int row) {
    return row & ((1 << pageBits) - 1);
  }

  /** Whether two rows are in one page. */
  public boolean isOnePage(int row, int other) {
    return row >>> pageBits == other >>> pageBits;
  }

  /** Appends some positions of vectors, one a column. */
  public void append(Vector[] vectors, int[] rows, int count) {
    for (int i = 0; i < vectors.length; i++) {
      hasBigs[i] |= vectors[i] instanceof DecimalVector decimals && decimals.hasBigs();
    }
    for (int from = 0; from < count; ) {
      int room = (1 << pageBits) - place(size);
      int some = Math.min(room, count - from);
      append(lastPage(), vectors, Arrays.copyOfRange(rows, from, from + some), some);
      size += some;
      from += some;
    }
  }

  private Page lastPage() {
    if (place(size) == 0) {
      Page page = spare.isEmpty() ? new Page() : spare.remove(spare.size() - 1);
      if (page.rows == null) {
        page.rows = new RowStore(types, memory);
      }
      pages.add(page);
      residentCount++;
    }
    return pages.get(pages.size() - 1);
  }

  private void append(Page page, Vector[] vectors, int[] rows, int count) {
    page.isUsed = true;
    RowStore store = Objects.requireNonNull(page.rows); // The last page stays.
    makeRoom(store.growthBytes(new Batch(vectors.clone()), rows, count), page);
    long before = memory.used();
    store.append(vectors, rows, count);
    page.bytes += memory.used() - before;
  }

  /** Drops all rows. */
  public void clear() {
    pages.forEach(this::takeBack);
    pages.clear();
    size = 0;
    residentCount = 0;
    hand = 0;
    Arrays.fill(hasBigs, false);
    if (stream != null) {
      workspace.close(stream);
      stream = null;
    }
  }

  private void takeBack(Page page) {
    RowStore rows = page.rows;
    if (rows != null && spare.size() < residentMin) {
      long before = memory.used();
      rows.clear();
      page.bytes += memory.used() - before;
      page.block = -1;
      spare.add(page);
    } else if (rows != null) {
      memory.free(page.bytes);
    }
  }

  // ------------------------------------------------------------------ beyond memory

  private void makeRoom(long bytes, Page wanted) {
    while (residentCount > residentMin && !memory.hasRoom(bytes)) {
      drop(unused(wanted));
    }
  }

  /** A page in memory that was not used since the hand passed it last. */
  private Page unused(Page wanted) {
    while (true) {
      hand = hand + 1 < pages.size() ? hand + 1 : 0;
      Page page = pages.get(hand);
      boolean isLast = hand == pages.size() - 1;
      if (page.rows != null && page != wanted && !isLast) {
        if (!page.isUsed) {
          return page;
        }
        page.isUsed = false;
      }
    }
  }

  private void drop(Page page) {
    RowStore rows = Objects.requireNonNull(page.rows);
    if (page.block < 0) {
      write(page, rows);
    }
    page.rows = null;
    memory.free(page.bytes);
    residentCount--;
  }

  private void write(Page page, RowStore rows) {
    SpillStream to = stream;
    if (to == null) {
      workspace.count().pass(0);
      to = workspace.stream();
      stream = to;
    }
    workspace.checkCanceled();
    rows.gather(Selection.ALL, 0, rows.size(), scratch, 0);
    scratch.selectAll(rows.size());
    ByteOutput output = codec.encode(scratch, types.size(), scratch.rows(), 0, rows.size());
    page.block = to.blockCount();
    to.append(output.bytes(), 0, output.size());
    workspace.count().wrote(output.size(), rows.size());
  }

  private RowStore load(Page page) {
    SpillStream from = Objects.requireNonNull(stream);
    workspace.checkCanceled();
    makeRoom(page.bytes, page); // Which may write another page, by way of the same scratch.
    byte[] block = new byte[from.length(page.block)];
    from.read(page.block, block, 0);
    codec.decode(block, scratch);
    RowStore rows = new RowStore(types, memory);
    long before = memory.used();
    rows.append(scratch);
    page.bytes = memory.used() - before;
    page.rows = rows;
    residentCount++;
    return rows;
  }
}
