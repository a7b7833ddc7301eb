package org.pydb.examples.benchmarks.parts;

import java.nio.file.Path;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.FileAccess;
import org.pydb.engine.vfs.ForwardingVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;
import org.pydb.engine.vfs.layer.FileStack;
import org.pydb.engine.vfs.layer.StackedVfs;

/**
 * What a data file is made of. The log beside it is plain, as in a database (which seals what it
 * writes into its log by itself if it has a key).
 */
enum FileKind {
  PLAIN("monolithic", "plain", false),
  SEGMENTED("segmented", "segmented(4m)", false),
  COMPRESSED("compressed", "compressed", false),
  ENCRYPTED("encrypted", "plain", true),
  MAPPED("mapped", "mapped", false),
  DIRECT("direct", "direct", false),
  MEMORY("in-memory", "plain", false),
  STACK("stack", "segmented(4m)+compressed+mapped", true);

  private static final KeySource KEY = () -> "0123456789abcdef".repeat(4).toCharArray();

  private final String title;
  private final String words;
  private final boolean isEncrypted;

  FileKind(String title, String words, boolean isEncrypted) {
    this.title = title;
    this.words = words;
    this.isEncrypted = isEncrypted;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** The place below all layers. */
  Vfs place(Path directory) {
    FileAccess access = FileStack.parse(words).access();
    return this == MEMORY ? new MemoryVfs() : new Place(new DiskVfs(directory), access);
  }

  /** The layers on a place. */
  Vfs layers(Vfs place) {
    FileStack stack = FileStack.parse(words);
    FileStack layers =
        new FileStack(stack.segmentSize(), stack.compressed(), isEncrypted, FileAccess.BUFFERED);
    return new StackedVfs(place, layers, isEncrypted ? KEY : KeySource.NONE, FileKind::isData);
  }

  private static boolean isData(String name) {
    return !name.contains("-wal");
  }

  /** Files on disk, of which the log is read and written as usual. */
  private static final class Place extends ForwardingVfs {
    private final Vfs data;

    Place(DiskVfs disk, FileAccess access) {
      super(disk);
      data = disk.with(access);
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      return (isData(name) ? data : inner()).open(name, mode);
    }
  }
}
