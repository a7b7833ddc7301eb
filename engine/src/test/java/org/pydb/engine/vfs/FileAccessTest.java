package org.pydb.engine.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.vfs.Vfs.OpenMode;

/** Files keep the contract, however they are read and written. */
class FileAccessTest {

  @Nested
  class Mapped extends VfsContract {
    @TempDir Path directory;

    @Override
    protected Vfs vfs() {
      return new DiskVfs(directory, FileAccess.MAPPED);
    }
  }

  @Nested
  class Direct extends VfsContract {
    @TempDir Path directory;

    @Override
    protected Vfs vfs() {
      return new DiskVfs(directory, FileAccess.DIRECT);
    }
  }

  /** A file that shrinks while it is mapped gives short reads, and never ends the JVM. */
  @Test
  void mappedFileThatIsCutIsReadNoFurtherThanItsEnd(@TempDir Path directory) throws Exception {
    int size = 20 << 20; // More than a window.
    Vfs vfs = new DiskVfs(directory, FileAccess.MAPPED);
    try (VfsFile file = vfs.open("some.file", OpenMode.CREATE)) {
      file.write(size - 1, new byte[] {7}, 0, 1);
      VfsContract.inParallel(
          4,
          thread -> {
            byte[] bytes = new byte[8192];
            for (int round = 0; round < 300; round++) {
              file.read((long) (round * 4 + thread) * 8192 % size, bytes, 0, 8192);
              if (thread == 0 && round % 10 == 0) {
                file.truncate(size / 2);
                file.write(size - 1, new byte[] {7}, 0, 1);
              }
            }
          });
      assertThat(VfsContract.read(file, size - 1, 1)).isEqualTo(new byte[] {7});
      file.truncate(10_000);
      assertThat(VfsContract.read(file, 8192, 8192)).hasSize(10_000 - 8192);
      assertThat(VfsContract.read(file, size - 1, 1)).isEmpty();
    }
  }

  /** Not every file system has direct access: where Linux has none, that is said. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void fileWithoutDirectAccessIsRefused() {
    Vfs vfs = new DiskVfs(Path.of("/proc/self"), FileAccess.DIRECT);
    assertThatThrownBy(() -> vfs.open("status", OpenMode.READ))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("open of /proc/self/status failed: there is no direct access to it")
        .hasMessageContaining("Open it without direct");
  }
}
