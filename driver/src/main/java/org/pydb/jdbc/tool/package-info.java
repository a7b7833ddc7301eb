/**
 * What the all jar does when it is run by itself. Begin with {@link
 * org.pydb.jdbc.tool.CommandLine}.
 */
@NullMarked
package org.pydb.jdbc.tool;

import org.jspecify.annotations.NullMarked;
