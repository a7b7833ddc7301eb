/**
 * SQL on the engine: Apache Calcite parses, checks and plans; operators of our own run the plans.
 *
 * <p>Begin with {@code api}, which is all that the driver sees, and {@code service}, which stands
 * behind it. The way of a statement is {@code parser}, {@code validate}, {@code convert}, {@code
 * plan} with {@code rule} and {@code rel}, {@code compile}, {@code exec}; definition statements go
 * from {@code parser} to {@code ddl}. {@code docs/tour.md} follows one from end to end.
 */
@NullMarked
package org.pydb.calcite;

import org.jspecify.annotations.NullMarked;
