package org.pydb.engine.vfs.layer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.FileLayoutException;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.FileAccess;
import org.pydb.engine.vfs.ForwardingVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * Opens each file with the layers that it was made with, which it tells by itself, and makes new
 * ones with the layers that are wanted. Thread-safe.
 */
public final class StackedVfs extends ForwardingVfs {

  /** The endings of those files of a database that never have layers. */
  private static final List<String> PLAIN_SUFFIXES = List.of("-wal", "-lock", "-temp");

  /** The same files, with the access that is wanted. */
  private final Vfs layeredBase;

  private final @Nullable FileStack wanted;
  private final KeySource keySource;
  private final Predicate<String> isLayered;

  /** By what they are made of. */
  @GuardedBy("stacks")
  private final Map<FileStack, Vfs> stacks = new HashMap<>();

  /**
   * Layers on a Vfs.
   *
   * @param base where the files are
   * @param wanted what files that are made shall have, and all others must; null if any will do,
   *     and new ones shall be plain
   * @param keySource gives the key of files that are encrypted as a whole; {@link KeySource#NONE}
   *     if none are
   * @param isLayered tells by its name whether a file may have layers; others are plain
   */
  public StackedVfs(
      Vfs base, @Nullable FileStack wanted, KeySource keySource, Predicate<String> isLayered) {
    super(base);
    this.wanted = wanted;
    this.keySource = keySource;
    this.isLayered = isLayered;
    FileAccess access = wanted == null ? FileAccess.BUFFERED : wanted.access();
    if (access == FileAccess.BUFFERED) {
      layeredBase = base;
    } else if (base instanceof DiskVfs disk) {
      layeredBase = disk.with(access);
    } else {
      throw new IllegalArgumentException(wanted + ": only files on disk are mapped or direct");
    }
  }

  /**
   * The files of a database: its data file may have layers, and so may copies of it; log, lock and
   * temporary file are plain.
   *
   * @param wanted what a data file that is made shall have, and all others must; null if any will
   *     do
   */
  public static StackedVfs ofDatabase(Vfs base, @Nullable FileStack wanted) {
    return new StackedVfs(base, wanted, KeySource.NONE, StackedVfs::isDataFile);
  }

  private static boolean isDataFile(String name) {
    return PLAIN_SUFFIXES.stream().noneMatch(name::endsWith);
  }

  /**
   * What a file is made of, by its first bytes, without the access.
   *
   * @return null if it is not there, or nothing was ever synced in it
   */
  public static @Nullable FileStack stackOf(Vfs base, String name) {
    Found found = find(base, name);
    return found == null ? null : found.stack;
  }

  /**
   * Where files are that belong to one of these: made of the same, and encrypted if there is a key.
   *
   * @param keySource gives their key, or {@link KeySource#NONE}
   */
  public Vfs forFilesBeside(String name, KeySource keySource) {
    return beside(inner(), stackOf(name), keySource);
  }

  /** The same for files beside one that has no layers. */
  public static Vfs forFilesBeside(Vfs base, String name, KeySource keySource) {
    return base instanceof StackedVfs files
        ? files.forFilesBeside(name, keySource)
        : beside(base, FileStack.PLAIN, keySource);
  }

  private static Vfs beside(Vfs base, FileStack stack, KeySource keySource) {
    boolean isEncrypted = keySource != KeySource.NONE;
    FileStack wanted = stack.withEncryption(isEncrypted);
    return wanted.equals(FileStack.PLAIN)
        ? base
        : new StackedVfs(base, wanted, keySource, file -> true);
  }

  /** What a file is made of; plain if it is not there. */
  public FileStack stackOf(String name) {
    FileStack found = isLayered.test(name) ? stackOf(inner(), name) : null;
    return found == null ? FileStack.PLAIN : found;
  }

  /**
   * What was found in a file.
   *
   * @param isOpen whether it may still be compressed and encrypted: it is cut into segments, and
   *     nothing is in them
   */
  private record Found(FileStack stack, boolean isOpen) {}

  private static @Nullable Found find(Vfs base, String name) {
    if (!base.exists(name)) {
      return null;
    }
    SegmentHeader segments = SegmentedFile.headerOf(base, name);
    long segmentSize = segments == null ? 0 : segments.segmentSize();
    Vfs whole = segments == null ? base : new SegmentedVfs(base, segmentSize);
    try (VfsFile file = whole.open(name, OpenMode.READ)) {
      if (PlacedHeader.isThere(file)) {
        PlacedHeader header = PlacedHeader.read(file, base.describe(name));
        boolean compressed = header != null && header.compressed();
        boolean encrypted = header != null && header.envelope() != null;
        return new Found(
            new FileStack(segmentSize, compressed, encrypted, FileAccess.BUFFERED), false);
      }
      boolean isBlank = isBlank(file);
      return segments == null && isBlank
          ? null
          : new Found(new FileStack(segmentSize, false, false, FileAccess.BUFFERED), isBlank);
    }
  }

  private static boolean isBlank(VfsFile file) {
    byte[] start = new byte[PlacedHeader.FIRST_SECTOR * PlacedHeader.SECTOR];
    int length = file.read(0, start, 0, start.length);
    return Bytes.isZero(start, 0, length);
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    return stack(name).open(name, mode);
  }

  /** The layers of a file. */
  private Vfs stack(String name) {
    if (!isLayered.test(name)) {
      return inner();
    }
    Found found = find(inner(), name);
    if (found == null) {
      return layers(wanted == null ? FileStack.PLAIN : wanted);
    }
    if (wanted == null || wanted.isLike(found.stack)) {
      return layers(found.stack);
    }
    if (!found.isOpen || wanted.segmentSize() == 0) {
      throw new FileLayoutException(
          describe(name)
              + ": is "
              + found.stack
              + ", and "
              + wanted
              + " was asked for. Leave that out to"
              + " open it as it is; a copy can be made of something else (VACUUM INTO).");
    }
    return layers(
        new FileStack(
            found.stack.segmentSize(), wanted.compressed(), wanted.encrypted(), wanted.access()));
  }

  private Vfs layers(FileStack stack) {
    FileStack key =
        new FileStack(
            stack.segmentSize(), stack.compressed(), stack.encrypted(), FileAccess.BUFFERED);
    synchronized (stacks) {
      return stacks.computeIfAbsent(key, this::make);
    }
  }

  private Vfs make(FileStack stack) {
    Vfs made = layeredBase;
    if (stack.segmentSize() > 0) {
      made = new SegmentedVfs(made, stack.segmentSize());
    }
    if (stack.compressed() || stack.encrypted()) {
      made =
          new PlacedVfs(made, stack.compressed(), stack.encrypted() ? keySource : KeySource.NONE);
    }
    return made;
  }

  @Override
  public void delete(String name) {
    stackToRemove(name).delete(name);
  }

  /** The layers of a file that may be damaged. */
  private Vfs stackToRemove(String name) {
    if (!isLayered.test(name)) {
      return inner();
    }
    FileStack found;
    try {
      found = stackOf(inner(), name);
    } catch (EngineException e) {
      found = new FileStack(FileStack.SEGMENT_SIZE, false, false, FileAccess.BUFFERED);
    }
    return layers(found != null ? found : wanted == null ? FileStack.PLAIN : wanted);
  }

  @Override
  public void rename(String name, String newName) {
    stack(name).rename(name, newName);
  }
}
