/**
 * What every storage engine and every index of the key–value API must do, as tests that any
 * implementation can inherit.
 *
 * <p>Reading order: {@link org.pydb.engine.testkit.kv.StorageEngineContract} for all engines,
 * {@link org.pydb.engine.testkit.kv.DurableEngineContract} for those that keep files, with crashes
 * and damage.
 */
@NullMarked
package org.pydb.engine.testkit.kv;

import org.jspecify.annotations.NullMarked;
