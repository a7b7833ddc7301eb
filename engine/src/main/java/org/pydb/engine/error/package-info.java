/**
 * Every exception that a caller of the engine can meet, grouped by what the caller can do about it.
 *
 * <p>All are unchecked and extend {@link org.pydb.engine.error.EngineException}. The message says
 * what happened, where (file, page, position, table, key), what was expected and what to do.
 */
@NullMarked
package org.pydb.engine.error;

import org.jspecify.annotations.NullMarked;
