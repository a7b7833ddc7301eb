/**
 * Values as Java's types and back: what a result's columns give, and what JDBC calls their types.
 * An error says which column and value, and what to ask for instead; nothing is cut or wrapped.
 *
 * <p>Reading order: {@link org.pydb.jdbc.value.JdbcTypes}, {@link
 * org.pydb.jdbc.value.ResultColumns}, {@link org.pydb.jdbc.value.RowValues}, {@link
 * org.pydb.jdbc.value.NumberValues}, {@link org.pydb.jdbc.value.TextValues}, {@link
 * org.pydb.jdbc.value.TimeValues}, {@link org.pydb.jdbc.value.BinaryValues}, {@link
 * org.pydb.jdbc.value.ObjectValues}.
 */
@NullMarked
package org.pydb.jdbc.value;

import org.jspecify.annotations.NullMarked;
