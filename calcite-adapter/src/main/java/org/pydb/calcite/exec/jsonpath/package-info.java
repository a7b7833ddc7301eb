/**
 * SQL's path language for JSON, as PostgreSQL has it: {@code $.items[*] ? (@.price > 10).name}.
 *
 * <p>Read {@link org.pydb.calcite.exec.jsonpath.PathStep} (what a path is made of), {@link
 * org.pydb.calcite.exec.jsonpath.PathParser} (how it is read), then {@link
 * org.pydb.calcite.exec.jsonpath.JsonPath} (what it finds).
 */
@NullMarked
package org.pydb.calcite.exec.jsonpath;

import org.jspecify.annotations.NullMarked;
