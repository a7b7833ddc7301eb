/** The storage engine of copy-on-write B+trees: that of SQL, without SQL. */
@NullMarked
package org.pydb.engine.kv.btree;

import org.jspecify.annotations.NullMarked;
