package org.pydb.engine.vfs.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.FileLayoutException;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/** What files are made of, as text and as files tell it. */
class FileStackTest {

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "segmented, segmented",
    "Segmented(1g), segmented",
    "segmented(64m), segmented(64m)",
    "mapped+ compressed +segmented(2048k), segmented(2m)+compressed+mapped",
    "direct, direct"
  })
  void textIsRead(String text, String canonical) {
    assertThat(FileStack.parse(text)).hasToString(canonical);
    assertThat(FileStack.parse(canonical)).isEqualTo(FileStack.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "zipped",
        "compressed+",
        "segmented(1000)",
        "segmented(1m",
        "mapped+direct",
        "compressed+compressed",
        "plain+mapped",
        "segmented(9999999999t)"
      })
  void nonsenseIsRefused(String text) {
    assertThatThrownBy(() -> FileStack.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fileTellsWhatItIsMadeOf() {
    MemoryVfs base = new MemoryVfs();
    StackedVfs any = StackedVfs.ofDatabase(base, null);
    for (String text : new String[] {"plain", "compressed", "segmented(1m)+compressed"}) {
      FileStack stack = FileStack.parse(text);
      try (VfsFile file = StackedVfs.ofDatabase(base, stack).open(text, OpenMode.CREATE)) {
        file.write(0, "hello".getBytes(UTF_8), 0, 5);
        file.sync();
      }
      assertThat(any.stackOf(text)).isEqualTo(stack);
      try (VfsFile file = any.open(text, OpenMode.READ)) {
        assertThat(file.size()).isEqualTo(5);
      }
      StackedVfs other = StackedVfs.ofDatabase(base, FileStack.parse("segmented"));
      assertThatThrownBy(() -> other.open(text, OpenMode.READ))
          .isInstanceOf(FileLayoutException.class)
          .hasMessageContaining(
              "memory:" + text + ": is " + text + ", and segmented was asked for");
    }
    assertThatThrownBy(
            () -> new StackedVfs(base, FileStack.parse("mapped"), KeySource.NONE, name -> true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
