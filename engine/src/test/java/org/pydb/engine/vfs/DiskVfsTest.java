package org.pydb.engine.vfs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.vfs.Vfs.OpenMode;

/** Real files keep the contract, and what the system reports arrives as what it means. */
class DiskVfsTest extends VfsContract {

  @TempDir Path directory;

  @Override
  protected Vfs vfs() {
    return new DiskVfs(directory);
  }

  @Test
  void nameThatLeadsElsewhereIsRefused() {
    for (String name : new String[] {"../up", "down/there", "/etc/passwd", "", "."}) {
      assertThatThrownBy(() -> vfs().open(name, OpenMode.CREATE))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void failureNamesFileAndOperation() throws Exception {
    Files.createDirectory(directory.resolve("directory"));
    assertThatThrownBy(() -> vfs().open("directory", OpenMode.CREATE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("open of " + directory.resolve("directory"));
    Vfs nowhere = new DiskVfs(directory.resolve("nowhere"));
    assertThatThrownBy(() -> nowhere.open("file", OpenMode.CREATE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(nowhere.describe("file"));
    assertThatThrownBy(() -> nowhere.lock("lock"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("lock of " + nowhere.describe("lock"));
    assertThatThrownBy(nowhere::syncNames).isInstanceOf(StorageException.class);
  }

  /** Linux has a device on which no byte finds room. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void fullDiskIsToldFromBrokenDisk() {
    try (VfsFile file = new DiskVfs(Path.of("/dev")).open("full", OpenMode.READ_WRITE)) {
      assertThatThrownBy(() -> write(file, 42, "x"))
          .isInstanceOf(DiskFullException.class)
          .hasMessageContaining("write of 1 bytes at 42 of /dev/full");
    }
  }
}
