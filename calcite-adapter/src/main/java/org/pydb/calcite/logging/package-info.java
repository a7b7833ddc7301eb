/** Keeps the libraries that pydb brings along from writing to the application's streams. */
@NullMarked
package org.pydb.calcite.logging;

import org.jspecify.annotations.NullMarked;
