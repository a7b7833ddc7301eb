/**
 * Looks into files: proves one whole, or says what is wrong with it.
 *
 * <p>Begin with {@link org.pydb.engine.inspect.DatabaseVerifier}.
 */
@NullMarked
package org.pydb.engine.inspect;

import org.jspecify.annotations.NullMarked;
