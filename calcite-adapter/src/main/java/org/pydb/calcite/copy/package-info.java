/**
 * Rows as text, in the two formats of {@code COPY}: as CSV, and in PostgreSQL's own. No SQL, no
 * storage: fields go in and come out as strings.
 *
 * <p>Reading order: {@link org.pydb.calcite.copy.CopyFormat}, what COPY's options say; {@link
 * org.pydb.calcite.copy.CopyInput}, characters with the number of their line; {@link
 * org.pydb.calcite.copy.RecordReader} and its two kinds; {@link
 * org.pydb.calcite.copy.RecordWriter}.
 */
@NullMarked
package org.pydb.calcite.copy;

import org.jspecify.annotations.NullMarked;
