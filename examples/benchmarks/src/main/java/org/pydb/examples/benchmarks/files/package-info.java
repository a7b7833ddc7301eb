/** What each kind of data file costs and saves. */
@NullMarked
package org.pydb.examples.benchmarks.files;

import org.jspecify.annotations.NullMarked;
