/**
 * Keeps nodes in memory, within a bound, and writes those out that have no place in the file yet.
 *
 * <p>Reading order: {@link org.pydb.engine.buffer.BufferPool}, then {@link
 * org.pydb.engine.buffer.PageWriter}.
 */
@NullMarked
package org.pydb.engine.buffer;

import org.jspecify.annotations.NullMarked;
