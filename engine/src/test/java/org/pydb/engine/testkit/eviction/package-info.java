/**
 * What every policy of eviction must do, as tests that any implementation can inherit: {@link
 * org.pydb.engine.testkit.eviction.EvictionContract}.
 */
@NullMarked
package org.pydb.engine.testkit.eviction;

import org.jspecify.annotations.NullMarked;
