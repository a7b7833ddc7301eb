/**
 * Sessions, statements and the plan cache: what stands behind {@code org.pydb.calcite.api}.
 *
 * <p>Reading order: {@link org.pydb.calcite.service.OpenDatabase}; {@link
 * org.pydb.calcite.service.Session}; {@link org.pydb.calcite.service.SessionStatement} and {@link
 * org.pydb.calcite.service.CommandStatement}; {@link org.pydb.calcite.service.PlanCache}; {@link
 * org.pydb.calcite.service.EngineErrors}.
 */
@NullMarked
package org.pydb.calcite.service;

import org.jspecify.annotations.NullMarked;
