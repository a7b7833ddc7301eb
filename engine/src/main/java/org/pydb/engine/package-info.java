/**
 * The storage engine's front door.
 *
 * <p>The packages below it, from the bytes up, stand in the order in which they may use each other;
 * {@code EngineArchitectureTest} keeps them so.
 */
@NullMarked
package org.pydb.engine;

import org.jspecify.annotations.NullMarked;
