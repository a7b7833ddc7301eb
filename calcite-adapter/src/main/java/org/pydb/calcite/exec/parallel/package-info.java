/**
 * The threads that help queries. {@link org.pydb.calcite.exec.parallel.WorkerPool} has them, {@link
 * org.pydb.calcite.exec.parallel.Parallelism} says how many a query may have; what they do is told
 * in {@code exec.operator.Fragment}.
 */
@NullMarked
package org.pydb.calcite.exec.parallel;

import org.jspecify.annotations.NullMarked;
