package org.pydb.calcite.exec.expression;

import java.math.BigDecimal;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** The operands of a call, as vectors. Operands count from 0. */
public final class Arguments {
  private final Vector[] vectors;

  Arguments(int count) {
    vectors = new Vector[count];
  }

  /** How many operands there are. */
  public int count() {
    return vectors.length;
  }

  /** An operand. */
  public Vector vector(int operand) {
    return vectors[operand];
  }

  /** The value of an operand whose values are longs. */
  public long getLong(int operand, int row) {
    return ((LongVector) vectors[operand]).get(row);
  }

  /** The value of an operand whose values are longs that are ints. */
  public int getInt(int operand, int row) {
    return (int) getLong(operand, row);
  }

  /** The value of an operand whose values are doubles. */
  public double getDouble(int operand, int row) {
    return ((DoubleVector) vectors[operand]).get(row);
  }

  /** The value of an operand whose values are decimals. */
  public BigDecimal getDecimal(int operand, int row) {
    return ((DecimalVector) vectors[operand]).get(row);
  }

  /** An operand whose values are bytes. */
  public BytesVector bytes(int operand) {
    return (BytesVector) vectors[operand];
  }

  /** The value of an operand whose values are bytes, as a new string. */
  public String getString(int operand, int row) {
    return bytes(operand).getString(row);
  }

  void set(int operand, Vector vector) {
    vectors[operand] = vector;
  }

  boolean isAnyNull(int row) {
    for (Vector vector : vectors) {
      if (vector.isNull(row)) {
        return true;
      }
    }
    return false;
  }
}
