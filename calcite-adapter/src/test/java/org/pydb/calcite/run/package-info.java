/**
 * Statements over a whole database, as scripts whose outputs are PostgreSQL's: {@link
 * org.pydb.calcite.run.RunScriptsTest}.
 */
package org.pydb.calcite.run;
