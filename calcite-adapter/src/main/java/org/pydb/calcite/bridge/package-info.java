/**
 * The bridge: steps for which pydb has no operator of its own run on those that Calcite generates
 * code for, its Enumerable operators.
 *
 * <p>Calcite's operators compute with milliseconds, wrapping integers and UTF-16. So they are not
 * let near any value: values cross the bridge in {@link org.pydb.calcite.bridge.Carrier}s, opaque
 * objects that can be compared as SQL compares them and nothing else, and every expression and
 * aggregate in the generated code is a call back to our own. What is left to Calcite is to move
 * rows: to partition, sort, pair, repeat and number them. What cannot be split like that is refused
 * (0A000).
 *
 * <pre>
 *   our operators above
 *     {@link org.pydb.calcite.bridge.BridgeNode}         rows to batches
 *       generated code   ⇄  {@link org.pydb.calcite.bridge.BridgeContext}   expressions, aggregates
 *     {@link org.pydb.calcite.bridge.BridgeInput}        batches to rows
 *   our operators below
 * </pre>
 *
 * <p>Read {@link org.pydb.calcite.bridge.BridgeCompiler} first (from steps to generated code), then
 * {@link org.pydb.calcite.bridge.BridgeNode} (from generated code to batches).
 */
@NullMarked
package org.pydb.calcite.bridge;

import org.jspecify.annotations.NullMarked;
