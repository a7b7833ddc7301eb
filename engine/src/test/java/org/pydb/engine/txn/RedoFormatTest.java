package org.pydb.engine.txn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.testkit.FormatPage;

/** {@code docs/file-format.md} lists the codes of redo. */
class RedoFormatTest {

  @Test
  void frameKinds() throws IOException {
    Map<String, Integer> codes =
        Map.of(
            "batch", Redo.BATCH_FRAME,
            "chunk", Redo.CHUNK_FRAME,
            "checkpoint", Redo.CHECKPOINT_FRAME,
            "part", Redo.PART_FRAME);
    List<List<String>> rows = FormatPage.table("Frame kinds");
    assertThat(rows).hasSize(codes.size());
    for (List<String> row : rows) {
      assertThat(codes).containsEntry(row.get(1), Integer.parseInt(row.get(0)));
    }
  }

  @Test
  void records() throws IOException {
    Map<String, Consumer<ByteBuilder>> writers =
        Map.of(
            "tree", out -> Redo.tree(out, 16),
            "put", out -> Redo.put(out, 1),
            "delete", out -> Redo.delete(out, 1),
            "drop tree", out -> Redo.dropTree(out, 16),
            "commit", Redo::commit,
            "parts", out -> Redo.parts(out, 1, 1),
            "stored tree", out -> Redo.storedTree(out, 16, "lsm"));
    List<List<String>> rows = FormatPage.table("Redo records");
    assertThat(rows).hasSize(writers.size());
    for (List<String> row : rows) {
      ByteBuilder out = new ByteBuilder(16);
      writers.get(row.get(1)).accept(out);
      assertThat(out.toArray()[0]).as(row.get(1)).isEqualTo(Byte.parseByte(row.get(0)));
    }
  }
}
