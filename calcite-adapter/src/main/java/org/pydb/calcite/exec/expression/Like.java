package org.pydb.calcite.exec.expression;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.ByteRun;
import org.pydb.calcite.exec.value.LetterCase;
import org.pydb.calcite.exec.value.LikePattern;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * LIKE and ILIKE, and their opposites. A pattern is compiled once for as long as rows ask for the
 * same; ILIKE compares lower case with lower case.
 */
final class Like extends Expression implements Negatable {
  private final boolean wanted;
  private final boolean ignoresCase;

  /**
   * A match.
   *
   * @param wanted false for NOT LIKE
   * @param operands text and pattern, and perhaps an escape character
   */
  Like(boolean wanted, boolean ignoresCase, List<Expression> operands) {
    super(ColumnType.of(ColumnKind.BOOLEAN), operands);
    this.wanted = wanted;
    this.ignoresCase = ignoresCase;
  }

  @Override
  public Expression negated() {
    return new Like(!wanted, ignoresCase, operands());
  }

  @Override
  protected String name() {
    return (wanted ? "" : "not_") + (ignoresCase ? "ilike" : "like");
  }

  @Override
  public Evaluator evaluator() {
    return new LikeEvaluator(wanted, ignoresCase, operandEvaluators());
  }

  private static final class LikeEvaluator extends Evaluator {
    private final boolean wanted;
    private final boolean ignoresCase;
    private final LongVector result = new LongVector();
    private final ByteRun lowered = new ByteRun();

    // The pattern that was compiled last, and what it was compiled from.
    private @Nullable LikePattern compiled;
    private byte[] patternBytes = {};
    private int escape = '\\';

    LikeEvaluator(boolean wanted, boolean ignoresCase, Evaluator[] operands) {
      super(operands);
      this.wanted = wanted;
      this.ignoresCase = ignoresCase;
    }

    @Override
    public int select(Batch batch, int[] rows, int count, int[] selected) {
      BytesVector text = bytes(0, batch, rows, count);
      BytesVector pattern = bytes(1, batch, rows, count);
      BytesVector escapes = operandCount() > 2 ? bytes(2, batch, rows, count) : null;
      boolean isSame = pattern.isConstant() && escapes == null && !ignoresCase;
      if (isSame && count > 0 && !pattern.isNull(rows[0])) {
        return select(text, pattern(pattern, null, rows[0]), rows, count, selected);
      }
      int found = 0;
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        boolean isNull = isNull(text, pattern, escapes, row);
        selected[found] = row;
        found += !isNull && matches(text, pattern, escapes, row) == wanted ? 1 : 0;
      }
      return found;
    }

    /** The common case: one pattern, and case counts. */
    private int select(
        BytesVector text, LikePattern matcher, int[] rows, int count, int[] selected) {
      byte[][] arrays = text.arrays();
      int[] starts = text.starts();
      int[] lengths = text.lengths();
      boolean hasNulls = text.hasNulls();
      int found = 0;
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        selected[found] = row;
        if (!hasNulls || !text.isNull(row)) {
          int start = starts[row];
          found += matcher.matches(arrays[row], start, start + lengths[row]) == wanted ? 1 : 0;
        }
      }
      return found;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      BytesVector text = bytes(0, batch, rows, count);
      BytesVector pattern = bytes(1, batch, rows, count);
      BytesVector escapes = operandCount() > 2 ? bytes(2, batch, rows, count) : null;
      result.reset(batch.size());
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (isNull(text, pattern, escapes, row)) {
          result.setNull(row);
        } else {
          result.set(row, matches(text, pattern, escapes, row) == wanted ? 1 : 0);
        }
      }
      return result;
    }

    private BytesVector bytes(int operand, Batch batch, int[] rows, int count) {
      return (BytesVector) operand(operand).evaluate(batch, rows, count);
    }

    private static boolean isNull(
        BytesVector text, BytesVector pattern, @Nullable BytesVector escapes, int row) {
      return text.isNull(row) || pattern.isNull(row) || (escapes != null && escapes.isNull(row));
    }

    private boolean matches(
        BytesVector text, BytesVector pattern, @Nullable BytesVector escapes, int row) {
      LikePattern matcher = pattern(pattern, escapes, row);
      int start = text.start(row);
      int end = start + text.length(row);
      if (!ignoresCase) {
        return matcher.matches(text.array(row), start, end);
      }
      LetterCase.lower(text.array(row), start, end, lowered.clear());
      return matcher.matches(lowered.array(), 0, lowered.length());
    }

    private LikePattern pattern(BytesVector pattern, @Nullable BytesVector escapes, int row) {
      int wantedEscape =
          escapes == null
              ? '\\'
              : LikePattern.escape(escapes.array(row), escapes.start(row), escapes.length(row));
      LikePattern last = compiled;
      if (last != null && wantedEscape == escape && isLast(pattern, row)) {
        return last;
      }
      LikePattern fresh = LikePattern.of(lowerIfNeeded(pattern, row), wantedEscape);
      patternBytes = pattern.getBytes(row);
      escape = wantedEscape;
      compiled = fresh;
      return fresh;
    }

    private boolean isLast(BytesVector pattern, int row) {
      int start = pattern.start(row);
      int length = pattern.length(row);
      return length == patternBytes.length
          && Arrays.equals(
              pattern.array(row), start, start + length, patternBytes, 0, patternBytes.length);
    }

    private byte[] lowerIfNeeded(BytesVector pattern, int row) {
      if (!ignoresCase) {
        return pattern.getBytes(row);
      }
      int start = pattern.start(row);
      LetterCase.lower(pattern.array(row), start, start + pattern.length(row), lowered.clear());
      return Arrays.copyOf(lowered.array(), lowered.length());
    }
  }
}
