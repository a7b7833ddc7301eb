/**
 * How large files grow under endless updates.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.bloat.BloatRun}, the others.
 */
@NullMarked
package org.pydb.examples.benchmarks.bloat;

import org.jspecify.annotations.NullMarked;
