package org.pydb.calcite.exec.expression;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/** Texts that functions give as strings. */
final class TextResult {
  private TextResult() {}

  /** Sets the result of a row to a text, or to NULL. */
  static void set(Vector out, int row, @Nullable String text) {
    if (text == null) {
      out.setNull(row);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      ((BytesVector) out).set(row, bytes, 0, bytes.length);
    }
  }
}
