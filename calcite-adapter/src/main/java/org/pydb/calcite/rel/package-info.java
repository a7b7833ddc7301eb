/**
 * Physical relational expressions: one for each operator of our own, with what it costs and which
 * order its rows have.
 *
 * <p>Read {@link org.pydb.calcite.rel.PydbRel} and {@link org.pydb.calcite.rel.PydbConvention}
 * first, then {@link org.pydb.calcite.rel.LogicalScan} and {@link org.pydb.calcite.rel.PydbScan}
 * (tables and their indexes), then any other.
 */
@NullMarked
package org.pydb.calcite.rel;

import org.jspecify.annotations.NullMarked;
