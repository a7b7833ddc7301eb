package org.pydb.engine.vfs.layer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/**
 * A file whose pages of 8 KB are deflated or encrypted, and lie wherever there is room.
 * Thread-safe.
 *
 * <h2>Why not each in its place</h2>
 *
 * A deflated page has another size each time, and one that is encrypted is worth nothing if it is
 * torn: not even those of its bytes were left that nobody had written to, and had long been synced.
 * So no record is ever written over another one that a crash might bring back:
 *
 * <pre>
 *   header A, B ──▶ root ──▶ directories ──▶ maps ──▶ records of pages
 *
 *   write   makes a record, puts it where nothing is, and notes in memory where
 *   sync    writes the maps that have changed, to where nothing is; syncs;
 *           writes the header that is not the newest one; syncs;
 *           then what only the older header knew is free
 * </pre>
 *
 * A crash leaves what was synced last, whole, and nothing of what was written since. That is within
 * the contract of {@link VfsFile}, and more than it promises.
 *
 * <p>An entry of the map has a checksum of the record that it leads to, so a record that is older
 * than it should be, or another's, does not pass; under encryption neither does one that was
 * changed, for all pages of the map are sealed as well, and the header is proved.
 *
 * <h2>A full disk</h2>
 *
 * A sync that fails is the end of a database, so it must not fail for want of room: what it will
 * need at most is taken, and written with zeros, before a write changes anything.
 *
 * <h2>Locks</h2>
 *
 * {@code syncing} before {@code writing} before {@code entries}. Who reads holds none while it
 * reads the medium: if the record is not what it should be it looks whether the page was written
 * meanwhile.
 */
final class PlacedFile implements VfsFile {
  private static final int PAGE_SIZE = PageCodec.PAGE_SIZE;
  private static final int SECTOR = PlacedHeader.SECTOR;

  /** Free sectors at the end that are given back to the medium: 1 MB. */
  private static final int TAIL_MAX = 2048;

  private final String name;
  private final String description;
  private final VfsFile file;
  private final boolean writable;
  private final PageCodec codec;
  private final PageRecords records;
  private final @Nullable FileKeys keys;

  private final Object syncing = new Object();
  private final ReentrantLock writing = new ReentrantLock();
  private final ReadWriteLock entries = new ReentrantReadWriteLock();

  /** Changed under {@link #writing}; its level 0 under {@link #entries} as well. */
  private final PageMap map = new PageMap();

  @GuardedBy("writing")
  private final Sectors sectors = new Sectors();

  @GuardedBy("writing")
  private final MapRecords mapRecords;

  /** The newest one in the file; of sequence 0 if there is none. Changed under {@link #writing}. */
  private PlacedHeader header;

  @GuardedBy("writing")
  private boolean headerKnownDurable;

  @GuardedBy("writing")
  private boolean changed;

  private volatile long size;

  /** Whether a sync has failed: then nothing is known about what is durable. */
  private volatile boolean failed;

  private volatile boolean closed;

  private PlacedFile(
      String name,
      String description,
      VfsFile file,
      boolean writable,
      PlacedHeader header,
      @Nullable FileKeys keys) {
    this.name = name;
    this.description = description;
    this.file = file;
    this.writable = writable;
    this.header = header;
    this.keys = keys;
    codec = new PageCodec(header.compressed(), keys);
    records = new PageRecords(file, codec);
    mapRecords = new MapRecords(file, codec, map, sectors);
    size = header.size();
  }

  static PlacedFile open(
      Vfs vfs, String name, OpenMode mode, boolean compressed, PlacedKeys knownKeys) {
    String description = vfs.describe(name);
    VfsFile file = vfs.open(name, mode);
    try {
      PlacedHeader found = PlacedHeader.read(file, description);
      PlacedFile opened =
          found == null
              ? blank(vfs, name, file, mode, compressed, knownKeys)
              : existing(vfs, name, file, mode, found, knownKeys);
      return opened;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static PlacedFile blank(
      Vfs vfs, String name, VfsFile file, OpenMode mode, boolean compressed, PlacedKeys knownKeys) {
    LongSupplier chance = vfs.clock()::random;
    UUID id = new UUID(chance.getAsLong(), chance.getAsLong());
    boolean writable = mode != OpenMode.READ;
    FileKeys keys = writable ? knownKeys.create(id) : null;
    PlacedHeader header =
        new PlacedHeader(
            compressed, id, 0, 0, Place.NONE, 0, keys == null ? null : keys.envelope());
    return new PlacedFile(name, vfs.describe(name), file, writable, header, keys);
  }

  private static PlacedFile existing(
      Vfs vfs,
      String name,
      VfsFile file,
      OpenMode mode,
      PlacedHeader header,
      PlacedKeys knownKeys) {
    String description = vfs.describe(name);
    FileKeys keys = knownKeys.open(header.envelope(), header.file(), description);
    if (keys != null && !header.isProved(file, keys)) {
      throw new CorruptionException(
          description
              + ": found a header that fails authentication, expected one that was written"
              + " with this file's key");
    }
    PlacedFile opened =
        new PlacedFile(name, description, file, mode != OpenMode.READ, header, keys);
    opened.readMap();
    return opened;
  }

  private void readMap() {
    writing.lock();
    try {
      if (header.root() != Place.NONE) {
        if (!mapRecords.read(header.root(), header.rootCheck())) {
          throw corrupt("root of the map", header.root());
        }
      }
    } finally {
      writing.unlock();
    }
  }

  // ------------------------------------------------------------------ reading

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] target, int from, int count) {
    checkOpen();
    int available = (int) Math.max(0, Math.min(count, size - position));
    byte[] page = new byte[PAGE_SIZE];
    for (int done = 0; done < available; ) {
      long at = position + done;
      int offset = (int) (at % PAGE_SIZE);
      int part = Math.min(PAGE_SIZE - offset, available - done);
      readPage(at / PAGE_SIZE, page);
      System.arraycopy(page, offset, target, from + done, part);
      done += part;
    }
    return available;
  }

  private void readPage(long number, byte[] page) {
    int index = (int) number;
    while (true) {
      long place;
      int check;
      entries.readLock().lock();
      try {
        place = map.place(0, index);
        check = map.check(0, index);
      } finally {
        entries.readLock().unlock();
      }
      if (place == Place.NONE) {
        Arrays.fill(page, (byte) 0);
        return;
      }
      if (place == Place.LOST) {
        throw new CorruptionException(
            description
                + ", page "
                + number
                + ": where it lies is not known, since the map of the"
                + " file is damaged there");
      }
      if (records.read(0, index, place, check, page)) {
        return;
      }
      entries.readLock().lock();
      try {
        if (map.place(0, index) == place && map.check(0, index) == check) {
          throw corrupt("page " + number, place);
        }
      } finally {
        entries.readLock().unlock();
      }
    }
  }

  private CorruptionException corrupt(String what, long place) {
    return new CorruptionException(
        description
            + ", "
            + what
            + ": found other bytes at "
            + Place.position(place)
            + ", expected the "
            + Place.length(place)
            + " bytes that were written there");
  }

  // ------------------------------------------------------------------ writing

  @Override
  public void write(long position, byte[] source, int from, int count) {
    Objects.checkFromIndexSize(from, count, source.length);
    if ((position + count) / PAGE_SIZE >= PageMap.PAGES_MAX) {
      throw new LimitException(
          description + " would become larger than " + PageMap.PAGES_MAX + " pages");
    }
    writing.lock();
    try {
      prepare();
      for (int done = 0; done < count; ) {
        PageBatch batch = new PageBatch();
        long end = position + done;
        while (done < count && batch.count < PageBatch.PAGES_MAX) {
          long at = position + done;
          int offset = (int) (at % PAGE_SIZE);
          int part = Math.min(PAGE_SIZE - offset, count - done);
          addPart(batch, at / PAGE_SIZE, offset, source, from + done, part);
          done += part;
          end = at + part;
        }
        put(batch, Math.max(size, end));
      }
    } finally {
      writing.unlock();
    }
  }

  /** Adds a page that gets some new bytes, or all. */
  @GuardedBy("writing")
  private void addPart(
      PageBatch batch, long number, int offset, byte[] source, int from, int count) {
    if (count == PAGE_SIZE) {
      batch.add(codec, (int) number, source, from);
      return;
    }
    byte[] page = new byte[PAGE_SIZE];
    readPage(number, page);
    System.arraycopy(source, from, page, offset, count);
    batch.add(codec, (int) number, page, 0);
  }

  /** Puts records where there is room, and notes where they are. */
  @GuardedBy("writing")
  private void put(PageBatch batch, long newSize) {
    mapRecords.reserve(map.changedMax(batch.count / PageMap.FANOUT + 2));
    long[] places = new long[batch.count];
    // Holes too small for all of them are filled one by one, if there are many.
    boolean together =
        sectors.hasRoom(batch.sectors)
            || sectors.free() < 4L * (batch.sectors + mapRecords.reserved());
    int all = together && batch.sectors > 0 ? sectors.take(batch.sectors) : 0;
    boolean written = false;
    try {
      for (int i = 0, sector = 0; i < batch.count; i++) {
        int count = Place.sectorsOf(batch.lengths[i]);
        if (count > 0) {
          int at = together ? all + sector : sectors.take(count);
          places[i] = Place.of(at, batch.lengths[i]);
          if (!together) {
            file.write((long) at * SECTOR, batch.bytes, sector * SECTOR, count * SECTOR);
          }
          sector += count;
        }
      }
      if (together && batch.sectors > 0) {
        file.write((long) all * SECTOR, batch.bytes, 0, batch.sectors * SECTOR);
      }
      written = true;
    } finally {
      if (!written) {
        giveBack(places, together, all, batch.sectors);
      }
    }
    entries.writeLock().lock();
    try {
      for (int i = 0; i < batch.count; i++) {
        sectors.leave(map.place(0, batch.numbers[i]));
        map.set(0, batch.numbers[i], places[i], batch.checks[i]);
      }
    } finally {
      entries.writeLock().unlock();
    }
    size = newSize;
    changed = true;
  }

  @GuardedBy("writing")
  private void giveBack(long[] places, boolean together, int all, int count) {
    if (together) {
      sectors.giveBack(all, count);
      return;
    }
    for (long place : places) {
      if (place != Place.NONE) {
        sectors.giveBack((int) Place.sector(place), Place.sectors(place));
      }
    }
  }

  @Override
  public void truncate(long newSize) {
    writing.lock();
    try {
      prepare();
      if (newSize >= size) {
        return;
      }
      mapRecords.reserve(map.changedMax((int) ((size - newSize) / PAGE_SIZE / PageMap.FANOUT) + 2));
      long first = (newSize + PAGE_SIZE - 1) / PAGE_SIZE;
      int used = (int) (newSize % PAGE_SIZE);
      if (used > 0) {
        PageBatch batch = new PageBatch();
        addPart(batch, newSize / PAGE_SIZE, used, new byte[PAGE_SIZE], 0, PAGE_SIZE - used);
        put(batch, size);
      }
      entries.writeLock().lock();
      try {
        for (long number = first; number * PAGE_SIZE < size; number++) {
          sectors.leave(map.place(0, (int) number));
          map.set(0, (int) number, Place.NONE, 0);
        }
      } finally {
        entries.writeLock().unlock();
      }
      size = newSize;
      changed = true;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Makes the header durable that was found when the file was opened, before anything is changed: a
   * process that died may have left it where it can be read, and be lost with the power. Then the
   * other one would count, and what it knows must not be written over until this one is durable.
   */
  @GuardedBy("writing")
  private void prepare() {
    checkOpen();
    if (!headerKnownDurable) {
      if (header.sequence() > 0) {
        header.write(file, keys);
        file.sync();
      }
      headerKnownDurable = true;
    }
  }

  // ------------------------------------------------------------------ sync

  @Override
  public void sync() {
    synchronized (syncing) {
      if (!writable) {
        checkOpen();
        return;
      }
      if (failed) {
        throw new StorageException(
            "sync of "
                + description
                + " failed: an earlier one has failed, and nothing is known"
                + " about what it has left. Open the file again.");
      }
      PlacedHeader next;
      List<Long> free;
      writing.lock();
      try {
        prepare();
        if (!changed) {
          return;
        }
        failed = true; // Until all is done.
        mapRecords.write();
        free = sectors.beginMap();
        next =
            new PlacedHeader(
                header.compressed(),
                header.file(),
                header.sequence() + 1,
                size,
                map.place(PageMap.ROOT, 0),
                map.check(PageMap.ROOT, 0),
                header.envelope());
        changed = false;
      } finally {
        writing.unlock();
      }
      file.sync();
      next.write(file, keys);
      file.sync();
      writing.lock();
      try {
        header = next;
        sectors.endMap(free);
        if (file.size() > (sectors.end() + TAIL_MAX) * (long) SECTOR) {
          file.truncate(sectors.end() * (long) SECTOR);
        }
      } finally {
        writing.unlock();
      }
      failed = false;
    }
  }

  @Override
  public long size() {
    checkOpen();
    return size;
  }

  /**
   * {@inheritDoc}
   *
   * <p>What was not synced is: without a map nobody could find it. And both headers get the same
   * map, so that damage to one of them loses nothing.
   */
  @Override
  public void close() {
    synchronized (syncing) {
      if (closed) {
        return;
      }
      try {
        if (writable && !failed) {
          boolean begun;
          writing.lock();
          try {
            begun = headerKnownDurable;
          } finally {
            writing.unlock();
          }
          if (begun) {
            sync();
            writeSecondHeader();
          }
        }
      } finally {
        closed = true;
        file.close();
      }
    }
  }

  private void writeSecondHeader() {
    if (header.sequence() > 0) {
      new PlacedHeader(
              header.compressed(),
              header.file(),
              header.sequence() + 1,
              header.size(),
              header.root(),
              header.rootCheck(),
              header.envelope())
          .write(file, keys);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new DatabaseClosedException(description + " has been closed");
    }
  }
}
