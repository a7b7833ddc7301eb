/** A diary whose SQL stands beside the methods of a mapper of MyBatis. */
@NullMarked
package org.pydb.examples.mybatis;

import org.jspecify.annotations.NullMarked;
