/** How many uses find their page in memory, by each policy of eviction. */
@NullMarked
package org.pydb.examples.benchmarks.eviction;

import org.jspecify.annotations.NullMarked;
