/**
 * Processes that are killed in the middle of a storm of commits, and what must be left of them.
 *
 * <p>A transaction is a {@link org.pydb.jdbc.storm.StormScript script} of a seed, a writer and a
 * number, so two sides can run it without talking to each other: the {@link
 * org.pydb.jdbc.storm.StormProcess process} that is killed, over JDBC, and the test, on sorted
 * maps. The process says each number whose commit has returned. After the kill, the database must
 * be exactly what the maps are after that number, or after the one that was under way.
 *
 * <p>Reading order: {@link org.pydb.jdbc.storm.Ledger}, {@link org.pydb.jdbc.storm.StormScript},
 * {@link org.pydb.jdbc.storm.SqlLedger}, {@link org.pydb.jdbc.storm.ModelLedger}, {@link
 * org.pydb.jdbc.storm.StormProcess}, {@link org.pydb.jdbc.storm.Witness}, {@link
 * org.pydb.jdbc.storm.KillStorm}.
 */
@NullMarked
package org.pydb.jdbc.storm;

import org.jspecify.annotations.NullMarked;
