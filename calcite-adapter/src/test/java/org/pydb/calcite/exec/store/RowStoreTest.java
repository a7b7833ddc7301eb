package org.pydb.calcite.exec.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.engine.schema.ColumnType;

class RowStoreTest {

  /**
   * A vector that an operator has released and uses again holds a NULL where a text was: the place
   * still says where that text began, in an array that is gone. Such a NULL ended queries with an
   * ArrayIndexOutOfBoundsException.
   */
  @Test
  void whereANullBeginsDoesNotMatter() {
    List<ColumnType> types = List.of(ColumnType.text(0));
    RowStore rows = new RowStore(types, new MemoryAccount(MemoryQuota.unlimited(), "test"));
    BytesVector texts = new BytesVector();
    Batch batch = new Batch(texts);
    texts.reset(1);
    texts.set(0, "a page of texts".getBytes(UTF_8), 10, 5);
    texts.release();
    texts.reset(1);
    texts.setNull(0);
    batch.selectAll(1);
    rows.append(batch);
    rows.gather(new int[] {0}, 0, 1, batch, 0);
    assertThat(batch.column(0).isNull(0)).isTrue();
  }
}
