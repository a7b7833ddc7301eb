/**
 * SQL's values as objects of Java, for functions that applications bring: {@link
 * org.pydb.calcite.exec.java.JavaValues}.
 */
@NullMarked
package org.pydb.calcite.exec.java;

import org.jspecify.annotations.NullMarked;
