/** The storage engine of a log-structured merge tree. */
@NullMarked
package org.pydb.engine.kv.lsm;

import org.jspecify.annotations.NullMarked;
