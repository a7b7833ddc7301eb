/**
 * What is measured beside the peers: one class a row of the table.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.workload.Workload}, {@link
 * org.pydb.examples.benchmarks.workload.SelectByKey}, the others as you like, {@link
 * org.pydb.examples.benchmarks.workload.Workloads}.
 */
@NullMarked
package org.pydb.examples.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
