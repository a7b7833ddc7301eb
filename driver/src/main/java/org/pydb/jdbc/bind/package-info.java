/**
 * Values bound to parameters, from Java's types. Reading order: {@link
 * org.pydb.jdbc.bind.Parameters}, {@link org.pydb.jdbc.bind.TimeBinding}, {@link
 * org.pydb.jdbc.bind.ObjectBinding}, {@link org.pydb.jdbc.bind.TargetBinding}, {@link
 * org.pydb.jdbc.bind.PydbParameterMetaData}.
 */
@NullMarked
package org.pydb.jdbc.bind;

import org.jspecify.annotations.NullMarked;
