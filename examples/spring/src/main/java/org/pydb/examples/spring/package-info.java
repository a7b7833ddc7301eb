/** A pet clinic on Spring JDBC. */
@NullMarked
package org.pydb.examples.spring;

import org.jspecify.annotations.NullMarked;
