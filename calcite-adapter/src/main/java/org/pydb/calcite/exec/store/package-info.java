/**
 * Rows that outlive their batch: columns of any length, hash tables on keys, orders. All memory
 * that grows with the data is taken from a {@link org.pydb.calcite.exec.store.MemoryQuota}.
 */
@NullMarked
package org.pydb.calcite.exec.store;

import org.jspecify.annotations.NullMarked;
