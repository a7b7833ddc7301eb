/**
 * Errors in statements: from whatever Calcite throws to a {@link org.pydb.calcite.api.SqlError}
 * that names the SQLSTATE, says in plain words what is wrong, shows the place and suggests a name
 * where one was mistyped.
 *
 * <p>Read {@link org.pydb.calcite.error.PlacedError} (what our own checks throw), {@link
 * org.pydb.calcite.error.CalciteErrors} (the translation), {@link
 * org.pydb.calcite.error.ErrorPlace}, {@link org.pydb.calcite.error.NearestName} and {@link
 * org.pydb.calcite.error.OtherDialects} (how it is written here).
 */
@NullMarked
package org.pydb.calcite.error;

import org.jspecify.annotations.NullMarked;
