/**
 * Locks on keys: who may write a row, and who waits for whom.
 *
 * <p>Reading order: {@link org.pydb.engine.lock.LockMode}; {@link org.pydb.engine.lock.LockOwner};
 * {@link org.pydb.engine.lock.LockTable}; {@link org.pydb.engine.lock.KeyLock} (holders and queue
 * of one key); {@link org.pydb.engine.lock.DeadlockSearch}.
 */
@NullMarked
package org.pydb.engine.lock;

import org.jspecify.annotations.NullMarked;
