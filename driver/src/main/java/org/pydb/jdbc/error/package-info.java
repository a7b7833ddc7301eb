/** From what the layers below throw to the {@code SQLException} that the JDBC rules ask for. */
@NullMarked
package org.pydb.jdbc.error;

import org.jspecify.annotations.NullMarked;
