/** A music shop on pydb, from the first connection to the recovery after a crash. */
@NullMarked
package org.pydb.examples.quickstart;

import org.jspecify.annotations.NullMarked;
