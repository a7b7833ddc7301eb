package org.pydb.engine.kv.lsm;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a key in one place.
 *
 * @param value null if the key was deleted there
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to the caller, never compared
record Found(byte @Nullable [] value) {}
