/**
 * TPC-H: its data, its 22 queries, and whether pydb answers them as its peers do.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.tpch.TpchData}, {@link
 * org.pydb.examples.benchmarks.tpch.TpchQuery}, {@link org.pydb.examples.benchmarks.tpch.Answer},
 * {@link org.pydb.examples.benchmarks.tpch.TpchRun}.
 */
@NullMarked
package org.pydb.examples.benchmarks.tpch;

import org.jspecify.annotations.NullMarked;
