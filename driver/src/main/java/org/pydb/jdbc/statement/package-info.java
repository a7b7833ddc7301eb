/**
 * Statements. From the base up: {@link org.pydb.jdbc.statement.StatementSettings}, {@link
 * org.pydb.jdbc.statement.StatementCore}; then {@link org.pydb.jdbc.statement.PydbStatement}, or
 * {@link org.pydb.jdbc.statement.ParameterStatement} and {@link
 * org.pydb.jdbc.statement.PydbPreparedStatement}, around which {@link
 * org.pydb.jdbc.statement.FunctionCall} calls functions. {@link org.pydb.jdbc.statement.Escapes}
 * writes JDBC's escapes as plain SQL.
 */
@NullMarked
package org.pydb.jdbc.statement;

import org.jspecify.annotations.NullMarked;
