/** A library whose tables grow by Flyway's migrations. */
@NullMarked
package org.pydb.examples.flyway;

import org.jspecify.annotations.NullMarked;
