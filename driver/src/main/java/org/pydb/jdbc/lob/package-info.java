/** Large objects of JDBC, in memory: a bytea or a text as a whole. */
@NullMarked
package org.pydb.jdbc.lob;

import org.jspecify.annotations.NullMarked;
