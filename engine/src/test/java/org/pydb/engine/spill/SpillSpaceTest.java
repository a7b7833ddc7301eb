package org.pydb.engine.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.WrappingVfs;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/** Streams give back what was put in, share one file, and leave nothing behind. */
class SpillSpaceTest {

  @Test
  void manyStreamsShareTheFile() {
    manyStreamsShareTheFile(false);
    manyStreamsShareTheFile(true);
  }

  private static void manyStreamsShareTheFile(boolean encrypted) {
    Random random = Seeds.random("manyStreamsShareTheFile");
    try (SpillSpace space = new SpillSpace(new MemoryVfs(), "a-temp", encrypted)) {
      List<SpillStream> streams = new ArrayList<>();
      List<List<byte[]>> expected = new ArrayList<>();
      for (int step = 0; step < 2000; step++) {
        if (streams.size() < 20) {
          streams.add(space.stream());
          expected.add(new ArrayList<>());
        }
        int which = random.nextInt(streams.size());
        if (random.nextInt(40) == 0) {
          check(streams.get(which), expected.get(which));
          streams.remove(which).close();
          expected.remove(which);
        } else {
          byte[] block = new byte[random.nextInt(random.nextInt(50) == 0 ? 300_000 : 5_000)];
          random.nextBytes(block);
          streams.get(which).append(block, 0, block.length);
          expected.get(which).add(block);
        }
      }
      for (int i = 0; i < streams.size(); i++) {
        check(streams.get(i), expected.get(i));
        streams.get(i).close();
      }
      assertThat(space.usedBytes()).isZero();
      assertThat(space.hasFile()).isFalse();
    }
  }

  /** A block of zeros comes back as zeros, and none of them is in the file. */
  @Test
  void encryptedBlocksAreIllegibleAndCannotBeChanged() {
    Vfs vfs = new KeepingNames();
    try (SpillSpace space = new SpillSpace(vfs, "a-temp", true);
        SpillStream stream = space.stream()) {
      byte[] block = new byte[200_000];
      stream.append(block, 0, block.length);
      try (VfsFile file = vfs.open("a-temp", Vfs.OpenMode.READ_WRITE)) {
        byte[] bytes = new byte[block.length];
        file.read(0, bytes, 0, bytes.length);
        int zeros = 0;
        for (byte b : bytes) {
          zeros += b == 0 ? 1 : 0;
        }
        assertThat(zeros).isLessThan(bytes.length / 100);
        check(stream, List.of(block));
        file.write(100, new byte[] {(byte) (bytes[100] ^ 1)}, 0, 1);
      }
      assertThatThrownBy(() -> stream.read(0, block, 0))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("was changed");
    }
  }

  private static void check(SpillStream stream, List<byte[]> expected) {
    assertThat(stream.blockCount()).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      byte[] block = new byte[stream.length(i) + 3];
      stream.read(i, block, 3);
      assertThat(block).endsWith(expected.get(i));
    }
  }

  @Test
  void theFileIsThereOnlyWhileItIsUsed(@TempDir Path directory) throws Exception {
    Files.write(directory.resolve("a-temp"), new byte[100]); // Left by a process that was killed.
    Vfs disk = new DiskVfs(directory);
    try (SpillSpace space = new SpillSpace(disk, "a-temp")) {
      assertThat(names(directory)).isEmpty();
      for (int i = 0; i < 3; i++) {
        try (SpillStream stream = space.stream()) {
          assertThat(space.hasFile()).isFalse();
          stream.append(new byte[200_000], 0, 200_000);
          assertThat(space.hasFile()).isTrue();
        }
        assertThat(space.hasFile()).isFalse();
        assertThat(names(directory)).isEmpty();
      }
    }
  }

  private static List<String> names(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void theFileIsCutWhenItsEndIsFree() {
    Vfs vfs = new KeepingNames();
    try (SpillSpace space = new SpillSpace(vfs, "a-temp");
        SpillStream small = space.stream()) {
      small.append(new byte[10], 0, 10);
      try (SpillStream large = space.stream()) {
        byte[] block = new byte[1 << 20];
        for (int i = 0; i < 100; i++) {
          large.append(block, 0, block.length);
        }
      }
      try (VfsFile file = vfs.open("a-temp", Vfs.OpenMode.READ)) {
        assertThat(file.size()).isLessThanOrEqualTo(SpillSpace.EXTENT);
      }
      assertThat(small.length(0)).isEqualTo(10);
    }
    assertThat(vfs.exists("a-temp")).isFalse();
  }

  /** As on Windows: a file that is open cannot be deleted. */
  private static final class KeepingNames extends WrappingVfs {
    private int open;

    KeepingNames() {
      super(new MemoryVfs());
    }

    @Override
    protected VfsFile wrap(VfsFile file, OpenMode mode) {
      open++;
      return new ForwardingFile(file) {
        @Override
        public void close() {
          open--;
          super.close();
        }
      };
    }

    @Override
    public void delete(String name) {
      if (open > 0) {
        throw new StorageException("it is in use");
      }
      super.delete(name);
    }
  }

  @Test
  void aDamagedBlockIsFound() {
    Vfs vfs = new KeepingNames();
    try (SpillSpace space = new SpillSpace(vfs, "a-temp");
        SpillStream stream = space.stream()) {
      stream.append(new byte[] {1, 2, 3}, 0, 3);
      stream.append(new byte[] {1, 2, 3}, 0, 3);
      try (VfsFile file = vfs.open("a-temp", Vfs.OpenMode.READ_WRITE)) {
        file.write(4, new byte[] {9}, 0, 1);
      }
      stream.read(0, new byte[3], 0);
      assertThatThrownBy(() -> stream.read(1, new byte[3], 0))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("a-temp")
          .hasMessageContaining("3 bytes at 3");
    }
  }

  @Test
  void aFullDiskLeavesNothing() {
    FaultyVfs vfs = new FaultyVfs(new MemoryVfs());
    try (SpillSpace space = new SpillSpace(vfs, "a-temp")) {
      vfs.fullAfter(100_000);
      try (SpillStream stream = space.stream()) {
        stream.append(new byte[90_000], 0, 90_000);
        assertThatThrownBy(() -> stream.append(new byte[90_000], 0, 90_000))
            .isInstanceOf(DiskFullException.class);
        assertThat(stream.blockCount()).isEqualTo(1);
        stream.read(0, new byte[90_000], 0);
      }
      assertThat(space.usedBytes()).isZero();
      assertThat(vfs.exists("a-temp")).isFalse();
    }
  }

  /** Found by the crash laboratory: a file that could not be made empty was left open. */
  @Test
  void aFileThatCannotBeCutIsClosed() {
    KeepingNames files = new KeepingNames();
    FaultyVfs vfs = new FaultyVfs(files);
    try (SpillSpace space = new SpillSpace(vfs, "a-temp");
        SpillStream stream = space.stream()) {
      stream.append(new byte[10], 0, 10);
      vfs.failOnce(
          EnumSet.of(FaultyVfs.Operation.TRUNCATE), 0, () -> new StorageException("planted fault"));
    }
    assertThat(files.open).isZero();
    assertThat(vfs.exists("a-temp")).isFalse();
  }

  @Test
  void nothingIsWrittenOnceItIsClosed() {
    MemoryVfs vfs = new MemoryVfs();
    SpillSpace space = new SpillSpace(vfs, "a-temp");
    SpillStream stream = space.stream();
    stream.append(new byte[10], 0, 10);
    space.close();
    assertThat(space.hasFile()).isFalse();
    assertThatThrownBy(() -> stream.read(0, new byte[10], 0))
        .isInstanceOf(DatabaseClosedException.class);
    assertThatThrownBy(() -> stream.append(new byte[100_000], 0, 100_000))
        .isInstanceOf(DatabaseClosedException.class);
    stream.close();
    assertThat(vfs.exists("a-temp")).isFalse();
  }
}
