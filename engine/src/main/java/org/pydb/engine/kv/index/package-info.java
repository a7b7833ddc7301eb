/** Indexes of a log: from a key to the place of its value. */
@NullMarked
package org.pydb.engine.kv.index;

import org.jspecify.annotations.NullMarked;
