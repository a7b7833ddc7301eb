/** A ticket office whose sellers share a pool of connections. */
@NullMarked
package org.pydb.examples.hikari;

import org.jspecify.annotations.NullMarked;
