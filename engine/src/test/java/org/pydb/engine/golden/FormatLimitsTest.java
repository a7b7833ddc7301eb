package org.pydb.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.crypto.KeyEnvelope;
import org.pydb.engine.crypto.MessageCipher;
import org.pydb.engine.node.Entry;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.page.PageType;
import org.pydb.engine.row.RowLayout;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.space.FreeMap;
import org.pydb.engine.testkit.FormatPage;
import org.pydb.engine.wal.WriteAheadLog;

/** {@code docs/file-format.md} has the codes and limits that the code has. */
class FormatLimitsTest {

  @Test
  void pageTypes() throws IOException {
    assertThat(FormatPage.table("Page types"))
        .isEqualTo(
            Stream.of(PageType.values()).map(t -> List.of("" + t.code(), t.name())).toList());
  }

  @Test
  void columnKinds() throws IOException {
    assertThat(FormatPage.table("Column kinds"))
        .isEqualTo(
            Stream.of(ColumnKind.values())
                .map(kind -> List.of("" + kind.code(), kind.name(), width(kind)))
                .toList());
  }

  private static String width(ColumnKind kind) {
    return switch (kind) {
      case DECIMAL ->
          ColumnType.decimal(18, 0).fixedWidth() + " or " + ColumnType.decimal(19, 0).fixedWidth();
      case NUMERIC, CHAR, TEXT, BYTES, JSON, JSONB, ARRAY -> "0";
      default -> Integer.toString(ColumnType.of(kind).fixedWidth());
    };
  }

  @Test
  void limits() throws IOException {
    Map<String, Long> limits = new HashMap<>();
    limits.put("bytes of a page", (long) PageLayout.PAGE_SIZE);
    limits.put("bytes of a page header", (long) PageLayout.CONTENT);
    limits.put("bytes of a key", (long) TreeEditor.KEY_LENGTH_MAX);
    limits.put("bytes of a key in a node; the rest is in a chain", (long) Entry.KEY_INLINE_MAX);
    limits.put("bytes of a leaf cell", (long) Entry.CELL_MAX);
    limits.put("bytes of a value", (long) Edit.VALUE_LENGTH_MAX);
    limits.put("bytes of a value on an overflow page", (long) OverflowChain.BYTES_PER_PAGE);
    limits.put("pages that one page of the free map speaks of", (long) FreeMap.PAGES_PER_MAP);
    limits.put("first generation of temporary pages", PagePointer.TEMPORARY);
    limits.put("first tree id of tables and indexes", (long) TreeRoot.FIRST_ID);
    limits.put("levels of a tree", (long) TreeRoot.LEVELS_MAX);
    limits.put("columns of a table", (long) RowLayout.COLUMNS_MAX);
    limits.put(
        "bytes of a segment, unless its header says otherwise", (long) WriteAheadLog.SEGMENT_SIZE);
    limits.put("bytes of a frame's body", (long) WriteAheadLog.FRAME_BODY_MAX);
    limits.put("bytes of a seal", (long) MessageCipher.SEAL_SIZE);
    limits.put("bytes of a key envelope", (long) KeyEnvelope.SIZE);
    List<String> named = new ArrayList<>();
    for (List<String> row : FormatPage.table("Limits")) {
      named.add(row.get(1));
      assertThat(limits)
          .as(row.get(1))
          .containsEntry(row.get(1), Long.parseLong(row.get(0).replace(",", "")));
    }
    assertThat(named).containsExactlyInAnyOrderElementsOf(limits.keySet());
  }
}
