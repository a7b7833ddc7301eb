package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.spill.SpilledRows;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;

/**
 * The rows of one side of a join, or a part of them, with their keys: from an operator or from the
 * disk. Not thread-safe.
 */
final class JoinSide {
  private final @Nullable Operator operator;
  private final @Nullable SpilledRows rows;

  /** What computes the keys from rows; null if rows have the keys as their columns. */
  private final Evaluator @Nullable [] evaluators;

  private final Vector[] keys;
  private SpilledRows.@Nullable Reader reader;

  private JoinSide(
      @Nullable Operator operator,
      @Nullable SpilledRows rows,
      Evaluator @Nullable [] evaluators,
      int keyCount) {
    this.operator = operator;
    this.rows = rows;
    this.evaluators = evaluators;
    keys = new Vector[keyCount];
  }

  /** The rows that an operator gives. */
  static JoinSide of(Operator operator, Evaluator[] keys) {
    return new JoinSide(operator, null, keys, keys.length);
  }

  /** Rows on the disk; null stands for none. */
  static JoinSide of(@Nullable SpilledRows rows, Evaluator[] keys) {
    return new JoinSide(null, rows, keys, keys.length);
  }

  /** Rows on the disk that are nothing but keys; null stands for none. */
  static JoinSide ofKeys(@Nullable SpilledRows rows, int keyCount) {
    return new JoinSide(null, rows, null, keyCount);
  }

  /** The next rows; null at the end. */
  @Nullable Batch next() {
    if (operator != null) {
      return operator.next();
    }
    if (rows == null) {
      return null;
    }
    SpilledRows.Reader from = reader;
    if (from == null) {
      from = rows.read();
      reader = from;
    }
    return from.next();
  }

  /** The keys of the rows of a batch that {@link #next} gave, valid until the next call. */
  Vector[] keys(Batch batch) {
    for (int i = 0; i < keys.length; i++) {
      keys[i] =
          evaluators == null
              ? batch.column(i)
              : evaluators[i].evaluate(batch, batch.rows(), batch.count());
    }
    return keys;
  }

  /** The rows, if they are on the disk. */
  @Nullable SpilledRows rows() {
    return rows;
  }

  /** How many rows there are, if they are on the disk. */
  long rowCount() {
    return rows == null ? 0 : rows.rowCount();
  }

  /** Gives the room on the disk back. */
  void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
