/** A bookshop whose SQL is written in Java, with jOOQ. */
@NullMarked
package org.pydb.examples.jooq;

import org.jspecify.annotations.NullMarked;
