/** A bank whose accounts are entities of Hibernate. */
@NullMarked
package org.pydb.examples.hibernate;

import org.jspecify.annotations.NullMarked;
