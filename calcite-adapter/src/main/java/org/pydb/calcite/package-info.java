/**
 * SQL on the engine: Apache Calcite parses, checks and plans; operators of our own run the plans.
 *
 * <p>The packages below: {@code parser} turns text into a tree, {@code logging} keeps Calcite
 * quiet.
 */
@NullMarked
package org.pydb.calcite;

import org.jspecify.annotations.NullMarked;
