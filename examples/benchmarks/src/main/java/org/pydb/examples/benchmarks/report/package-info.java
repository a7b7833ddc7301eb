/**
 * What becomes of figures: tables on the console and in the docs, files for other programs,
 * pictures.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.report.TextTable}, {@link
 * org.pydb.examples.benchmarks.report.Report}, {@link org.pydb.examples.benchmarks.report.Page},
 * the charts.
 */
@NullMarked
package org.pydb.examples.benchmarks.report;

import org.jspecify.annotations.NullMarked;
