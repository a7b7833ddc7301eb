package org.pydb.calcite.exec.expression;

/** A condition that knows its opposite: true where it is false, NULL where it is NULL. */
interface Negatable {

  /** The opposite condition. */
  Expression negated();
}
