/**
 * How long it takes to open a database whose process was killed.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.recovery.RecoveryRun}, {@link
 * org.pydb.examples.benchmarks.recovery.CrashingChild}, the others.
 */
@NullMarked
package org.pydb.examples.benchmarks.recovery;

import org.jspecify.annotations.NullMarked;
