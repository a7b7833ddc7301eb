/**
 * What tests of several modules share: rules that a module's classes must keep, and file systems
 * that count ({@link org.pydb.engine.testkit.CountingVfs}) or fail ({@link
 * org.pydb.engine.testkit.FaultyVfs}) on demand, and a PostgreSQL to be compared with ({@link
 * org.pydb.engine.testkit.PostgresServer}). Whether transactions kept their isolation level says
 * {@link org.pydb.engine.testkit.history}.
 */
package org.pydb.engine.testkit;
