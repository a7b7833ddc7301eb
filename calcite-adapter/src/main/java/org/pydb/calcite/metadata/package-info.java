/**
 * What the planner is told about expressions: how many rows, which keys, what they cost.
 *
 * <p>{@link org.pydb.calcite.metadata.MetadataHandlers} finds the method that answers a question
 * about a relational expression, {@link org.pydb.calcite.metadata.RowCounts} has our own answers.
 */
@NullMarked
package org.pydb.calcite.metadata;

import org.jspecify.annotations.NullMarked;
