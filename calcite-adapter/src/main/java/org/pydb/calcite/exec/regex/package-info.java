/**
 * PostgreSQL's regular expressions.
 *
 * <p>{@link org.pydb.calcite.exec.regex.RegexSyntax} translates them to Java's, {@link
 * org.pydb.calcite.exec.regex.RegularExpression} finds them as PostgreSQL does: the longest of the
 * leftmost matches, or the shortest.
 */
@NullMarked
package org.pydb.calcite.exec.regex;

import org.jspecify.annotations.NullMarked;
