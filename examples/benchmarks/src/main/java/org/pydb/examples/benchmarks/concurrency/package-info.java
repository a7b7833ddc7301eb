/**
 * Several clients at once: what they reach together, and how long they wait for each other.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.concurrency.ConcurrencyRun}, {@link
 * org.pydb.examples.benchmarks.concurrency.Client}, {@link
 * org.pydb.examples.benchmarks.concurrency.Clients}.
 */
@NullMarked
package org.pydb.examples.benchmarks.concurrency;

import org.jspecify.annotations.NullMarked;
