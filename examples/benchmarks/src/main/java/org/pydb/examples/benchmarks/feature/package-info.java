/**
 * Which statements of the scripts in {@code docs/scripts} the peers run, and whether they answer
 * alike: the page {@code docs/features.md}.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.feature.Feature}, {@link
 * org.pydb.examples.benchmarks.feature.Script}, {@link
 * org.pydb.examples.benchmarks.feature.Verdict}, {@link
 * org.pydb.examples.benchmarks.feature.FeatureRun}.
 */
@NullMarked
package org.pydb.examples.benchmarks.feature;

import org.jspecify.annotations.NullMarked;
