/**
 * A database as a script of SQL that makes it anew, and the running of scripts.
 *
 * <p>{@link org.pydb.calcite.dump.DumpStatements} writes the definitions, {@link
 * org.pydb.calcite.dump.ScriptReader} takes a script apart. Rows go between as {@code COPY … FROM
 * stdin} has them.
 */
@NullMarked
package org.pydb.calcite.dump;

import org.jspecify.annotations.NullMarked;
