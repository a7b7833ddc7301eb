/**
 * Types as SQL knows them: what Calcite is told about PostgreSQL's types, and the way from there to
 * the engine's column types and back.
 *
 * <p>Read {@link org.pydb.calcite.type.PydbTypeSystem} first (the rules), then {@link
 * org.pydb.calcite.type.PydbTypeFactory} (how they hold for every type that is made), {@link
 * org.pydb.calcite.type.ColumnTypes} (to the engine and back) and {@link
 * org.pydb.calcite.type.TypeNames} (what users read).
 */
@NullMarked
package org.pydb.calcite.type;

import org.jspecify.annotations.NullMarked;
