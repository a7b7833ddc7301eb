/**
 * SQL text to trees: the parser, its dialect's freedoms, and the nodes that Calcite has no class
 * for.
 *
 * <p>The grammar is Calcite's own with pydb's additions; the build generates {@code
 * generated.PydbSqlParser} from it ({@code src/main/codegen}). Read {@link
 * org.pydb.calcite.parser.PydbParser} first, then {@link org.pydb.calcite.parser.PydbCall}, on
 * which most nodes stand.
 *
 * <ul>
 *   <li>Definition: {@code CreateTable} with {@code ColumnDeclaration} and the {@code
 *       ConstraintDeclaration}s, {@code CreateIndex}, {@code DropStatement}
 *   <li>Modification: {@code InsertStatement} with {@code OnConflict}, {@code UpdateStatement},
 *       {@code DeleteStatement}
 *   <li>Query: {@code LockingSelect}, {@code ExplainStatement}; plain queries are Calcite's {@code
 *       SqlSelect}, {@code SqlOrderBy} and the like
 *   <li>Session: {@code TransactionStatement}, {@code MaintenanceStatement}; {@code SET x = y} is
 *       Calcite's {@code SqlSetOption}
 *   <li>Types: {@code PostgresType}, {@code CastSuffix}
 * </ul>
 */
@NullMarked
package org.pydb.calcite.parser;

import org.jspecify.annotations.NullMarked;
