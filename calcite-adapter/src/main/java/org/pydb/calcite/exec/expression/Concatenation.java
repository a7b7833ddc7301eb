package org.pydb.calcite.exec.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.ByteRun;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** CONCAT and CONCAT_WS: texts one after the other, those that are NULL left out. */
final class Concatenation extends Expression {
  private final boolean separated;

  /**
   * A concatenation.
   *
   * @param separated whether the first operand comes between the others; if it is NULL, so is all
   */
  Concatenation(boolean separated, List<Expression> texts) {
    super(ColumnType.of(ColumnKind.TEXT), texts);
    this.separated = separated;
  }

  @Override
  protected String name() {
    return separated ? "concat_ws" : "concat";
  }

  @Override
  public Evaluator evaluator() {
    return new ConcatenationEvaluator(separated, operandEvaluators());
  }

  private static final class ConcatenationEvaluator extends Evaluator {
    private final boolean separated;
    private final BytesVector[] texts;
    private final BytesVector result = new BytesVector();
    private final ByteRun run = new ByteRun();

    ConcatenationEvaluator(boolean separated, Evaluator[] operands) {
      super(operands);
      this.separated = separated;
      texts = new BytesVector[operands.length];
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      for (int i = 0; i < texts.length; i++) {
        texts[i] = (BytesVector) operand(i).evaluate(batch, rows, count);
      }
      result.reset(batch.size());
      for (int k = 0; k < count; k++) {
        concatenate(rows[k]);
      }
      return result;
    }

    private void concatenate(int row) {
      BytesVector separator = separated ? texts[0] : null;
      if (separator != null && separator.isNull(row)) {
        result.setNull(row);
        return;
      }
      run.clear();
      boolean isFirst = true;
      for (int i = separated ? 1 : 0; i < texts.length; i++) {
        if (!texts[i].isNull(row)) {
          if (!isFirst) {
            put(separator, row);
          }
          put(texts[i], row);
          isFirst = false;
        }
      }
      result.append(row, run.array(), 0, run.length());
    }

    private void put(@Nullable BytesVector text, int row) {
      if (text != null) {
        run.put(text.array(row), text.start(row), text.length(row));
      }
    }

    @Override
    public void close() {
      super.close();
      result.release();
    }
  }
}
