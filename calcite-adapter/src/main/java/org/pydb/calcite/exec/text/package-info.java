/**
 * Values as text and back, in PostgreSQL's forms: one class a type, printer and parser side by
 * side. Stateless; used by casts and by the driver.
 *
 * <p>Printers write to an {@link org.pydb.calcite.exec.text.AsciiBuilder}, or give a string.
 * Parsers take a string and throw {@link org.pydb.calcite.api.SqlError}: 22P02 or 22007 if it is
 * not such a value at all, 22003 or 22008 if the value is out of range.
 */
@NullMarked
package org.pydb.calcite.exec.text;

import org.jspecify.annotations.NullMarked;
