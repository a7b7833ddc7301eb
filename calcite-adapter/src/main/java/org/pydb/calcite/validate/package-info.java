/**
 * Validation: names become tables and columns, every expression gets a type, and what PostgreSQL
 * would refuse is refused with the place where it stands.
 *
 * <p>Read {@link org.pydb.calcite.validate.PydbValidator} first; then {@link
 * org.pydb.calcite.validate.UnknownTypes} (string literals and parameters take the type that their
 * place asks for), {@link org.pydb.calcite.validate.PydbTypeCoercion} (what is cast implicitly) and
 * {@link org.pydb.calcite.validate.ColumnLabels} (what columns are called).
 */
@NullMarked
package org.pydb.calcite.validate;

import org.jspecify.annotations.NullMarked;
