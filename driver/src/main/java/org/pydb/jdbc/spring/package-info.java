/**
 * For Spring JDBC: exceptions that Spring does not know by their SQLSTATE. Nothing else of the
 * driver needs Spring.
 */
@NullMarked
package org.pydb.jdbc.spring;

import org.jspecify.annotations.NullMarked;
