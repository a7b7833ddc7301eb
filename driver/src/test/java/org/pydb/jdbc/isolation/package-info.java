/**
 * What each isolation level allows and refuses, and who waits for whom, as scripts with named
 * actors whose outcomes stand in {@code src/test/resources} and, as a table, in {@code
 * docs/isolation.md}.
 *
 * <p>Reading order: {@link org.pydb.jdbc.isolation.IsolationScriptsTest}, {@link
 * org.pydb.jdbc.isolation.Script}, {@link org.pydb.jdbc.isolation.Play}, {@link
 * org.pydb.jdbc.isolation.Actor}.
 */
package org.pydb.jdbc.isolation;
