package org.pydb.engine.testkit.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A file of a simulated disk at one moment. Immutable.
 *
 * @param live what whoever reads it finds
 * @param synced what is there after a crash, whatever happens
 * @param unsynced the last of the changes since, which a crash may lose
 * @param forgotten whether {@code live} shows what the disk has given up: no sync brings it back
 */
record FileState(Blocks live, Blocks synced, @Nullable Unsynced unsynced, boolean forgotten) {
  static final int SECTOR_SIZE = 512;

  static final FileState EMPTY = of(Blocks.EMPTY);

  /** A change that is not synced, and those before it. */
  record Unsynced(Change change, @Nullable Unsynced before) {}

  /**
   * A write, or a truncation.
   *
   * @param number of the change of the disk
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Change(long number, long position, byte[] bytes, boolean truncates) {
    Blocks applyTo(Blocks file) {
      if (truncates) {
        return file.resize(Math.min(position, file.size()));
      }
      return file.write(position, bytes, 0, bytes.length);
    }
  }

  static FileState of(Blocks bytes) {
    return new FileState(bytes, bytes, null, false);
  }

  FileState after(Change change) {
    return new FileState(change.applyTo(live), synced, new Unsynced(change, unsynced), forgotten);
  }

  FileState afterSync() {
    if (!forgotten) {
      return new FileState(live, live, null, false);
    }
    Blocks done = synced;
    for (Change change : changes()) {
      done = change.applyTo(done);
    }
    return new FileState(live, done, null, true);
  }

  /** Each change that was not synced is durable now, still waits, or is given up. */
  FileState afterFailedSync(Random chance) {
    Blocks durable = synced;
    Unsynced waiting = null;
    for (Change change : changes()) {
      int fate = chance.nextInt(3);
      if (fate == 0 && waiting == null) {
        durable = change.applyTo(durable);
      } else if (fate == 1) {
        waiting = new Unsynced(change, waiting);
      }
    }
    FileState left = new FileState(live, durable, waiting, true);
    // The system may go on to show what it could not write, or read it from the disk again.
    return chance.nextBoolean() ? left : left.asOnDisk();
  }

  private FileState asOnDisk() {
    Blocks shown = synced;
    for (Change change : changes()) {
      shown = change.applyTo(shown);
    }
    return new FileState(shown, synced, unsynced, false);
  }

  /** The changes that are not synced, oldest first. */
  Iterable<Change> changes() {
    Deque<Change> oldestFirst = new ArrayDeque<>();
    for (Unsynced each = unsynced; each != null; each = each.before) {
      oldestFirst.addFirst(each.change);
    }
    return oldestFirst;
  }

  /** What a crash leaves. */
  Blocks afterPowerLoss(String name, PowerLoss loss, Random chance) {
    Blocks left = synced;
    for (Change change : changes()) {
      left =
          change.truncates
              ? truncation(left, name, change, loss, chance)
              : sectors(left, name, change, loss, chance);
    }
    return left;
  }

  private static Blocks truncation(
      Blocks file, String name, Change change, PowerLoss loss, Random chance) {
    return loss.spares(name, change.number, 0, 1, chance) ? change.applyTo(file) : file;
  }

  private static Blocks sectors(
      Blocks file, String name, Change change, PowerLoss loss, Random chance) {
    Blocks left = file;
    int length = change.bytes.length;
    int first = (int) (change.position % SECTOR_SIZE);
    int sectors = (first + length + SECTOR_SIZE - 1) / SECTOR_SIZE;
    for (int sector = 0; sector < sectors; sector++) {
      int from = Math.max(0, sector * SECTOR_SIZE - first);
      int to = Math.min(length, (sector + 1) * SECTOR_SIZE - first);
      long end = change.position + to;
      if (loss.spares(name, change.number, sector, sectors, chance)) {
        left = left.write(change.position + from, change.bytes, from, to - from);
      } else if (end > left.size() && loss.sparesSize(chance)) {
        left = left.resize(end);
      }
    }
    return left;
  }
}
