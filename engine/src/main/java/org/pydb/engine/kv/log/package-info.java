/** The storage engine of an append-only log and an index in front of it. */
@NullMarked
package org.pydb.engine.kv.log;

import org.jspecify.annotations.NullMarked;
