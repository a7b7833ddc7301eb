/**
 * Random queries on random rows, whose answers must be alike however they are computed.
 *
 * <p>Reading order: {@link org.pydb.calcite.random.RandomQueriesTest}, {@link
 * org.pydb.calcite.random.QueryWriter}, {@link org.pydb.calcite.random.Answerer}.
 */
package org.pydb.calcite.random;
