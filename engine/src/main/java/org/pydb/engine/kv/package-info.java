/**
 * Keys and values of bytes, without SQL: {@link org.pydb.engine.kv.KeyValueStore}, on a storage
 * engine of choice.
 *
 * <p>Reading order: {@link org.pydb.engine.kv.KeyValueStore}, {@link
 * org.pydb.engine.kv.KeyValueOptions}, the contracts in {@link org.pydb.engine.kv.storage}, then
 * the engines: {@code memory}, {@code btree}, {@code log} with its {@code index}, {@code lsm}. What
 * the last two share of files is in {@code file}.
 */
@NullMarked
package org.pydb.engine.kv;

import org.jspecify.annotations.NullMarked;
