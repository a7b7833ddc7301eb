/** What makes the first statement of a JVM faster. */
@NullMarked
package org.pydb.calcite.start;

import org.jspecify.annotations.NullMarked;
