/**
 * Numbers and strings as bytes: fixed width, variable width, checksums. Knows nothing of pages.
 *
 * <p>All fixed-width numbers in pydb's files are big-endian, so that a hex dump reads naturally and
 * unsigned comparison of bytes equals comparison of numbers.
 */
@NullMarked
package org.pydb.engine.bytes;

import org.jspecify.annotations.NullMarked;
