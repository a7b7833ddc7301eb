/** What all objects of JDBC answer to {@code unwrap}. */
@NullMarked
package org.pydb.jdbc.wrapper;

import org.jspecify.annotations.NullMarked;
