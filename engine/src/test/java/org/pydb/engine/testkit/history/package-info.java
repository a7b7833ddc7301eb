/**
 * Says whether what clients have seen fits the isolation level that they asked for.
 *
 * <p>Clients record what they did and saw ({@link org.pydb.engine.testkit.history.History}). Every
 * version that is ever written has a number of its own, and whoever reads a version also sees which
 * one came before it; so the order of all versions is known afterwards ({@link
 * org.pydb.engine.testkit.history.Versions}). From it follows who must have read or committed
 * before whom ({@link org.pydb.engine.testkit.history.EventGraph}); what must have happened before
 * itself is an anomaly. The idea is Elle's (Kingsbury and Alvaro, VLDB 2020), the names of the
 * anomalies are Adya's (1999).
 *
 * <p>Reading order: {@link org.pydb.engine.testkit.history.Operation}, {@link
 * org.pydb.engine.testkit.history.History}, {@link org.pydb.engine.testkit.history.HistoryChecker},
 * then the rest.
 */
package org.pydb.engine.testkit.history;
