/**
 * JSON as PostgreSQL has it: texts that are read, values as trees, and the one text that a value
 * has as {@code jsonb}.
 *
 * <p>Read {@link org.pydb.calcite.exec.json.Json} (what a value is), {@link
 * org.pydb.calcite.exec.json.JsonReader} and {@link org.pydb.calcite.exec.json.JsonWriter} (from
 * text and back), {@link org.pydb.calcite.exec.json.JsonScan} (parts of a text, found without a
 * tree), then {@link org.pydb.calcite.exec.json.JsonEdit} and {@link
 * org.pydb.calcite.exec.json.JsonPath}.
 */
@NullMarked
package org.pydb.calcite.exec.json;

import org.jspecify.annotations.NullMarked;
