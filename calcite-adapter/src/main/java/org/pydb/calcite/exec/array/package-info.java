/**
 * Arrays as values: {@link org.pydb.calcite.exec.array.ArrayValue} is how one is written as bytes,
 * and {@link org.pydb.calcite.exec.array.ArrayText} how it is written as text.
 */
@NullMarked
package org.pydb.calcite.exec.array;

import org.jspecify.annotations.NullMarked;
