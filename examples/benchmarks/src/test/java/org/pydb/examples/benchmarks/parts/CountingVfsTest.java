package org.pydb.examples.benchmarks.parts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/** Bytes are counted where they are read and written, and files as large as they are. */
class CountingVfsTest {
  private final CountingVfs vfs = new CountingVfs(new MemoryVfs());

  @Test
  void countsWhatIsDone() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      file.write(5, new byte[100], 10, 20);
      file.write(0, new byte[3], 0, 3);
      file.sync();
      file.read(0, new byte[8], 0, 8);
    }
    assertThat(vfs.counts()).isEqualTo(new Counts(8, 23, 1));
  }

  @Test
  void countsWhatWasFoundOfWhatWasAskedFor() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      file.write(0, new byte[10], 0, 10);
      Counts before = vfs.counts();
      file.read(6, new byte[100], 0, 100);
      file.read(10, new byte[100], 0, 100);
      assertThat(vfs.counts().minus(before)).isEqualTo(new Counts(4, 0, 0));
    }
  }

  @Test
  void knowsTheSizeOfThoseThatAreThere() {
    for (String name : new String[] {"a", "b", "c"}) {
      try (VfsFile file = vfs.open(name, OpenMode.CREATE)) {
        file.write(0, new byte[10], 0, 10);
      }
    }
    vfs.delete("a");
    vfs.rename("b", "d");
    assertThat(vfs.fileBytes()).isEqualTo(20);
  }
}
