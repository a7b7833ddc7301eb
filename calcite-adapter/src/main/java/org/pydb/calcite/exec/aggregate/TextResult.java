package org.pydb.calcite.exec.aggregate;

import java.io.ByteArrayOutputStream;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/** Texts one after the other, with marks between them: {@code string_agg}. */
final class TextResult implements OrderedResult {
  private final int text;
  private final int mark;

  TextResult(int[] arguments) {
    text = arguments[0];
    mark = arguments[1];
  }

  @Override
  public int presentColumn() {
    return text;
  }

  @Override
  public void write(Vector[] kept, int[] rows, int begin, int end, Vector result, int at) {
    BytesVector texts = (BytesVector) kept[text];
    BytesVector marks = (BytesVector) kept[mark];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = begin; i < end; i++) {
      int row = rows[i];
      if (i > begin && !marks.isNull(row)) {
        out.write(marks.array(row), marks.start(row), marks.length(row));
      }
      out.write(texts.array(row), texts.start(row), texts.length(row));
    }
    byte[] bytes = out.toByteArray();
    ((BytesVector) result).set(at, bytes, 0, bytes.length);
  }
}
