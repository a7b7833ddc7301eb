/**
 * Random transactions of many clients at once, and whether what they saw fits their isolation
 * level.
 *
 * <p>Reading order: {@link org.pydb.jdbc.history.RandomHistoryTest}, {@link
 * org.pydb.jdbc.history.HistoryRound}, {@link org.pydb.jdbc.history.HistoryClient}, {@link
 * org.pydb.jdbc.history.HistoryTables}. The judge is the engine's {@code testkit.history}.
 */
package org.pydb.jdbc.history;
