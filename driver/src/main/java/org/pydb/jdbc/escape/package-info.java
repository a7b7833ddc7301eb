/** JDBC's escapes. Read {@link org.pydb.jdbc.escape.EscapeSyntax}. */
@NullMarked
package org.pydb.jdbc.escape;

import org.jspecify.annotations.NullMarked;
