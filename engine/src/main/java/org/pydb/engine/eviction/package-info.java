/**
 * Chooses what leaves memory when there is no more room: {@link org.pydb.engine.eviction.Eviction}
 * is the contract, {@link org.pydb.engine.eviction.SecondChance} what databases do if nobody asks
 * for another one, {@link org.pydb.engine.eviction.EvictionPolicies} the policies by name. It knows
 * nothing of pages.
 */
@NullMarked
package org.pydb.engine.eviction;

import org.jspecify.annotations.NullMarked;
