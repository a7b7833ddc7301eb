/**
 * Definition statements: from their trees to changes of the engine's catalog.
 *
 * <p>Reading order: {@link org.pydb.calcite.ddl.DefinitionExecutor}; {@link
 * org.pydb.calcite.ddl.TableBuilder}, from CREATE TABLE to a definition; {@link
 * org.pydb.calcite.ddl.ForeignKeyBuilder}; {@link org.pydb.calcite.ddl.DropExecutor}.
 */
@NullMarked
package org.pydb.calcite.ddl;

import org.jspecify.annotations.NullMarked;
