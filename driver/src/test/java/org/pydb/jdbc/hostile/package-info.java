/**
 * Input that nobody would write on purpose: URLs, properties and statements that were right until
 * something was done to them. Whatever it is, it works or is refused with an error that has an
 * SQLState; never does pydb fail, or hurt what it holds.
 */
@NullMarked
package org.pydb.jdbc.hostile;

import org.jspecify.annotations.NullMarked;
