package org.pydb.calcite.exec.expression;

/** The operations with two operands that each family of numbers has. */
enum Arithmetic {
  ADD("+"),
  SUBTRACT("-"),
  MULTIPLY("*"),
  DIVIDE("/"),
  MODULO("%");

  private final String sign;

  Arithmetic(String sign) {
    this.sign = sign;
  }

  /** The sign in SQL. */
  String sign() {
    return sign;
  }
}
