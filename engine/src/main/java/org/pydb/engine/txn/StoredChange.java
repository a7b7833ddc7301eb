package org.pydb.engine.txn;

import org.jspecify.annotations.Nullable;

/**
 * A change of one key of a tree that is in a store, as the log has it.
 *
 * @param tree the tree's id
 * @param key the key
 * @param value its new value, or null if it is deleted
 */
@SuppressWarnings("ArrayRecordComponent") // on its way from the log to the store, never compared
public record StoredChange(int tree, byte[] key, byte @Nullable [] value) {}
